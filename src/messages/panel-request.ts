/**
 * What the panel of a window is to begin with, left where it finds it: the panel may be open already, or open much later
 * than the menu's entry was chosen. Kept in memory by the browser, one for each window, the latest.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { MAX_SELECTED_TEXT } from "../page/selected-text.ts";

const PanelRequest = v.object({
  task: v.literal("summarise"),
  tabId: v.pipe(v.number(), v.integer()),
  /** What was selected, as the menu was told: in the viewer of a PDF no script is. */
  selection: v.optional(v.pipe(v.string(), v.maxLength(MAX_SELECTED_TEXT))),
  /** When it was made, in milliseconds since the epoch. */
  at: v.number(),
});
export type PanelRequest = v.InferOutput<typeof PanelRequest>;

/** Milliseconds after which nobody waits for it any more: the panel could not be opened. */
const VALID_MS = 60_000;

const keyOf = (windowId: number): string => `request.${windowId}`;

export async function leaveRequest(windowId: number, request: Omit<PanelRequest, "at">): Promise<void> {
  await browser.storage.session.set({ [keyOf(windowId)]: { ...request, at: Date.now() } });
}

/**
 * Takes what is left for the panel of a window, now and from now on; each request comes once.
 * @param take called with each
 */
export function takeRequests(windowId: number, take: (request: PanelRequest) => void): void {
  const key = keyOf(windowId);
  const look = async (): Promise<void> => {
    const stored = (await browser.storage.session.get(key))[key];
    if (stored === undefined) return;
    await browser.storage.session.remove(key);
    const request = v.safeParse(PanelRequest, stored);
    if (request.success && Date.now() - request.output.at < VALID_MS) take(request.output);
  };
  // One look after the other, or two of them would see the same request.
  let looking = look();
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === "session" && changes[key]?.newValue !== undefined) looking = looking.then(look);
  });
}
