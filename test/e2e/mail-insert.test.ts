/** Reading and answering mail, and reading search results, in a real browser, on the fixtures of each site. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { gmail } from "../../src/sites/gmail.ts";
import { MAIL_SITES } from "../../src/sites/registry.ts";
import { modelEditor, SWALLOWING_EDITOR } from "../fixtures/mail/editors.ts";
import { MAIL_FIXTURES } from "../fixtures/mail/pages.ts";
import { SEARCH_FIXTURES } from "../fixtures/search/pages.ts";
import { MailBrowser, type MailPage } from "./mail-page.ts";

const DRAFT = "Hello,\n\nThursday at ten suits me <b>well</b>.\nI will bring two guests.\n\nBest wishes";
const ELSEWHERE = "https://desk.house.example/write";

let browser: MailBrowser;
let mail: MailPage | undefined;

beforeAll(async () => {
  browser = await MailBrowser.launch("src/page/mail/mail.ts", "src/page/search/search.ts");
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await mail?.page.context().close();
  mail = undefined;
});

async function openFixture(name: string): Promise<MailPage> {
  const fixture = MAIL_FIXTURES.find((one) => one.name === name) ?? expect.fail(`no fixture ${name}`);
  mail = await browser.openFixture(`mail/${name}`, fixture.url);
  const { focused, selected } = fixture;
  await mail.page.evaluate(
    ([focus, select]) => {
      if (focus) document.getElementById(focus)?.focus();
      if (select) getSelection()?.selectAllChildren(document.getElementById(select) ?? document.body);
    },
    [focused, selected],
  );
  return mail;
}

async function open(url: string, html: string): Promise<MailPage> {
  mail = await browser.open(url, html);
  return mail;
}

/** No event has reached what sends, and what was made up has reached the named targets only. */
async function expectNothingSent(page: MailPage, targets: readonly string[]): Promise<void> {
  const seen = await page.seen();
  expect(seen.filter(({ onSend }) => onSend)).toEqual([]);
  expect(
    [...new Set(seen.map(({ target }) => target))].filter((target) => !targets.includes(target)),
  ).toEqual([]);
  expect(seen.filter(({ type }) => type.startsWith("key"))).toEqual([]);
}

const sendOf = (name: string): string =>
  MAIL_SITES.find(({ id }) => name.startsWith(id))?.sendControl ?? "button";

describe("reading", () => {
  test.each(MAIL_FIXTURES.map(({ name }) => name))("%s", async (name) => {
    const page = await openFixture(name);
    const expected: unknown = JSON.parse(readFileSync(`test/fixtures/mail/${name}.json`, "utf8"));
    expect(await page.read()).toEqual(expected);
  });

  test("takes the user's own addresses from the settings where the page does not say", async () => {
    const page = await openFixture("fastmail-thread");
    const content = await page.read({ name: "Rui", addresses: ["rui@example.net"] });
    expect(content).toMatchObject({ isOwn: true, own: { name: "Rui", address: "rui@example.net" } });
  });

  test("of two threads the one of which most is on the screen", async () => {
    const page = await openFixture("gmail-two-threads");
    await page.page.evaluate(() => {
      (document.activeElement as HTMLElement).blur();
      for (const [index, thread] of document.querySelectorAll<HTMLElement>(".if").entries())
        thread.style.flex = index === 0 ? "0 0 20vw" : "0 0 70vw";
    });
    expect((await page.read())?.subject).toBe("Keys for the shed");
  });
});

describe("results of search engines", () => {
  test.each(SEARCH_FIXTURES.map(({ name, url }) => [name, url] as const))("%s", async (name, url) => {
    mail = await browser.openFixture(`search/${name}`, url);
    const expected = JSON.parse(readFileSync(`test/fixtures/search/${name}.json`, "utf8")) as {
      box: string;
    }[];
    const results = expected.map(({ box: _, ...result }) => result);
    expect(await mail.results()).toEqual({ site: name, isAsDescribed: true, results });
  });
});

