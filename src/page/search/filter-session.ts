/**
 * Filters one list in a page: reads its results, asks for verdicts, folds by them, and follows the page as it grows, changes
 * or goes to another address. It knows no extension: `src/content/filter.ts` joins it to one. Nothing is removed, and on
 * any failure everything is shown.
 */
import { Fold, type FoldReason, type FoldTexts, isLine } from "./fold.ts";
import type { SearchResult } from "./read.ts";
import { Steady } from "./steady.ts";

/** A result as it is asked about. */
export interface Item {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly snippet: string;
}

export interface ItemVerdict {
  readonly id: string;
  readonly fold: boolean;
  readonly why: FoldReason | { readonly by: "none" };
}

export interface Reading {
  readonly results: readonly SearchResult[];
  /** Holds the results; undefined when it could not be found. */
  readonly list: Element | undefined;
}

/** Of results in the page. */
export interface Counts {
  readonly folded: number;
  readonly judged: number;
  readonly of: number;
}

export interface SessionMeans {
  readonly document: Document;
  readonly texts: FoldTexts;
  /** The list as it is now; undefined when the page has none any more. */
  read(): Reading | undefined;
  /** Whether a node that has come into the page may be, hold or lie around a result. */
  concerns(element: Element): boolean;
  /** Asks for verdicts, the most visible results first. */
  ask(items: readonly Item[]): void;
  /** The list was read, or something was judged, folded or unfolded. */
  changed(): void;
  /** The user says that this rule should not fold this result. */
  stay(rule: string, item: Item): void;
  /** The user says that nothing of this host should ever be folded. */
  never(host: string): void;
  /** Something went wrong that never should. Everything is shown, and the session has ended. */
  broke(thrown: unknown): void;
}

/** Characters of what is asked about; longer texts are cut. */
const MAX_TITLE = 500;
const MAX_SNIPPET = 2000;
/** Milliseconds for which changes of the page are gathered before it is read again. */
const GATHER_MS = 150;

interface Box {
  readonly item: Item;
  readonly rest: readonly HTMLElement[];
  fold: Fold | null;
}

