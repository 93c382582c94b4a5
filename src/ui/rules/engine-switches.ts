/** On which search engines the filter runs by itself, as a signal, and the switches for it. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { asPostilError, type ErrorReport, PostilError } from "../../errors.ts";
import * as filterClient from "../../messages/filter-client.ts";
import type { SearchSiteId } from "../../sites/search-site.ts";

export type SwitchClient = Pick<
  typeof filterClient,
  "onSwitched" | "runsAt" | "switchedOn" | "switchOff" | "switchOn"
>;

export class EngineSwitches {
  readonly #client: SwitchClient;
  readonly #on = signal<ReadonlySet<SearchSiteId>>(new Set());
  readonly #refused = signal<ErrorReport | null>(null);
  #looks = 0;

  constructor(client: SwitchClient = filterClient) {
    this.#client = client;
    client.onSwitched(() => void this.#look());
    void this.#look();
  }

  /** Empty until the browser has said. */
  get on(): ReadonlySignal<ReadonlySet<SearchSiteId>> {
    return this.#on;
  }

  /** Why the last switch did not move. */
  get refused(): ReadonlySignal<ErrorReport | null> {
    return this.#refused;
  }

  /**
   * To be called inside the user's own event: the browser asks, and only then. Resolves with whether the switch now stands so.
   * @param pageUrl the page in front (see `switchOn`)
   */
  async set(site: SearchSiteId, on: boolean, pageUrl?: string): Promise<boolean> {
    try {
      const done = on ? this.#client.switchOn(site, pageUrl) : this.#client.switchOff(site);
      this.#refused.value = null;
      if ((await done) === false) throw new PostilError("permission-refused", { site });
      return true;
    } catch (thrown) {
      this.#refused.value = asPostilError(thrown).toReport();
      return false;
    } finally {
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    const look = ++this.#looks;
    const on = await this.#client.switchedOn();
    // Answers may overtake each other; the last question counts.
    if (look === this.#looks) this.#on.value = on;
  }
}