describe("inserting into open editors", () => {
  const editors = [
    ["gmail-rtl", "[g_editable]", ":zz"],
    ["gmail-two-threads", "[g_editable]", "here"],
    ["outlook-desktop", "#composer", "composer"],
    ["roundcube-compose", "#composebody", "composebody"],
  ] as const;

  test.each(editors)("%s", async (name, selector, id) => {
    const page = await openFixture(name);
    await page.watch(sendOf(name));
    const editor = page.page.locator(selector);
    const before = await contentOf(page, selector);

    expect(await page.insert(DRAFT)).toBe("inserted");
    expect((await linesOf(page, selector)).slice(0, 6)).toEqual(DRAFT.split("\n"));
    expect(await page.page.locator(`${selector} b`).filter({ hasText: "well" }).count()).toBe(0);
    await editor.press("Control+z");
    expect(await contentOf(page, selector), "Ctrl+Z").toBe(before);

    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await page.undo()).toBe("undone");
    expect(await contentOf(page, selector), "undo").toBe(before);
    expect(await page.undo()).toBe("gone");
    await expectNothingSent(page, [id]);
  });

  test("leaves what the user has typed, below the draft, and takes back only the draft", async () => {
    const page = await openFixture("gmail-two-threads");
    await page.page.locator("#here").press("Home");
    await page.page.keyboard.type("Under the pot.");
    const before = await contentOf(page, "#here");
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await linesOf(page, "#here")).toEqual([...DRAFT.split("\n"), "", "Under the pot."]);
    await page.page.keyboard.press("Control+z");
    expect(await contentOf(page, "#here")).toBe(before);
  });

  test("does not replace what is selected in the editor", async () => {
    const page = await openFixture("gmail-two-threads");
    await page.page.locator("#here").press("Home");
    await page.page.keyboard.type("Under the pot.");
    await page.page.keyboard.press("Control+a");
    expect(await page.insert("Yes.")).toBe("inserted");
    expect(await linesOf(page, "#here")).toEqual(["Yes.", "", "Under the pot."]);
  });

  test("leaves alone what was edited after it", async () => {
    const page = await openFixture("gmail-two-threads");
    expect(await page.insert("Yes.")).toBe("inserted");
    await page.page.keyboard.type(" Gladly.");
    const edited = await contentOf(page, "#here");
    expect(await page.undo()).toBe("changed");
    expect(await contentOf(page, "#here")).toBe(edited);
  });

  test("leaves alone what was typed into the subject after it", async () => {
    const page = await openFixture("gmail-compose");
    await page.page.locator(".if").evaluate((thread) => thread.remove());
    expect(await page.insert("Yes.")).toBe("inserted");
    const written = await contentOf(page, "#other");
    const subject = page.page.locator("[name='subjectbox']");
    await subject.press("End");
    await page.page.keyboard.type(" on Friday");
    expect(await page.undo()).toBe("changed");
    expect(await subject.inputValue()).toBe("Rehearsal on Friday");
    expect(await contentOf(page, "#other")).toBe(written);
  });

  test.each([
    ["a signature", "<div class='gmail_signature'>Ida</div>"],
    [
      "a quotation",
      "<div class='gmail_quote'><div class='gmail_attr'>On …:</div><blockquote>q</blockquote></div>",
    ],
    ["a quotation of another kind", "<blockquote type='cite'>q</blockquote>"],
    ["an empty line", "<div><br></div><div class='gmail_signature'>Ida</div>"],
    ["paragraphs", "<p><br></p><p>Ida</p>"],
    ["lines with breaks", "<br><br>Ida<br>Choir"],
    ["a typed line with breaks", "Dear Tom,<br>Ida"],
    ["nothing", ""],
  ])("an editor that begins with %s", async (_, html) => {
    const page = await openFixture("gmail-two-threads");
    await page.page.evaluate((content) => {
      const parsed = new DOMParser().parseFromString(content, "text/html").body.childNodes;
      document.getElementById("here")?.replaceChildren(...parsed);
    }, html);
    const before = await contentOf(page, "#here");
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect((await linesOf(page, "#here")).slice(0, 6)).toEqual(DRAFT.split("\n"));
    const foreign = page.page.locator("#here").locator(".gmail_signature, .gmail_quote, blockquote");
    expect((await foreign.allTextContents()).join()).not.toContain("Thursday");
    await page.page.keyboard.press("Control+z");
    expect(await contentOf(page, "#here"), "Ctrl+Z").toBe(before);
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await page.undo()).toBe("undone");
    expect(await contentOf(page, "#here"), "undo").toBe(before);
  });

  test("goes to the message that it answers, and to no other", async () => {
    const page = await openFixture("gmail-two-threads");
    const read = (await page.read()) ?? expect.fail("no message");
    const before = await contentOf(page, "#here");
    expect(await page.insert(DRAFT, { ...read, text: "What somebody else wrote." })).toBe("other-message");
    expect(await contentOf(page, "#here")).toBe(before);
    expect(await page.insert(DRAFT, read)).toBe("inserted");
  });

  test("in a tab that is not in front", async () => {
    const page = await openFixture("gmail-two-threads");
    const other = await page.page.context().newPage();
    await other.bringToFront();
    expect(await page.insert("Yes.")).toBe("inserted");
    expect((await linesOf(page, "#here"))[0]).toBe("Yes.");
    await other.close();
  });
});

