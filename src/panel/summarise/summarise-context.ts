/** What the summary's screens know and do besides what all tasks' screens do. */
import { createContext } from "preact";
import type { JobView } from "../../messages/protocol.ts";
import type { Lit } from "./lit.ts";
import type { Wish } from "./wish.ts";

export interface SummariseScene {
  readonly wish: Wish;
  readonly lit: Lit | null;
  /** Whether the model follows instructions, such as to answer in another language. */
  readonly choosesLanguage: boolean;
  /** Whether the file that was last chosen in this tab can be read again. */
  hasFile(tabId: number): boolean;
  change(change: Partial<Wish>): void;
  /** Lights up the sentences of a point in the page. */
  light(job: JobView, point: number): void;
  putOut(): void;
}

const nothing = (): void => undefined;

export const SummariseContext = createContext<SummariseScene>({
  wish: { length: "points", language: "page" },
  lit: null,
  choosesLanguage: false,
  hasFile: () => false,
  change: nothing,
  light: nothing,
  putOut: nothing,
});
