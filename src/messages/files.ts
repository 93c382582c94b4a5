/**
 * Hands a picked file from the panel to the engine host. Extension messaging carries JSON only; a BroadcastChannel clones
 * a `File` by reference (the bytes stay on the disk) and reaches only pages of our own origin.
 * https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
 */
import * as v from "valibot";

const CHANNEL = "postil.files";

const Offer = v.object({ ticket: v.pipe(v.string(), v.maxLength(64)), file: v.instance(File) });

/** Offers `file` to the host under a ticket, which goes into the command that uses it. */
export function offerFile(file: File, ticket: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ ticket, file });
  channel.close();
}

/** The host's end: keeps offered files until they are taken. Offers that nobody takes are dropped for the next one. */
export class FileDesk {
  readonly #channel = new BroadcastChannel(CHANNEL);
  #offer: { ticket: string; file: File } | null = null;
  readonly #waiting = new Map<string, (file: File) => void>();

  constructor() {
    this.#channel.onmessage = (event: MessageEvent<unknown>) => {
      const offer = v.safeParse(Offer, event.data);
      if (!offer.success) return;
      const waiting = this.#waiting.get(offer.output.ticket);
      if (waiting) waiting(offer.output.file);
      else this.#offer = offer.output;
    };
  }

  /**
   * The file offered under `ticket`. Offer and command come over two channels, in either order; `null` if the offer has
   * not come after `waitMs` milliseconds.
   */
  take(ticket: string, waitMs = 5000): Promise<File | null> {
    if (this.#offer?.ticket === ticket) {
      const { file } = this.#offer;
      this.#offer = null;
      return Promise.resolve(file);
    }
    return new Promise((resolve) => {
      const settle = (file: File | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(ticket);
        resolve(file);
      };
      const timer = setTimeout(() => settle(null), waitMs);
      this.#waiting.set(ticket, settle);
    });
  }

  close(): void {
    this.#channel.close();
  }
}
