/**
 * The page's end of the port to the background. A background that is stopped in the middle is asked again for what it had not
 * finished; while nothing is asked, nobody keeps it awake.
 */
import * as v from "valibot";
import { type ErrorReport, PostilError } from "../errors.ts";
import { callBackground } from "../messages/called-port.ts";
import {
  FILTER_PORT,
  FilterAnswer,
  type FilterAsk,
  type FilteredPlace,
  MAX_ASKED,
  type PageVerdict,
} from "../messages/filter-protocol.ts";
import type { PanelPort } from "../messages/ports.ts";

export interface FilterLinkEvents {
  onVerdicts(verdicts: readonly PageVerdict[]): void;
  /** All is judged. */
  onDone(): void;
  /** There are no rules for this place. */
  onOff(): void;
  onError(error: ErrorReport): void;
}

/** Backgrounds in a row that may be lost without an answer; milliseconds until the first of the next is asked. */
const MAX_LOST = 3;
const RETRY_MS = 300;

export class FilterLink {
  readonly #place: FilteredPlace;
  readonly #events: FilterLinkEvents;
  #port: PanelPort | null = null;
  /** Asked and not yet said to be judged, in order. */
  #unfinished: FilterAsk["items"] = [];
  /** Results that were asked about over this port. */
  #asked = 0;
  #lost = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(place: FilteredPlace, events: FilterLinkEvents) {
    this.#place = place;
    this.#events = events;
  }

  ask(items: FilterAsk["items"]): void {
    this.#unfinished.push(...items);
    if (this.#retry === null) this.#post(items);
  }

  /** The page was away, and its port with it: what was not answered is asked over a new one. */
  reopen(): void {
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
    if (this.#unfinished.length > 0 && this.#retry === null) this.#post(this.#unfinished);
  }

  /** Whoever judges may stop; nothing is answered any more. */
  end(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    this.#unfinished = [];
    const port = this.#port;
    this.#port = null;
    port?.disconnect();
  }

  #post(items: FilterAsk["items"]): void {
    try {
      const port = this.#open();
      for (let at = 0; at < items.length; at += MAX_ASKED) {
        const ask: FilterAsk = {
          type: "judge",
          place: this.#place,
          items: items.slice(at, at + MAX_ASKED),
        };
        port.postMessage(ask);
        this.#asked += ask.items.length;
      }
    } catch (thrown) {
      // The extension was updated or taken away: this script has no way back to it.
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.#fail(new PostilError("engine-gone", { reason }).toReport());
    }
  }

  #open(): PanelPort {
    if (this.#port) return this.#port;
    const port = callBackground(FILTER_PORT);
    this.#port = port;
    this.#asked = 0;
    port.onMessage.addListener((raw: unknown) => {
      if (this.#port === port) this.#receive(raw);
    });
    port.onDisconnect.addListener(() => {
      if (this.#port !== port) return;
      this.#port = null;
      if (this.#unfinished.length > 0) this.#again();
    });
    return port;
  }

  #again(): void {
    this.#lost += 1;
    if (this.#lost > MAX_LOST) {
      this.#fail(
        new PostilError("engine-gone", { reason: "the background ends again and again" }).toReport(),
      );
      return;
    }
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#post(this.#unfinished);
    }, RETRY_MS * this.#lost);
  }

  #receive(raw: unknown): void {
    const parsed = v.safeParse(FilterAnswer, raw);
    if (!parsed.success) {
      this.#fail(new PostilError("message-invalid", { reason: parsed.issues[0].message }).toReport());
      return;
    }
    this.#lost = 0;
    const answer = parsed.output;
    switch (answer.type) {
      case "verdicts":
        this.#events.onVerdicts(answer.verdicts);
        return;
      case "done":
        // What was asked last may have crossed it.
        if (answer.of < this.#asked) return;
        this.#unfinished = [];
        this.#events.onDone();
        return;
      case "off":
        this.#unfinished = [];
        this.#events.onOff();
        return;
      case "error":
        this.#fail(answer.error);
    }
  }

  #fail(error: ErrorReport): void {
    this.end();
    this.#events.onError(error);
  }
}
