/**
 * Every error that Postil shows, in one list. A code has two texts in `assets/_locales`: `error_CODE`, what happened, and
 * `error_CODE_next`, what can be done about it (dashes become underscores). A test holds list and texts together.
 */
export const ERROR_CODES = [
  "cancelled",
  "cpu-unsupported",
  "engine-busy",
  "engine-crashed",
  "engine-failed",
  "engine-gone",
  "engine-none",
  "file-unreadable",
  "gguf-bad-magic",
  "gguf-bad-metadata",
  "gguf-bad-weights",
  "gguf-truncated",
  "gguf-unknown-tensor-type",
  "gguf-unsupported-version",
  "gguf-wrong-architecture",
  "gguf-wrong-shape",
  "gpu-lost",
  "gpu-missing",
  "gpu-too-small",
  "gpu-wrong",
  "internal",
  "library-invalid",
  "memory-short",
  "message-invalid",
  "model-damaged",
  "model-download-failed",
  "model-download-gone",
  "model-download-refused",
  "model-hash-mismatch",
  "model-missing",
  "model-storage-full",
  "page-empty",
  "page-forbidden",
  "page-gone",
  "page-short",
  "page-slow",
  "page-without-list",
  "page-without-mail",
  "pdf-closed",
  "pdf-damaged",
  "pdf-locked",
  "pdf-slow",
  "pdf-too-large",
  "pdf-unreachable",
  "pdf-without-text",
  "permission-refused",
  "prompt-too-long",
  "rule-empty",
  "rule-mixed",
  "rule-too-long",
  "rules-contradict",
  "rules-too-many",
  "rules-unreadable",
  "terms-not-accepted",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An error as it crosses a border between rooms: codes and plain values, never a stack. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** For logs and reports, English, not shown as the sentence. */
  readonly message: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

export class PostilError extends Error {
  override readonly name = "PostilError";
  constructor(
    readonly code: ErrorCode,
    readonly detail: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(describe(code, detail), options);
  }

  toReport(): ErrorReport {
    return { code: this.code, message: this.message, detail: this.detail };
  }

  static fromReport(report: ErrorReport): PostilError {
    return new PostilError(report.code, report.detail);
  }
}

function describe(code: ErrorCode, detail: Readonly<Record<string, string | number>>): string {
  const parts = Object.entries(detail).map(([key, value]) => `${key}: ${value}`);
  return parts.length === 0 ? code : `${code} (${parts.join(", ")})`;
}

/** Whatever was thrown, as a `PostilError`: an abort becomes `cancelled`, an unknown thing `internal` with its message. */
export function asPostilError(thrown: unknown): PostilError {
  if (thrown instanceof PostilError) return thrown;
  if (thrown instanceof DOMException && thrown.name === "AbortError") return new PostilError("cancelled");
  if (thrown instanceof DOMException && thrown.name === "QuotaExceededError")
    return new PostilError("model-storage-full", {}, { cause: thrown });
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new PostilError("internal", { reason }, { cause: thrown });
}
