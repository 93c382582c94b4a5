/** Between a producer that cannot be stopped at once and a consumer that wants to be told at once. */
import { PostilError } from "../errors.ts";
import type { Token } from "./engine.ts";

/** `work`, or a rejection with `cancelled` as soon as the signal is aborted; the work goes on by itself. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new PostilError("cancelled"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Tokens between the producer, which never waits, and one consumer. */
export class TokenQueue {
  readonly #tokens: Token[] = [];
  #closed = false;
  #error: PostilError | null = null;
  #wake: () => void = () => undefined;

  push(token: Token): void {
    this.#tokens.push(token);
    this.#wake();
  }

  end(): void {
    this.#closed = true;
    this.#wake();
  }

  fail(error: PostilError): void {
    this.#error ??= error;
    this.#wake();
  }

  async *drain(): AsyncGenerator<Token> {
    while (true) {
      if (this.#error) throw this.#error;
      const token = this.#tokens.shift();
      if (token) yield token;
      else if (this.#closed) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
