/**
 * The filter in a tab: joins what folds results in the page (`src/page/`) to the background that judges them, and tells the
 * extension what is going on. The page is a stranger's; it learns nothing but that results are folded.
 */
import * as v from "valibot";
import browser from "webextension-polyfill";
import { asPostilError, type ErrorReport, PostilError } from "../errors.ts";
import type {
  FilterCommand,
  FilteredPlace,
  FilterNews,
  FilterWish,
  TabFilter,
} from "../messages/filter-protocol.ts";
import { Answer } from "../messages/protocol.ts";
import { pickList } from "../page/list/pick.ts";
import { biggestList, readList, type Siblings } from "../page/list/siblings.ts";
import { FilterSession, type Reading } from "../page/search/filter-session.ts";
import { readResults } from "../page/search/read.ts";
import { isAsDescribed } from "../page/search/self-check.ts";
import type { SearchSite } from "../sites/search-site.ts";
import { t } from "../ui/i18n.ts";
import { FilterLink } from "./filter-link.ts";
import { foldTexts } from "./texts.ts";

/** Milliseconds for which changes are gathered before they are told. */
const TELL_MS = 100;

interface Session {
  readonly filter: FilterSession;
  /** Of a list that the user has pointed at; undefined on a page of results. */
  readonly list: Siblings | undefined;
  /** Null until something is asked. */
  link: FilterLink | null;
}

export class FilterInTab {
  #session: Session;
  #place: FilteredPlace | null = null;
  #isAsDescribed = true;
  #status: TabFilter["status"] = "idle";
  #error: ErrorReport | null = null;
  #picking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The state that was told last, as JSON. */
  #told = "";

  constructor() {
    this.#session = this.#searchSession();
    this.#session.filter.start();
  }

  get state(): TabFilter {
    const { filter } = this.#session;
    const status = this.#picking ? "picking" : (filter.wish ?? this.#status);
    return {
      place: this.#place,
      isAsDescribed: this.#isAsDescribed,
      status,
      ...filter.counts,
      error: this.#error,
    };
  }

  command(type: FilterCommand["type"]): TabFilter {
    switch (type) {
      case "look":
        break;
      case "stop":
        this.#stop();
        break;
      case "undo":
        this.#picking?.abort();
        this.#rest();
        this.#session.filter.undo();
        break;
      case "again":
        this.again();
        break;
      case "pick":
        void this.#pick();
        break;
      case "biggest":
        this.#filterList(biggestList(document));
        break;
    }
    return this.state;
  }

  /** Judges anew, with the rules of now. */
  again(): void {
    this.#rest();
    this.#error = null;
    if (this.#session.filter.hasEnded) this.#begin(this.#session.list);
    else this.#session.filter.again();
  }

  /** Nobody judges for this page any more. */
  #rest(): void {
    this.#session.link?.end();
    this.#session.link = null;
    this.#status = "idle";
  }

  #begin(list: Siblings | undefined): void {
    this.#session = list === undefined ? this.#searchSession() : this.#listSession(list);
    this.#session.filter.start();
  }

  #stop(): void {
    if (this.#picking) {
      this.#picking.abort();
      return;
    }
    if (this.#status !== "judging") return;
    this.#rest();
    this.#session.filter.stop();
  }

  /**
   * The page was in the browser's cache, which has closed its port and forgotten its count:
   * https://developer.chrome.com/blog/bfcache-extension-messaging-changes
   */
  comeBack(): void {
    this.#told = "";
    this.#session.link?.reopen();
    this.#tell();
  }

  /** Tells the extension how it stands, and wakes nobody up with what is known. */
  #tell(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const { state } = this;
      const form = JSON.stringify(state);
      if (form === this.#told) return;
      this.#told = form;
      const news: FilterNews = { type: "filter.state", state };
      // Nobody may be there to hear it.
      void send(news).catch(() => undefined);
    }, TELL_MS);
  }

  #searchSession(): Session {
    // As it was read last: a page that goes to another address is read again for that alone.
    let site: SearchSite | undefined;
    return this.#newSession(
      () => {
        const page = readResults(document);
        site = page?.site;
        this.#place = site?.id ?? null;
        // A page that is still loading is not judged by what it lacks.
        this.#isAsDescribed =
          page === undefined || document.readyState === "loading" || isAsDescribed(document, page);
        return page;
      },
      (element) => {
        if (site === undefined) return false;
        const parts = `${site.list}, ${site.result}`;
        return element.matches(parts) || element.querySelector(parts) !== null;
      },
    );
  }

  #listSession(list: Siblings): Session {
    return this.#newSession(
      () => {
        this.#place = "list";
        this.#isAsDescribed = list.parent.isConnected;
        return list.parent.isConnected ? { results: readList(list), list: list.parent } : undefined;
      },
      () => false,
      list,
    );
  }

  #newSession(
    read: () => Reading | undefined,
    concerns: (element: Element) => boolean,
    list?: Siblings,
  ): Session {
    const filter = new FilterSession({
      document,
      texts: foldTexts(),
      read,
      concerns,
      ask: (items) => {
        if (this.#place === null) return;
        this.#status = "judging";
        this.#error = null;
        session.link ??= this.#linkFor(filter, this.#place);
        session.link.ask([...items]);
      },
      changed: () => this.#tell(),
      stay: (rule, { title, url, snippet }) =>
        this.#wish({
          target: "background",
          type: "filter.correct",
          correction: { rule, title, url, snippet, fold: false },
        }),
      never: (host) => this.#wish({ target: "background", type: "filter.allow", host }),
      broke: (thrown) => this.#fail(asPostilError(thrown).toReport()),
    });
    const session: Session = { filter, list, link: null };
    return session;
  }

  #linkFor(filter: FilterSession, place: FilteredPlace): FilterLink {
    const set = (status: TabFilter["status"]): void => {
      this.#status = status;
      this.#tell();
    };
    return new FilterLink(place, {
      onVerdicts: (verdicts) => filter.take(verdicts),
      onDone: () => {
        if (this.#status === "judging") set("done");
      },
      onOff: () => set("off"),
      onError: (error) => {
        filter.fail();
        this.#fail(error);
      },
    });
  }

  async #pick(): Promise<void> {
    if (this.#picking) return;
    this.#picking = new AbortController();
    this.#tell();
    const list = await pickList(document, t("pick_hint"), this.#picking.signal);
    this.#picking = null;
    if (list) this.#filterList(list);
    this.#tell();
  }

  #filterList(list: Siblings | undefined): void {
    if (list === undefined) return;
    this.#rest();
    this.#session.filter.end();
    this.#error = null;
    this.#begin(list);
  }

  #wish(wish: FilterWish): void {
    // What the user wants is seen in the page at once; that it could not be kept is told.
    send(wish)
      .then((raw) => {
        const answer = v.safeParse(Answer, raw);
        if (!answer.success) throw new PostilError("message-invalid", { reason: answer.issues[0].message });
        if (!answer.output.ok) throw PostilError.fromReport(answer.output.error);
      })
      .catch((thrown: unknown) => this.#fail(asPostilError(thrown).toReport()));
  }

  #fail(error: ErrorReport): void {
    this.#status = "failed";
    this.#error = error;
    this.#tell();
  }
}

/** Rejects, and does not throw, in a page whose extension has been updated or taken away. */
async function send(message: FilterNews | FilterWish): Promise<unknown> {
  return browser.runtime.sendMessage(message);
}
