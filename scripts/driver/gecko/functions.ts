/** What `parent.js` and `child.js` can be asked for: their functions as they are seen from here. */
import { readFileSync } from "node:fs";

/** A tab, the sidebar, the event page: `id` is Firefox's browser id, which stays the same when its document is replaced. */
export interface GeckoDocument {
  readonly id: number;
  readonly url: string;
}

/** An accessible name as it can be sent: whole, or a regular expression. */
export type SentName = { readonly text: string } | { readonly pattern: string; readonly flags: string };

export interface PngSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Of the device's pixels to CSS pixels. */
  readonly ratio: number;
}

export interface ParentFunctions {
  inChild(id: number, source: string, name: string, args: readonly unknown[]): unknown;
  openTab(url: string): number;
  quitWithDriver(): void;
  dismissDialogs(): void;
  navigate(id: number, url: string): void;
  reload(id: number): void;
  tabs(): readonly (GeckoDocument & { readonly active: boolean })[];
  activate(id: number): void;
  close(id: number): void;
  closeOtherTabs(): void;
  extensionViews(addonId: string): readonly (GeckoDocument & { readonly kind: string })[];
  pressToolbarButton(addonId: string): void;
  chooseInMenu(addonId: string, entry: string, below: number): void;
  backgroundStarted(addonId: string): void;
  stopBackground(addonId: string): void;
  backgroundState(addonId: string): "running" | "starting" | "suspending" | "stopped";
  setPreference(name: string, value: string | number | boolean): void;
  readClipboard(): string;
  screenshot(id: number, size: PngSize): string;
  setColorScheme(id: number, scheme: "light" | "dark" | "none"): void;
}

export interface ChildFunctions {
  /** JSON: `{ value }`, or `{ thrown }` with the error as text. */
  evaluate(expression: string): string;
  names(role: string): readonly string[];
  has(role: string, name: SentName): boolean;
  press(role: string, name: SentName, times: number): boolean;
  attribute(role: string, name: SentName, attribute: string): string | null;
  answerFileChooser(path: string): void;
  fileChooserAnswered(): boolean;
  errors(): readonly string[];
  /** How many there were. */
  crashWorkers(): number;
  size(): PngSize;
}

export const PARENT_SOURCE = readFileSync(new URL("parent.js", import.meta.url), "utf8");
export const CHILD_SOURCE = readFileSync(new URL("child.js", import.meta.url), "utf8");