export class FilterSession {
  readonly #means: SessionMeans;
  readonly #steady: Steady;
  readonly #observer: MutationObserver;
  readonly #ended = new AbortController();
  /** By what a result says: one that the page draws anew is the same. */
  readonly #items = new Map<string, Item>();
  readonly #asked = new Set<string>();
  /** Those of a question that failed. They are asked about again with what comes next, and not by themselves without end. */
  readonly #failed = new Set<string>();
  readonly #verdicts = new Map<string, ItemVerdict>();
  /** Results that the user wants to see, by id. */
  readonly #wanted = new Set<string>();
  /** In the page's order. */
  #boxes = new Map<HTMLElement, Box>();
  #list: Element | undefined;
  #url: string;
  /** What the user has said of all results. It holds until `again`, or until the page goes to another address. */
  #wish: "stopped" | "undone" | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(means: SessionMeans) {
    this.#means = means;
    this.#url = means.document.URL;
    this.#steady = new Steady(means.document, {
      boxes: () => this.#boxes.keys(),
      partsOf: (box) => [box, ...(this.#boxes.get(box)?.rest ?? [])],
      onFree: () => this.#guard(() => this.#foldWhatMayBe()),
    });
    this.#observer = new MutationObserver((records) => this.#guard(() => this.#notice(records)));
  }

  /** Reads the list and asks about it, and from now on about what comes. */
  start(): void {
    const { document } = this.#means;
    const { signal } = this.#ended;
    this.#observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
    // Pages that go on without loading tell their own scripts of it, and the others by these.
    document.defaultView?.addEventListener("popstate", () => this.#readSoon(), { signal });
    document.defaultView?.addEventListener("hashchange", () => this.#readSoon(), { signal });
    this.#guard(() => this.#read());
  }

  /** Shows everything and lets the page go. */
  end(): void {
    this.#ended.abort();
    this.#observer.disconnect();
    this.#steady.end();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#unfold(() => true);
    this.#boxes = new Map();
  }

  get counts(): Counts {
    const boxes = [...this.#boxes.values()];
    return {
      folded: boxes.filter(({ fold }) => fold !== null && !fold.isOpen).length,
      judged: boxes.filter(({ item }) => this.#verdicts.has(item.id)).length,
      of: boxes.length,
    };
  }

  get wish(): "stopped" | "undone" | null {
    return this.#wish;
  }

  /** True after `end`, also when something broke: nothing is followed any more. */
  get hasEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  take(verdicts: readonly ItemVerdict[]): void {
    this.#guard(() => {
      for (const verdict of verdicts) this.#verdicts.set(verdict.id, verdict);
      const shown = new Set(verdicts.filter(({ fold }) => !fold).map(({ id }) => id));
      this.#unfold(({ item }) => shown.has(item.id));
      this.#foldWhatMayBe();
      this.#means.changed();
    });
  }

  /** The model cannot be asked: what it has folded is shown; what the user's lines about addresses fold stays folded. */
  fail(): void {
    for (const [id, { why }] of this.#verdicts) if (why.by !== "address") this.#verdicts.delete(id);
    for (const id of this.#forgetUnanswered()) this.#failed.add(id);
    this.#unfold(({ fold }) => fold?.reason.by !== "address");
    this.#means.changed();
  }

  /** Asks about nothing more; what is folded stays so. */
  stop(): void {
    this.#wish = "stopped";
    this.#forgetUnanswered();
    this.#means.changed();
  }

  /** Shows everything, and asks about nothing more. */
  undo(): void {
    this.#wish = "undone";
    this.#forgetUnanswered();
    this.#unfold(() => true);
    this.#means.changed();
  }

  /** Forgets all verdicts, and asks anew. */
  again(): void {
    this.#wish = null;
    this.#verdicts.clear();
    this.#asked.clear();
    this.#failed.clear();
    this.#wanted.clear();
    this.#unfold(() => true);
    this.#guard(() => this.#read());
  }

  #guard(work: () => void): void {
    if (this.#ended.signal.aborted) return;
    try {
      work();
    } catch (thrown) {
      this.end();
      this.#means.broke(thrown);
    }
  }

  #notice(records: readonly MutationRecord[]): void {
    if (this.#means.document.URL !== this.#url) this.#readSoon();
    else if (records.some((record) => this.#isNews(record))) this.#readSoon();
  }

  #isNews({ target, addedNodes, removedNodes }: MutationRecord): boolean {
    const inList = this.#list?.contains(target) === true;
    if (addedNodes.length + removedNodes.length === 0) return inList;
    const nodes = [...addedNodes, ...removedNodes].filter((node) => !isLine(node));
    if (nodes.length === 0) return false;
    if (inList || (this.#list !== undefined && !this.#list.isConnected)) return true;
    return nodes.some((node) => node.nodeType === 1 && this.#means.concerns(node as Element));
  }

  #readSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#guard(() => this.#read());
    }, GATHER_MS);
  }

  #read(): void {
    if (this.#means.document.URL !== this.#url) {
      this.#url = this.#means.document.URL;
      this.#wish = null;
    }
    this.#steady.hold(() => {
      const reading = this.#readAsThePageHasIt();
      this.#list = reading?.list;
      this.#replaceBoxes(reading?.results ?? []);
    });
    this.#foldWhatMayBe();
    this.#askAboutNew();
    this.#means.changed();
  }

  /** A folded result is not seen, and what is not seen is not read: all are shown while the page is read. */
  #readAsThePageHasIt(): Reading | undefined {
    for (const { fold } of this.#boxes.values()) fold?.reveal();
    return this.#means.read();
  }

  /** Folds whose results are still what they were stay; the others go. */
  #replaceBoxes(results: readonly SearchResult[]): void {
    const before = this.#boxes;
    this.#boxes = new Map();
    for (const result of results) {
      const item = this.#itemOf(result);
      const { rest = [] } = result;
      const fold = before.get(result.element)?.fold ?? null;
      const isSame = before.get(result.element)?.item === item && (fold === null || fold.hasRest(rest));
      this.#boxes.set(result.element, { item, rest, fold: isSame ? fold : null });
      if (isSame) {
        before.delete(result.element);
        fold?.mend();
      }
    }
    for (const { fold } of before.values()) fold?.remove();
  }

  #itemOf({ title, url, snippet }: SearchResult): Item {
    const key = JSON.stringify([title, url, snippet]);
    const known = this.#items.get(key);
    if (known) return known;
    const id = `r${this.#items.size + 1}`;
    const item = { id, title: title.slice(0, MAX_TITLE), url, snippet: snippet.slice(0, MAX_SNIPPET) };
    this.#items.set(key, item);
    return item;
  }

  /** Whoever was asked answers no more. Returns what is left without a verdict. */
  #forgetUnanswered(): readonly string[] {
    const ids = [...this.#asked].filter((id) => !this.#verdicts.has(id));
    for (const id of ids) this.#asked.delete(id);
    return ids;
  }

  #askAboutNew(): void {
    if (this.#wish !== null) return;
    const fresh = new Map<Item, HTMLElement>();
    for (const [box, { item }] of this.#boxes) if (!this.#asked.has(item.id)) fresh.set(item, box);
    if ([...fresh.keys()].every(({ id }) => this.#failed.has(id))) return;
    this.#failed.clear();
    for (const { id } of fresh.keys()) this.#asked.add(id);
    const height = this.#means.document.defaultView?.innerHeight ?? 0;
    const distances = new Map([...fresh].map(([item, box]) => [item, distance(box, height)]));
    this.#means.ask([...fresh.keys()].sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0)));
  }

  #foldWhatMayBe(): void {
    if (this.#wish === "undone") return;
    const due = new Map<HTMLElement, { readonly box: Box; readonly reason: FoldReason }>();
    for (const [element, box] of this.#boxes) {
      const verdict = this.#verdicts.get(box.item.id);
      if (box.fold !== null || !verdict?.fold || verdict.why.by === "none") continue;
      if (!this.#wanted.has(box.item.id)) due.set(element, { box, reason: verdict.why });
    }
    const folding = this.#steady.whichMayFold([...due.keys()]);
    if (folding.length === 0) return;
    this.#steady.hold(() => {
      for (const element of folding) {
        const { box, reason } = due.get(element) ?? {};
        if (box && reason) box.fold = this.#fold(element, box, reason);
      }
    }, folding);
    this.#means.changed();
  }

  #fold(element: HTMLElement, { item, rest }: Box, reason: FoldReason): Fold {
    const host = hostOf(item.url);
    return new Fold(element, { title: item.title, url: item.url, host, rest }, reason, this.#means.texts, {
      onToggle: () => this.#means.changed(),
      onStay: () => {
        this.#want((one) => one === item);
        if (reason.by === "rule") this.#means.stay(reason.rule, item);
      },
      onNever: () => {
        this.#want(({ url }) => isOn(host, hostOf(url)));
        this.#means.never(host);
      },
    });
  }

  #want(isWanted: (item: Item) => boolean): void {
    for (const item of this.#items.values()) if (isWanted(item)) this.#wanted.add(item.id);
    this.#unfold(({ item }) => isWanted(item));
    this.#means.changed();
  }

  #unfold(which: (box: Box) => boolean): void {
    const boxes = [...this.#boxes.values()].filter((box) => box.fold !== null && which(box));
    if (boxes.length === 0) return;
    this.#steady.hold(() => {
      for (const box of boxes) {
        box.fold?.remove();
        box.fold = null;
      }
    });
  }
}

/** 0 for what is in the window, then by how far it is below it, then by how far above. */
function distance(box: HTMLElement, height: number): number {
  const { top, bottom } = box.getBoundingClientRect();
  if (top > height) return top - height;
  return bottom < 0 ? 1e9 - bottom : 0;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : "";
}

function isOn(domain: string, host: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
