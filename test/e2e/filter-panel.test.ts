/** The filter as the panel works it: rules added and switched, permission refused, rules out to a file and back. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PATIENCE_MS, until } from "../../scripts/driver/until.ts";
import type { View } from "../../scripts/driver/view.ts";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import type { RuleBook } from "../../src/tasks/filter/rules.ts";
import { SOON, useStage } from "./harness.ts";

const HOST = "duckduckgo.com";
const ADDRESS = `https://${HOST}/?q=bread+oven&ia=web`;
const OVEN = "Build a bread oven from clay";
const MUSEUM = "Ovens of the village museum";
const LIST = [
  "Kites over the harbour",
  "A ferry for the night",
  "Bread from the old oven",
  "Snow in the pass",
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "postil-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);

  beforeEach(async () => {
    await stage.reset();
    await stage.postil.inExtension(() => chrome.storage.local.remove("rules"));
    const page = await readFile("test/fixtures/search/duckduckgo.html");
    stage.web.putHost(HOST, (_request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(page);
    });
  });

  const words = (key: string): string => stage.postil.words.of(key);
  const press = (panel: View, key: string): Promise<void> => stage.postil.press(panel, key);

  /** Titles of the links that a person sees, which folded results have none of. */
  const shown = (page: View): Promise<readonly string[]> =>
    page.evaluate(
      "[...document.querySelectorAll('h2 a')].filter((a) => a.getClientRects().length > 0).map((a) => a.textContent)",
    );
  async function expectShown(page: View, ...titles: readonly string[]): Promise<void> {
    let seen: readonly string[] = [];
    await until(async () => {
      seen = (await shown(page)).filter((title) => !title.startsWith("HIDDEN"));
      return JSON.stringify(seen) === JSON.stringify(titles);
    }).catch(() => undefined);
    expect(seen).toEqual(titles);
  }
  async function addRule(panel: View, text: string): Promise<void> {
    await panel.fill({ role: "textbox", name: words("rule_words") }, text);
    await press(panel, "rule_put");
    await panel.find({ role: "switch", name: text });
  }
  const bookOf = (panel: View): Promise<RuleBook> =>
    panel.call(async () => (await chrome.storage.local.get("rules")).rules as RuleBook);
  /** Nothing but the engine's own page was asked for, and the panel has complained of nothing. */
  async function expectOnly(panel: View): Promise<void> {
    expect(stage.web.foreignRequests.filter(({ host }) => host !== HOST)).toEqual([]);
    expect(await panel.errors()).toEqual([]);
  }

  test("a rule that is added folds what fits it; switched off, it lets everything be seen", async () => {
    const { page, panel } = await stage.postil.openOn(ADDRESS);
    await addRule(panel, "village museum");
    await expectShown(page, OVEN, MUSEUM);
    await press(panel, "filter_once");
    await expectShown(page, OVEN);
    await panel.waitForText("1 of 2 results are folded");

    await panel.click({ role: "switch", name: "village museum" });
    await panel.waitForText(words("filter_off"));
    await expectShown(page, OVEN, MUSEUM);
    await panel.click({ role: "switch", name: "village museum" });
    await expectShown(page, OVEN);

    await press(panel, "filter_show_all");
    await panel.waitForText(words("filter_undone"));
    await expectShown(page, OVEN, MUSEUM);
    await press(panel, "filter_again");
    await expectShown(page, OVEN);

    await panel.click({ role: "button", name: `${words("rule_delete")}: village museum` });
    await expectShown(page, OVEN, MUSEUM);
    // What the panel then says moves the button.
    await panel.waitForText(words("filter_off"));
    await press(panel, "rules_undo");
    await expectShown(page, OVEN);
    await expectOnly(panel);
  });

  test("a rule that makes no sense is refused by name, and nothing of it is kept", async () => {
    const { panel } = await stage.postil.openOn(ADDRESS);
    for (const [text, code] of [
      ["…", "rule-empty"],
      ["x".repeat(501), "rule-too-long"],
    ] as const) {
      await panel.fill({ role: "textbox", name: words("rule_words") }, text);
      await press(panel, "rule_put");
      await panel.waitForText(stage.postil.words.error(code));
    }
    await addRule(panel, "recipes");
    await press(panel, "rule_add");
    await panel.fill({ role: "textbox", name: words("rule_words") }, "Recipes");
    await panel.click({ role: "radio", name: words("rule_kind_only") });
    await press(panel, "rule_put");
    await panel.waitForText(stage.postil.words.error("rules-contradict"));
    expect((await bookOf(panel)).rules.map(({ text }) => text)).toEqual(["recipes"]);
  });

  test("a permission that is refused leaves everything as it was, and says so", async () => {
    const { page, panel } = await stage.postil.openOn(ADDRESS);
    // The browser's own question has no window here that could be pressed.
    await panel.evaluate(
      "[globalThis.browser, chrome].forEach((api) => { if (api) api.permissions.request = () => Promise.resolve(false); })",
    );
    const name = words("filter_switch").replace("$SITE$", "DuckDuckGo");
    await panel.click({ role: "switch", name });
    await panel.waitForText(stage.postil.words.error("permission-refused"));
    const isOn = (): Promise<boolean> => panel.evaluate("document.querySelector('[role=switch]').checked");
    await expect.poll(isOn, SOON).toBe(false);
    await expectShown(page, OVEN, MUSEUM);
    // By hand it works all the same.
    await addRule(panel, "village museum");
    await press(panel, "filter_once");
    await expectShown(page, OVEN);
  });

  test("without a model, rules about addresses work, and what is missing is offered", async () => {
    await stage.reset({ engine: "auto" });
    const { page, panel } = await stage.postil.openOn(ADDRESS);
    await panel.waitForText(words("filter_needs_model"));
    expect(await panel.has({ role: "button", name: words("fetch_model") })).toBe(true);
    await panel.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await panel.fill({ role: "textbox", name: words("addresses_title") }, "museum.example\nno address\n@/(/");
    await panel.waitForText(/Line 2[\s\S]*no address[\s\S]*Line 3/u);
    await addRule(panel, "clay ovens");
    await press(panel, "filter_once");
    await expectShown(page, OVEN);
    await expectOnly(panel);
  });

  test("rules go out to a file and come back; a file that holds none changes nothing", async () => {
    const { panel } = await stage.postil.openOn(ADDRESS);
    await addRule(panel, "village museum");
    const before = await bookOf(panel);
    await panel.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    // What the browser is handed to store; where it stores it is the user's.
    await panel.evaluate(
      "(() => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { globalThis.exported = blob.text(); return make.call(URL, blob); }; })()",
    );
    await press(panel, "rules_export");
    const exported = await until(
      () => panel.evaluate<string>("globalThis.exported"),
      PATIENCE_MS,
      "the file",
    );
    expect(JSON.parse(exported)).toMatchObject({ postil: "rules", rules: before.rules });

    const nonsense = join(folder, `${name}-nonsense.json`);
    await writeFile(nonsense, "{}");
    await panel.chooseFile({ role: "button", name: words("rules_import") }, nonsense);
    await panel.waitForText(stage.postil.words.error("rules-unreadable"));
    expect(await bookOf(panel)).toEqual(before);

    const file = join(folder, `${name}-rules.json`);
    await writeFile(file, exported.replace("village museum", "clay ovens"));
    await panel.chooseFile({ role: "button", name: words("rules_import") }, file);
    await panel.find({ role: "switch", name: "clay ovens" });
    expect((await bookOf(panel)).rules.map(({ text }) => text)).toEqual(["clay ovens"]);
    await press(panel, "rules_undo");
    await panel.find({ role: "switch", name: "village museum" });
    expect(await bookOf(panel)).toEqual(before);
  });

  test("on any page, the longest list can be filtered; another task is a press away", async () => {
    const items = LIST.map((title, at) => `<li><h2><a href="/${at}">${title}</a></h2></li>`).join("");
    const body = `<!doctype html><title>News</title><h1>News</h1><ul>${items}</ul>`;
    const { page, panel } = await stage.postil.openOn(stage.web.put("/news", { body }));
    await panel.click({ role: "radio", name: words("task_filter") });
    await addRule(panel, "night ferry");
    await press(panel, "filter_longest");
    await expectShown(page, ...LIST.filter((title) => !title.includes("ferry")));
    await panel.click({ role: "radio", name: words("task_summarise") });
    await panel.find({ role: "button", name: words("summarise") });
    await panel.click({ role: "radio", name: words("task_filter") });
    await panel.waitForText("1 of 4 results are folded");
  });
});