describe("inserting after the site's reply control", () => {
  test("Gmail: opens the editor, and sends nothing", async () => {
    const page = await openFixture("gmail-thread");
    await page.page.evaluate(() => {
      const control = document.querySelector(".ams.bkH");
      if (control) control.id = "reply";
      control?.addEventListener("click", () =>
        setTimeout(() => {
          const template = `<div class="aaZ"><div class="Am editable" g_editable="true" contenteditable="true" id="late"><div><br></div><div class="gmail_quote">Am …:<blockquote>q</blockquote></div></div><div role="button" class="T-I aoO" id="send">Senden</div></div>`;
          document
            .querySelector(".amn")
            ?.after(...new DOMParser().parseFromString(template, "text/html").body.childNodes);
        }, 300),
      );
    });
    await page.watch(gmail.sendControl);
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect((await linesOf(page, "#late")).slice(0, 6)).toEqual(DRAFT.split("\n"));
    await expectNothingSent(page, ["reply", "late"]);
  });

  test("Gmail: not into the window of a new message, though it has the cursor", async () => {
    const page = await openFixture("gmail-compose");
    await page.page.evaluate(() => {
      const control = document.querySelector(".ams.bkH");
      if (control) control.id = "reply";
      control?.addEventListener("click", () => {
        const answer = document.createElement("div");
        answer.id = "late";
        answer.className = "Am editable";
        answer.setAttribute("g_editable", "true");
        answer.contentEditable = "true";
        setTimeout(() => document.body.prepend(answer), 300);
      });
    });
    await page.watch(gmail.sendControl);
    const other = await contentOf(page, "#other");
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await linesOf(page, "#late")).toEqual(DRAFT.split("\n"));
    expect(await contentOf(page, "#other")).toBe(other);
    expect((await page.read())?.editor).toBe("open");
    expect(await page.undo()).toBe("undone");
    expect(await contentOf(page, "#other")).toBe(other);
    await expectNothingSent(page, ["reply", "late"]);
  });

  test("Proton Mail: the editor comes in a frame", async () => {
    const page = await openFixture("proton-iframe");
    await page.page.evaluate(() => {
      const control = document.querySelector("[data-testid='message-view:reply']");
      if (control) control.id = "reply";
      control?.addEventListener("click", () => {
        const frame = document.createElement("iframe");
        frame.dataset.testid = "rooster-iframe";
        // The site fills the editor a moment after it is there.
        frame.srcdoc = `<script>setTimeout(() => document.querySelector(".protonmail_signature_block").append("Lucía"), 200)</script><div id="rooster-editor" contenteditable="true"><div><br></div><div class="protonmail_signature_block">L.</div></div>`;
        const send = document.createElement("button");
        send.dataset.testid = "composer:send-button";
        document.body.append(frame, send);
      });
    });
    await page.watch("[data-testid='composer:send-button']");
    expect(await page.insert(DRAFT)).toBe("inserted");
    const editor = page.page.frameLocator("[data-testid='rooster-iframe']").locator("#rooster-editor");
    expect((await editor.innerText()).split("\n").filter(Boolean)[0]).toBe("Hello,");
    expect((await editor.innerText()).trim()).toMatch(/Lucía$/);
    expect((await page.read())?.editor).toBe("open");
    expect(await page.undo()).toBe("undone");
    await expectNothingSent(page, ["reply", "rooster-editor"]);
  });

  test("a site that has changed: the editor with the cursor in it", async () => {
    const page = await openFixture("gmail-two-threads");
    await page.page.evaluate(() => {
      const editor = document.getElementById("here");
      editor?.removeAttribute("g_editable");
      editor?.removeAttribute("class");
      if (editor) editor.style.height = "60px";
      editor?.focus();
    });
    expect(await page.insert("Yes.")).toBe("inserted");
    expect((await linesOf(page, "#here"))[0]).toBe("Yes.");
  });

  test("Roundcube: the answer is written on another page", async () => {
    const page = await openFixture("roundcube-message");
    await page.page.evaluate(() => {
      document.querySelector("a.reply")?.removeAttribute("onclick");
      document.querySelector("a.reply")?.setAttribute("href", "#reply");
    });
    expect(await page.insert(DRAFT)).toBe("opening");
  });

  test("a reply control that would send is not pressed", async () => {
    const page = await openFixture("gmail-thread");
    await page.page.evaluate(() => document.querySelector(".ams.bkH")?.classList.add("aoO"));
    await page.watch(gmail.sendControl);
    expect(await page.insert(DRAFT)).toBe("no-editor");
    await expectNothingSent(page, []);
  });

  test("controls and editors that a message imitates are not touched", async () => {
    const page = await openFixture("gmail-thread");
    await page.page.evaluate(() => {
      const fake = `<div g_editable="true" contenteditable="true" id="fake">x</div><span class="ams bkH" id="press">Reply</span>`;
      document.querySelector(".amn")?.remove();
      [...document.querySelectorAll(".a3s")]
        .at(-1)
        ?.append(...new DOMParser().parseFromString(fake, "text/html").body.childNodes);
    });
    await page.watch(gmail.sendControl);
    expect(await page.insert(DRAFT)).toBe("no-editor");
    expect(await page.page.locator("#fake").textContent()).toBe("x");
    await expectNothingSent(page, []);
  });
});

