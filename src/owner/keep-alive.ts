/**
 * Keeps a Firefox event page alive while its worker is needed. Firefox stops it after 30 seconds without an event or a call,
 * whatever its workers, ports or requests do; a call of any of the extension's interfaces counts.
 * https://extensionworkshop.com/documentation/develop/manifest-v3-migration-guide/#event-pages-and-backward-compatibility
 */
import browser from "webextension-polyfill";

/** Milliseconds between two calls: a page that is busy has missed none of three by the time it is stopped. */
const INTERVAL_MS = 10_000;

export class KeepAlive {
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Called with each change of what is needed; the same again changes nothing. */
  set(needed: boolean): void {
    if (needed === (this.#timer !== null)) return;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = needed ? setInterval(() => void browser.runtime.getPlatformInfo(), INTERVAL_MS) : null;
  }
}
