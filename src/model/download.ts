/**
 * Fetches a file of known size and hash, going on where an earlier attempt or session stopped. The hash decides at the end,
 * so no `If-Range` is sent: it would cost a CORS preflight, which `Range: bytes=N-` alone does not
 * (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
 */
import { PostilError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import type { InstallProgress } from "./installed.ts";
import type { PartialFile } from "./partial-file.ts";
import { pause } from "./pause.ts";
import { hashSource } from "./sha256.ts";

export interface DownloadOptions {
  readonly url: string;
  /** bytes */
  readonly size: number;
  /** lower-case hex */
  readonly sha256: string;
  readonly partial: PartialFile;
  readonly onProgress?: (progress: InstallProgress) => void;
  /** Aborting pauses: what has arrived is kept, and the next call goes on from there. */
  readonly signal?: AbortSignal;
  /** Attempts that may fail one after the other without a byte arriving; 6 if not given. */
  readonly attempts?: number;
  /** Milliseconds without an answer or a byte after which an attempt has failed; 30,000 if not given. */
  readonly stallMs?: number;
  /** Milliseconds before the second attempt, doubled for each further one; 1,000 if not given. */
  readonly backOffMs?: number;
}

const MAX_WAIT_MS = 60_000;
const REPORT_MS = 100;

/** An attempt that may succeed when it is made again. */
class Passing extends Error {
  constructor(
    reason: string,
    readonly retryAfterMs = 0,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/**
 * @returns the whole file, its hash checked
 * @throws PostilError `cancelled` (paused), `model-download-gone` (404, 410), `model-download-refused` (401, 403, 451),
 * `model-download-failed` (the network, or another length than the expected one), `model-storage-full`; all these keep what has
 * arrived. `model-hash-mismatch` deletes it.
 */
export async function download(options: DownloadOptions): Promise<ByteSource> {
  const { partial, size, sha256, onProgress, signal, attempts = 6, backOffMs = 1000 } = options;
  if ((await partial.size()) > size) await partial.clear();
  let failures = 0;
  while ((await partial.size()) < size) {
    const before = await partial.size();
    try {
      await attempt(options, before);
    } catch (thrown) {
      await flushQuietly(partial, thrown);
      if (signal?.aborted) throw new PostilError("cancelled");
      if (!(thrown instanceof Passing)) throw thrown;
      failures = (await partial.size()) > before ? 1 : failures + 1;
      if (failures >= attempts)
        throw new PostilError("model-download-failed", { reason: thrown.message }, { cause: thrown });
      await pause(
        Math.min(Math.max(backOffMs * 2 ** (failures - 1), thrown.retryAfterMs), MAX_WAIT_MS),
        signal,
      );
    }
  }
  const source = await partial.source();
  const found = await hashSource(
    source,
    (done) => onProgress?.({ phase: "check", done, total: size }),
    signal,
  );
  if (found === sha256) return source;
  await partial.clear();
  throw new PostilError("model-hash-mismatch", { found, expected: sha256 });
}

/** What has arrived is worth keeping; but when the disk is full, that is the error to tell. */
async function flushQuietly(partial: PartialFile, first: unknown): Promise<void> {
  try {
    await partial.flush();
  } catch (thrown) {
    throw first instanceof PostilError && first.code === "model-storage-full" ? first : thrown;
  }
}

/** One request, and its body to the end of the file. */
async function attempt(options: DownloadOptions, have: number): Promise<void> {
  const { url, size, partial, onProgress, signal, stallMs = 30_000 } = options;
  const stall = new StallGuard(stallMs, signal);
  try {
    const response = await stall.guard(() =>
      fetch(url, {
        signal: stall.signal,
        cache: "no-store",
        credentials: "omit",
        ...(have > 0 && { headers: { Range: `bytes=${have}-` } }),
      }),
    );
    // A server that ignores the range sends all from the start: what is there already is read past.
    let skip = await checkAnswer(response, partial, have, size);
    const body = response.body;
    if (body === null) throw new Passing("no body");
    const reader = body.getReader();
    let done = have;
    let reported = 0;
    for (;;) {
      const { value } = await stall.guard(() => reader.read());
      if (value === undefined) break;
      const fresh = value.subarray(Math.min(skip, value.length));
      skip -= value.length - fresh.length;
      if (done + fresh.length > size) {
        await reader.cancel();
        throw wrongLength(`more than ${size}`, size);
      }
      await partial.append(fresh);
      done += fresh.length;
      if (done === size || performance.now() - reported > REPORT_MS) {
        reported = performance.now();
        onProgress?.({ phase: "download", done, total: size });
      }
    }
    if (done < size) throw new Passing(`the connection ended at byte ${done} of ${size}`);
  } finally {
    stall.end();
  }
}

/** @returns how many bytes of the body to read past */
async function checkAnswer(
  response: Response,
  partial: PartialFile,
  have: number,
  size: number,
): Promise<number> {
  const { status } = response;
  if (status === 200) {
    expectLength(response, size);
    return have;
  }
  if (status === 206) {
    // Servers need not show this header to other origins; then the hash alone decides.
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
    if (range?.[2] !== undefined && range[2] !== "*" && Number(range[2]) !== size)
      throw wrongLength(range[2], size);
    if (range !== null && Number(range[1]) !== have)
      throw new Passing(`asked for byte ${have}, got byte ${range[1]}`);
    if (range === null) expectLength(response, size - have);
    return 0;
  }
  if (status === 416) {
    // Nothing at that position there: what we hold is of another file.
    await partial.clear();
    throw new Passing("range not satisfiable");
  }
  if (status === 404 || status === 410) throw new PostilError("model-download-gone", { status });
  if (status === 401 || status === 403 || status === 451)
    throw new PostilError("model-download-refused", { status });
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = Number(response.headers.get("retry-after") ?? 0);
    throw new Passing(`status ${status}`, Number.isFinite(seconds) ? seconds * 1000 : 0);
  }
  throw new PostilError("model-download-failed", { status });
}

/** The length a server announces, unless it is that of a compressed body. */
function expectLength(response: Response, expected: number): void {
  const announced = response.headers.get("content-length");
  if (announced === null || response.headers.has("content-encoding")) return;
  if (Number(announced) !== expected) throw wrongLength(announced, expected);
}

/** Not worth a retry: another file, or the page of a network that wants a login. */
function wrongLength(found: string, expected: number): PostilError {
  return new PostilError("model-download-failed", { reason: "wrong length", found, expected });
}

/** Ends a request that has gone silent, and tells its failures from a pause. */
class StallGuard {
  private readonly controller = new AbortController();
  private readonly stop = () => this.controller.abort();

  constructor(
    private readonly stallMs: number,
    private readonly outer: AbortSignal | undefined,
  ) {
    if (outer?.aborted) this.stop();
    outer?.addEventListener("abort", this.stop);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  async guard<T>(step: () => Promise<T>): Promise<T> {
    const timer = setTimeout(this.stop, this.stallMs);
    try {
      return await step();
    } catch (thrown) {
      if (this.outer?.aborted) throw new PostilError("cancelled");
      if (this.controller.signal.aborted) throw new Passing(`silent for ${this.stallMs} ms`);
      // fetch and body readers reject with a TypeError for everything that the network does.
      const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
      throw new Passing(cause instanceof Error ? cause.message : String(cause), 0, { cause: thrown });
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.outer?.removeEventListener("abort", this.stop);
    this.stop();
  }
}