test("knows the message by its quotation where the editor has a page of its own", async () => {
  const read = (await (await openFixture("roundcube-message")).read()) ?? expect.fail("no message");
  const lines = read.text.split("\n").map((line) => `> ${line}`.trimEnd());
  const html = readFileSync("test/fixtures/mail/roundcube-compose.html", "utf8");
  const page = await open("https://post.klub.example/?_task=mail&_action=compose", html);
  const editor = page.page.locator("#composebody");
  await editor.fill(`\n\nOn 4 May 2026, somebody wrote:\n${lines.join("\n")}`);
  expect(await page.insert(DRAFT, { ...read, text: "Something else." })).toBe("other-message");
  expect(await page.insert(DRAFT, read)).toBe("inserted");
});

describe("editors that keep their own document", () => {
  test.each(["beforeinput", "paste"] as const)("by %s", async (listens) => {
    const page = await open(ELSEWHERE, modelEditor(listens));
    await page.page.locator("#editor").click();
    await page.watch("#send");
    const before = await contentOf(page, "#editor");
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await linesOf(page, "#editor")).toEqual([...DRAFT.split("\n"), "What I have typed."]);
    await page.page.keyboard.press("Control+z");
    expect(await contentOf(page, "#editor"), "Ctrl+Z").toBe(before);
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await page.undo()).toBe("undone");
    expect(await contentOf(page, "#editor"), "undo").toBe(before);
    await expectNothingSent(page, ["editor"]);
    expect(await page.page.title()).toBe("Write");
  });

  test("one that takes the text and does nothing with it: the page stays as it is", async () => {
    const page = await open(ELSEWHERE, SWALLOWING_EDITOR);
    await page.page.locator("#editor").click();
    expect(await page.insert(DRAFT)).toBe("refused");
    expect(await page.page.locator("#editor").textContent()).toBe("Mine.");
  });
});

