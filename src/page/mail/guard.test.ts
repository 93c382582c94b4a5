// @vitest-environment happy-dom
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { MAIL_SITES } from "../../sites/registry.ts";
import { show } from "../testing.ts";
import { SendGuard } from "./guard.ts";

const element = (id: string): HTMLElement => document.getElementById(id) ?? expect.fail(`no ${id}`);

describe("the mail room", () => {
  it("works controls and dispatches events in one file only, and makes up no key event", () => {
    const files = readdirSync("src/page/mail").filter((file) => !file.endsWith(".test.ts"));
    const working = /\.(click|submit|requestSubmit|dispatchEvent)\(/;
    const found = files.filter((file) => working.test(readFileSync(`src/page/mail/${file}`, "utf8")));
    expect(found).toEqual(["guard.ts"]);
    for (const file of files)
      expect(readFileSync(`src/page/mail/${file}`, "utf8")).not.toMatch(
        /new (Keyboard|Mouse|Pointer|Submit)Event/,
      );
  });
});

describe("SendGuard", () => {
  it.each([
    ["a send control", "<div class=aoO id=x></div>"],
    ["what stands in one", "<div class=aoO><span id=x></span></div>"],
    ["what holds one", "<div id=x><div class=aoO></div></div>"],
    ["a submit button", "<button type=submit id=x></button>"],
    ["a button of a form", "<form><button id=x></button></form>"],
    ["an input that submits", "<form><input type=submit id=x></form>"],
  ])("does not press %s", (_, html) => {
    show(html);
    let pressed = 0;
    document.addEventListener("click", () => pressed++);
    expect(new SendGuard(".aoO").press(element("x"))).toBe(false);
    expect(pressed).toBe(0);
  });

  it("dispatches editing events to editors, unless they stand in a send control", () => {
    show(
      "<div id=x contenteditable><form><button>Buy</button></form></div><div class=aoO><p id=y></p></div>",
    );
    const guard = new SendGuard(".aoO");
    const event = (): InputEvent => new InputEvent("beforeinput", { cancelable: true });
    expect(guard.dispatch(element("x"), event())).toBe("left");
    element("x").addEventListener("beforeinput", (given) => given.preventDefault());
    expect(guard.dispatch(element("x"), event())).toBe("taken");
    expect(guard.dispatch(element("y"), event())).toBe("refused");
  });

  it("presses what cannot send", () => {
    show("<span class='ams bkH' id=x></span><form><button type=button id=y></button></form>");
    let pressed = 0;
    for (const id of ["x", "y"]) element(id).addEventListener("click", () => pressed++);
    const guard = new SendGuard(".aoO");
    expect([guard.press(element("x")), guard.press(element("y"))]).toEqual([true, true]);
    expect(pressed).toBe(2);
  });

  it("keeps events that scripts make up from send controls while it watches, and not after", async () => {
    show("<div class=aoO><b id=x></b></div><p id=other></p>");
    const reached: string[] = [];
    for (const type of ["click", "keydown", "mousedown"])
      document.addEventListener(type, (event) => reached.push(`${type} ${(event.target as Element).id}`));
    const work = (): void => {
      for (const id of ["x", "other"]) {
        element(id).click();
        element(id).dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        element(id).dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
      }
    };
    await new SendGuard(".aoO").watch([document], async () => work());
    expect(reached).toEqual(["click other", "keydown other", "mousedown other"]);
    reached.length = 0;
    element("x").click();
    expect(reached).toEqual(["click x"]);
  });

  it.each(MAIL_SITES.map((site) => [site.id, site.sendControl]))("takes %s's selectors", (_, sendControl) => {
    show("<p id=x></p>");
    expect(new SendGuard(sendControl).isInSend(element("x"))).toBe(false);
  });
});
