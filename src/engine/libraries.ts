/** The model libraries that an extension may carry, and their manifests. */
import { type LibraryManifest, parseLibraryManifest } from "../model/library-manifest.ts";

/** WebGPU features (https://www.w3.org/TR/webgpu/#feature-index) that WebLLM asks of a device wherever the card has them. */
export type LibraryFeature = "shader-f16" | "subgroups";

interface Library {
  readonly name: string;
  /** Without these it cannot run. */
  readonly needs: readonly LibraryFeature[];
}

/**
 * Every model library there may be, the best first. Those of one scheme (q4, q8) read the same stored weights, so that one
 * installed model serves them; which of them an extension carries, and which fit the model, is seen from their manifests.
 */
export const LIBRARIES: readonly Library[] = ["q4", "q8"].flatMap((scheme) => [
  { name: `gemma3-270m-${scheme}-f16-subgroups`, needs: ["shader-f16", "subgroups"] },
  { name: `gemma3-270m-${scheme}-f16`, needs: ["shader-f16"] },
  { name: `gemma3-270m-${scheme}-f32-subgroups`, needs: ["subgroups"] },
  { name: `gemma3-270m-${scheme}-f32`, needs: [] },
]);

/** Weights are laid out for such a library, so that what is installed runs wherever it is taken. */
export function runsEverywhere({ needs }: Library): boolean {
  return needs.length === 0;
}

export class Libraries {
  readonly #base: string;
  readonly #manifests = new Map<string, Promise<LibraryManifest | null>>();

  /** @param base where the libraries and their manifests lie, such as chrome-extension://…/model-lib/ */
  constructor(base: string) {
    this.#base = base;
  }

  /** The manifest of a library, or null when this extension carries none of that name. */
  manifest(name: string): Promise<LibraryManifest | null> {
    const known = this.#manifests.get(name);
    if (known) return known;
    const read = fetch(`${this.#base}${name}.json`).then(
      async (response) => (response.ok ? parseLibraryManifest(await response.json()) : null),
      // The address of a file that an extension does not have fails like a network that is down.
      () => null,
    );
    this.#manifests.set(name, read);
    return read;
  }

  /** What weights can be laid out for, the most wanted first: of each scheme a library that runs on every device. */
  async installable(): Promise<LibraryManifest[]> {
    const everywhere = LIBRARIES.filter(runsEverywhere);
    const read = await Promise.all(everywhere.map(({ name }) => this.manifest(name)));
    return read.filter((manifest) => manifest !== null);
  }
}
