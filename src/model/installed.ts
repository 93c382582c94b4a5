/** What is known of a model after its installation. Types only. */

/** How the weights want to be asked: by Gemma's turn template, or as text to be continued after worked examples. */
export type PromptStyle = "chat" | "completion";

export interface StoredFile {
  readonly name: string;
  /** bytes */
  readonly size: number;
  /** lower-case hex */
  readonly sha256: string;
}

/** The install manifest (`postil.json`), written last: a model without one is not installed. */
export interface InstalledModel {
  /** Version of the stored form. Form 1 had no keys of the GGUF and scales that no GGUF could hold. */
  readonly form: 2;
  /** First 16 hex digits of the GGUF's sha256. */
  readonly id: string;
  /** As shown to the user: the catalogue's title, or the GGUF's own general.name. */
  readonly name: string;
  readonly style: PromptStyle;
  readonly origin:
    | { readonly kind: "catalogue"; readonly entry: string }
    | { readonly kind: "file"; readonly file: string };
  /** The model library whose layout the weights are stored in, such as "gemma3-270m-q8-f32". */
  readonly library: string;
  /** sha256 of the library's parameter list: weights laid out for another list are not loaded. */
  readonly layout: string;
  /** Base URL under which WebLLM finds the files in its caches; no such host exists. Ends in "/". */
  readonly baseUrl: string;
  readonly contextWindow: number;
  readonly files: readonly StoredFile[];
  /** Milliseconds since the epoch. */
  readonly installedAt: number;
}

/** Progress of a download or an installation, in bytes of the GGUF. */
export interface InstallProgress {
  readonly phase: "download" | "check" | "convert";
  readonly done: number;
  readonly total: number;
}
