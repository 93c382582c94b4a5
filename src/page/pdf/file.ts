/**
 * The file that a browser's PDF viewer shows. Runs in the viewer's page, so that the file is asked for as the page itself
 * asks for it, with its cookies, and the extension needs no way to the network. Chromium lets scripts into the page around
 * its viewer, whose address is the file's; Firefox lets none into its own.
 */

/** Bytes. Larger files are mostly scans, and have to cross from the page to the panel as text. */
export const MAX_PDF = 64 * 1024 * 1024;

/** Bytes that become text at once: a multiple of 3, so that the parts may be joined, and few enough for an argument list. */
const PART = 3 * 8192;

export function isPdf(document: Document): boolean {
  return document.contentType === "application/pdf" || document.contentType === "text/pdf";
}

export type PdfFile =
  /** The file in base64: what crosses between a page and the extension is JSON. */
  { readonly base64: string } | { readonly missing: "too-large" | "unreachable" | "no-pdf" };

/** The bytes of the PDF at `url`, which is the page's own. Mostly the browser's cache has them. Never throws. */
export async function pdfFile(url: string, limit = MAX_PDF): Promise<PdfFile> {
  try {
    const response = await fetch(url, { credentials: "include", cache: "force-cache" });
    if (!response.ok || response.body === null) return { missing: "unreachable" };
    const bytes = await readUpTo(response.body, limit);
    if (bytes === undefined) return { missing: "too-large" };
    // A server may answer a second request with a form to log in.
    return hasSignature(bytes) ? { base64: base64Of(bytes) } : { missing: "no-pdf" };
  } catch {
    return { missing: "unreachable" };
  }
}

async function readUpTo(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array | undefined> {
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
function hasSignature(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 1024)).includes("%PDF-");
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART)
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PART))));
  return parts.join("");
}
