/**
 * The file that a browser's PDF viewer shows. Runs in the viewer's page, so that the file is asked for as the page itself
 * asks for it, with its cookies, and the extension needs no way to the network. Chromium lets scripts into the page around
 * its viewer, whose address is the file's; Firefox lets none into its own.
 */

/** Bytes. Larger files are mostly scans, and all of it has to lie in memory more than once. */
export const MAX_PDF = 64 * 1024 * 1024;

/** Bytes that cross from the page to the extension at once: messages of a browser have a limit, and none says which. */
const PART = 4 * 1024 * 1024;

/** Bytes that become letters at once: a multiple of 3, so that what comes of them may be joined, and few enough for an argument list. */
const PIECE = 3 * 8192;

export function isPdf(document: Document): boolean {
  return document.contentType === "application/pdf" || document.contentType === "text/pdf";
}

export type Fetched =
  /** Bytes. */
  { readonly length: number } | { readonly missing: "too-large" | "unreachable" | "no-pdf" };

/** A PDF on its way from the page that shows it to the extension: fetched here, then asked for part by part. */
export class PdfFile {
  readonly #url: string;
  #bytes = new Uint8Array();

  /** @param url the page's own */
  constructor(url: string) {
    this.#url = url;
  }

  /** Fetches the file; mostly the browser's cache has it. Never throws. */
  async fetch(limit = MAX_PDF): Promise<Fetched> {
    try {
      const response = await fetch(this.#url, { credentials: "include", cache: "force-cache" });
      if (!response.ok || response.body === null) return { missing: "unreachable" };
      const bytes = await readUpTo(response.body, limit);
      if (bytes === undefined) return { missing: "too-large" };
      // A server may answer a second request with a form to log in.
      if (!hasSignature(bytes)) return { missing: "no-pdf" };
      this.#bytes = bytes;
      return { length: bytes.length };
    } catch {
      return { missing: "unreachable" };
    }
  }

  /**
   * The next bytes from `start` on, in base64, as what crosses between a page and the extension is JSON; empty at the end.
   * The file is forgotten with its last part.
   */
  part(start: number, length = PART): string {
    const bytes = this.#bytes.subarray(start, start + length);
    const text = base64Of(bytes);
    if (start + length >= this.#bytes.length) this.#bytes = new Uint8Array();
    return text;
  }
}

async function readUpTo(
  body: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    length += part.value.length;
    if (length > limit) {
      await reader.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** "%PDF-" within the first kilobyte, as viewers have it (ISO 32000-1, annex H, note 13). */
export function hasSignature(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 1024)).includes("%PDF-");
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE))));
  return pieces.join("");
}
