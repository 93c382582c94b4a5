/**
 * Runs inside Firefox, in the process of one document and with the browser's own rights: what the driver asks of that document.
 * It is sent as it stands, so it may use nothing around it but Firefox's own interfaces.
 */
/* global ChromeUtils, Components, Debugger, Services, Cc, Ci */

globalThis.postil = {
  debugger() {
    if (!globalThis.postilDebugger) {
      const { addDebuggerToGlobal } = ChromeUtils.importESModule("resource://gre/modules/jsdebugger.sys.mjs");
      addDebuggerToGlobal(globalThis);
      globalThis.postilDebugger = new Debugger();
    }
    return globalThis.postilDebugger;
  },

  /**
   * Runs JavaScript as the document's own, whatever its content security policy says, as the console does; answers in JSON.
   * https://firefox-source-docs.mozilla.org/js/Debugger/Debugger.Object.html
   */
  async evaluate(expression) {
    const page = this.debugger().makeGlobalObjectReference(window);
    document.notifyUserGestureActivation();
    const source = `(async () => JSON.stringify({ value: await (${expression}\n) }))().catch((thrown) =>
      JSON.stringify({ thrown: thrown?.stack ? thrown + "\\n" + thrown.stack : String(thrown) }))`;
    // What extensions may ask only in the user's own event looks at this.
    const input = window.windowUtils.setHandlingUserInput(true);
    const done = page.executeInGlobal(source, { bypassCSP: true, url: "postil:driver" });
    input.destruct();
    if (!done) return JSON.stringify({ thrown: "the document was closed" });
    // Only what cannot be parsed throws here.
    if ("throw" in done) return JSON.stringify({ thrown: String(done.throw.unsafeDereference()) });
    return done.return.unsafeDereference();
  },

  /** The accessible elements of a role, in the order of the document. */
  async elements(role) {
    const service = Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
    const root = service.getAccessibleFor(document);
    if (!root) return [];
    // The tree follows the document at the next frame, which a window that nobody sees may not have for long.
    window.windowUtils.advanceTimeAndRefresh(0);
    window.windowUtils.advanceTimeAndRefresh(0);
    window.windowUtils.restoreNormalRefresh();
    const found = [];
    const walk = (accessible) => {
      for (let i = 0; i < accessible.childCount; i++) {
        const next = accessible.getChildAt(i);
        if (next.computedARIARole === role) found.push({ name: next.name ?? "", element: next.DOMNode });
        walk(next);
      }
    };
    walk(root);
    return found;
  },

  /** Their names. */
  async names(role) {
    return (await this.elements(role)).map(({ name }) => name);
  },

  /** `name` is { text } for the whole name or { pattern, flags }. */
  async find(role, { text, pattern, flags }) {
    const fits = (name) => (pattern === undefined ? name === text : new RegExp(pattern, flags).test(name));
    return (await this.elements(role)).find(({ name }) => fits(name))?.element;
  },

  async has(role, name) {
    return (await this.find(role, name)) !== undefined;
  },

  /** Presses the mouse's first button in the middle of the element, so many times; false when it has no place. */
  async press(role, name, times) {
    const element = await this.find(role, name);
    if (!element) return false;
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = element.getClientRects()[0] ?? {};
    if (!width || !height) return false;
    const { event } = ChromeUtils.importESModule("chrome://remote/content/shared/webdriver/Event.sys.mjs");
    const send = (type, clickCount) => {
      const details = { type, button: 0, clickCount };
      return event.synthesizeMouseAtPoint(x + width / 2, y + height / 2, details, window);
    };
    await send("mousemove", 0);
    for (let count = 1; count <= times; count++) {
      await send("mousedown", count);
      await send("mouseup", count);
    }
    return true;
  },

  async attribute(role, name, attribute) {
    return (await this.find(role, name)).getAttribute(attribute);
  },

  /** The next file chooser that opens is answered with this file. */
  answerFileChooser(path) {
    const observer = {
      async observe(input, topic) {
        Services.obs.removeObserver(observer, topic);
        input.mozSetFileArray([await File.createFromFileName(path)]);
        for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
        globalThis.postilChose = true;
      },
    };
    globalThis.postilChose = false;
    Services.obs.addObserver(observer, "file-input-picker-opening");
  },

  fileChooserAnswered() {
    return globalThis.postilChose;
  },

  /** What the document complained of since it was loaded: `console.error`, and errors that nothing caught. */
  errors() {
    const id = window.windowGlobalChild.innerWindowId;
    const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
    const logged = storage.getEvents(id).filter(({ level }) => level === "error");
    const thrown = Services.console
      .getMessageArray()
      .filter((message) => message instanceof Ci.nsIScriptError && message.innerWindowID === id)
      .filter(({ flags }) => (flags & (Ci.nsIScriptError.warningFlag | Ci.nsIScriptError.infoFlag)) === 0);
    return [
      ...logged.map((event) => Array.from(event.arguments, String).join(" ")),
      ...thrown.map(({ errorMessage }) => errorMessage),
    ];
  },

  /**
   * Has each worker of the document throw what nothing catches, by a message that it cannot understand; returns how many there
   * are. https://firefox-source-docs.mozilla.org/js/Debugger/Debugger.html#findobjects-query
   */
  crashWorkers() {
    const debug = this.debugger();
    debug.addDebuggee(window);
    const workers = debug.findObjects({ class: "Worker" }).map((worker) => worker.unsafeDereference());
    debug.removeDebuggee(window);
    for (const worker of workers) worker.postMessage("nonsense");
    return workers.length;
  },

  size() {
    return { width: window.innerWidth, height: window.innerHeight, ratio: window.devicePixelRatio };
  },
};
