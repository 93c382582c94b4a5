/** The user's settings: typed, versioned, kept in `storage.local`. What cannot be read falls back to its default, field by field. */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { LENGTHS, TONES } from "../tasks/reply/input.ts";
import { SUMMARY_LENGTHS } from "../tasks/task.ts";

const KEY = "settings";

const IDLE_MS = 5 * 60_000;

const Settings = v.object({
  version: v.literal(1),
  /** When Gemma's terms were accepted, in milliseconds since the epoch; 0 is never. */
  termsAcceptedAt: v.fallback(v.pipe(v.number(), v.minValue(0)), 0),
  /** What runs the model. "scripted" is the engine of the tests, and no control of the interface sets it. */
  engine: v.fallback(v.picklist(["auto", "webllm", "cpu", "scripted"]), "auto"),
  /** Milliseconds between two pieces of the scripted engine's text. */
  scriptedDelayMs: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(10_000)), 15),
  /** Milliseconds without a job after which the model leaves memory; at least so many that a job can begin. */
  idleMs: v.fallback(v.pipe(v.number(), v.minValue(100), v.maxValue(86_400_000)), IDLE_MS),
  summaryLength: v.fallback(v.picklist(SUMMARY_LENGTHS), "points"),
  /** Which language summaries are written in where the model can choose: the page's, or the interface's. */
  summaryLanguage: v.fallback(v.picklist(["page", "own"]), "page"),
  /** What replies are signed with; where it is empty, the page's word counts. */
  userName: v.fallback(v.pipe(v.string(), v.maxLength(200)), ""),
  /** The user's own e-mail addresses, by which their messages are known where the page does not tell. */
  userAddresses: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(254))), v.maxLength(20)), []),
  /** What a reply begins with being; each can be chosen anew. */
  replyTone: v.fallback(v.picklist(TONES), "neutral"),
  replyLength: v.fallback(v.picklist(LENGTHS), "short"),
});
export type Settings = v.InferOutput<typeof Settings>;

const DEFAULTS: Settings = {
  version: 1,
  termsAcceptedAt: 0,
  engine: "auto",
  scriptedDelayMs: 15,
  idleMs: IDLE_MS,
  summaryLength: "points",
  summaryLanguage: "page",
  userName: "",
  userAddresses: [],
  replyTone: "neutral",
  replyLength: "short",
};

/** Settings as stored, mended where they are not readable. A later version's settings are read as far as this one knows them. */
export function parseSettings(stored: unknown): Settings {
  const fields = typeof stored === "object" && stored !== null ? stored : {};
  return v.parse(Settings, { ...DEFAULTS, ...fields, version: 1 });
}

export async function loadSettings(): Promise<Settings> {
  const stored = await browser.storage.local.get(KEY);
  return parseSettings(stored[KEY]);
}

/** Changes some fields and keeps what else is stored, fields of a later version included. */
export async function saveSettings(change: Partial<Omit<Settings, "version">>): Promise<void> {
  const stored = await browser.storage.local.get(KEY);
  const before = typeof stored[KEY] === "object" && stored[KEY] !== null ? stored[KEY] : {};
  await browser.storage.local.set({ [KEY]: { ...DEFAULTS, ...before, ...change } });
}
