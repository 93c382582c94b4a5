/** The demo of replies: the open message, a draft, and what becomes of it in the site's own editor. Nothing is sent. */
import { join } from "node:path";
import { resultOf } from "../../../src/messages/protocol.ts";
import { Stop } from "../../lib/log.mjs";
import type { Postil } from "../postil.ts";
import { PATIENCE_MS, until } from "../until.ts";
import type { View } from "../view.ts";
import type { DemoTask } from "./demo-task.ts";
import {
  inkOf,
  MAIL_FOLDER,
  mailFixture,
  prepareMailPage,
  putMailFixture,
  textInEditors,
  textsInEditors,
} from "./mail-page.ts";

export const reply: DemoTask = {
  sample: join(MAIL_FOLDER, "gmail-thread.html"),
  failures: ["page-without-mail"],

  putFile(web, path) {
    const fixture = mailFixture(path);
    return fixture ? putMailFixture(web, fixture) : null;
  },

  async begin(scene) {
    const { postil, panel, page, options } = scene;
    const { words } = postil;
    const url = await page.evaluate<string>("location.href");
    const fixture = mailFixture(scene.path ?? "");
    if (fixture?.url === url) await prepareMailPage(page, fixture);
    await showReply(postil, panel);
    if (options.intent !== undefined)
      await panel.click({ role: "radio", name: words.of(`reply_intent_${options.intent}`) });
    await postil.press(panel, "reply_draft");
  },

  progress: (job) => `Letters written: ${resultOf(job, "reply")?.draft.length ?? 0}`,

  async finish({ postil, page, panel }, job) {
    const result = resultOf(job, "reply");
    if (!result || result.draft === "") throw new Stop("No result: there is no draft.");
    const { draft, inserted, undone } = await insertAndUndo(postil, page, panel);
    const { draft: text, blanks } = result;
    return { result: { text, draft, blanks, inserted, undone }, lines: text.split("\n") };
  },
};

/** Chooses replies in the panel; on mail sites that are known by their address they are chosen already. */
export async function showReply(postil: Postil, panel: View): Promise<void> {
  await panel.click({ role: "radio", name: postil.words.of("task_reply") });
}

/** The draft as it stands in the panel, once it may be edited. */
export async function draftInPanel(panel: View): Promise<string> {
  const read = "document.querySelector('.draft-field textarea')?.value ?? null";
  return until(() => panel.evaluate<string | null>(read), PATIENCE_MS, "a draft in the panel");
}

export interface Tried {
  /** As it stood in the panel. */
  readonly draft: string;
  /** Whether the page was seen to hold it in an editor. */
  readonly inserted: boolean;
  /** Whether every editor then held again what it had held before; one that was opened for the draft, all but the draft. */
  readonly undone: boolean;
}

/** Puts the draft into the page by the panel's button, takes it back by the other, and looks at the page each time. */
export async function insertAndUndo(postil: Postil, page: View, panel: View): Promise<Tried> {
  const draft = await draftInPanel(panel);
  const ink = inkOf(draft);
  const inks = async (): Promise<string[]> => (await textsInEditors(page)).map(inkOf);
  let before = await inks();
  if (before.join("").includes(ink)) throw new Stop("The page holds the draft before it was inserted.");
  let outcome = await pressInsert(postil, panel);
  if (outcome === "reply_opening") {
    await until(
      async () => (await textInEditors(page).catch(() => "")) !== "",
      PATIENCE_MS,
      "the page to write in",
    );
    // Firefox opens a page to an extension until the tab goes to another, of the same site too.
    if (postil.browser.name === "firefox") await postil.pressButton(page);
    before = await inks();
    outcome = await pressInsert(postil, panel);
  }
  const held = await inks();
  const inserted = outcome === "reply_inserted" && held.some((text) => text.includes(ink));
  if (!inserted) return { draft, inserted, undone: false };
  await postil.press(panel, "reply_undo");
  await waitForWords(postil, panel, UNDOINGS);
  return { draft, inserted, undone: isUndone({ before, held, after: await inks(), ink }) };
}

/** What the editors of a page held, as ink: before a draft was inserted, with it, and after it was taken back. */
interface Held {
  readonly before: readonly string[];
  readonly held: readonly string[];
  readonly after: readonly string[];
  readonly ink: string;
}

/** Whether the editors hold what they held; where one was opened for the draft, what they held with it, less the draft. */
export function isUndone({ before, held, after, ink }: Held): boolean {
  const wasOpened = held.length > before.length;
  const expected = wasOpened ? held.map((text) => text.replace(ink, () => "")) : before;
  const isSame = after.length === expected.length && after.every((text, index) => text === expected[index]);
  return isSame && before.every((text) => after.includes(text));
}

const INSERTIONS = [
  "reply_inserted",
  "reply_no_editor",
  "reply_refused",
  "reply_opening",
  "reply_other_message",
];
const UNDOINGS = ["reply_undone", "reply_undo_changed", "reply_undo_gone", "reply_undo_failed"];

/** Presses *Insert*, and again where the panel asks because of blanks. Returns the key of what the panel then says. */
export async function pressInsert(postil: Postil, panel: View): Promise<string> {
  await postil.press(panel, "reply_insert");
  const anyway = { role: "button", name: postil.words.of("reply_insert_anyway") };
  if (await panel.has(anyway)) await panel.click(anyway);
  return waitForWords(postil, panel, INSERTIONS);
}

async function waitForWords(postil: Postil, panel: View, keys: readonly string[]): Promise<string> {
  const look = async (): Promise<string | null> => {
    const said = await panel.evaluate<string>("document.querySelector('.said')?.textContent ?? ''");
    return keys.find((key) => said.startsWith(postil.words.of(key))) ?? null;
  };
  return until(look, PATIENCE_MS, "word of what became of the draft");
}