describe("pages that are no known mail site", () => {
  test("a field with quoted lines: the message is read from it, the draft goes above it", async () => {
    const quoted = "\n\nOn 4 May 2026, Ann Fell <ann@example.org> wrote:\n> When do you come?\n";
    const page = await open(
      ELSEWHERE,
      `<form><textarea id="editor" rows="9" cols="60">\n${quoted}</textarea><button id="send">Send</button></form>`,
    );
    await page.page.locator("#editor").focus();
    await page.watch("#send");
    expect(await page.read()).toMatchObject({
      site: "other",
      text: "When do you come?",
      sender: { name: "Ann Fell", address: "ann@example.org" },
      editor: "open",
    });
    expect(await page.insert(DRAFT)).toBe("inserted");
    expect(await page.page.locator("#editor").inputValue()).toBe(`${DRAFT}\n${quoted}`);
    await page.page.keyboard.press("Control+z");
    expect(await page.page.locator("#editor").inputValue()).toBe(quoted);
    await expectNothingSent(page, ["editor"]);
  });

  test.each([
    ["no editor", "<p>Text.</p>"],
    ["a field of one line", "<input id='editor' autofocus>"],
    ["two editors, none with the cursor", "<textarea></textarea><textarea></textarea>"],
    ["an editor that cannot be written in", "<textarea readonly autofocus></textarea>"],
    [
      "an editable line for addresses",
      "<div contenteditable style='height: 24px' tabindex='0' autofocus>a@b.example</div>",
    ],
    ["an editor that nobody sees", "<textarea style='display:none'></textarea>"],
  ])("%s", async (_, html) => {
    const page = await open(ELSEWHERE, `<!doctype html><body>${html}`);
    expect(await page.insert(DRAFT)).toBe("no-editor");
    expect(await page.read()).toBeNull();
  });
});

/** Everything in an editor, to compare. */
function contentOf(page: MailPage, selector: string): Promise<string> {
  return page.page.locator(selector).evaluate((element) => {
    if (element instanceof HTMLTextAreaElement) return element.value;
    return new XMLSerializer().serializeToString(element);
  });
}

/** The lines of an editor as they are shown. */
async function linesOf(page: MailPage, selector: string): Promise<string[]> {
  const text = await page.page.locator(selector).evaluate((element) => {
    if (element instanceof HTMLTextAreaElement) return element.value;
    const lines: string[] = [];
    let line = "";
    const end = (always: boolean): void => {
      if (always || line !== "") lines.push(line);
      line = "";
    };
    const visit = (node: Node): void => {
      if (node.nodeType === 3) line += node.nodeValue ?? "";
      else if (node.nodeName === "BR") end(true);
      else {
        const isBlock = getComputedStyle(node as Element).display === "block";
        if (isBlock) end(false);
        for (const child of node.childNodes) visit(child);
        if (isBlock) end(false);
      }
    };
    visit(element);
    end(false);
    return lines.join("\n");
  });
  return text.split("\n");
}
