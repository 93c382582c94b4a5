/** What is in the store: listing, verifying and removing installed models. */
import { PostilError } from "../errors.ts";
import { parseInstalledModel } from "./install-manifest.ts";
import type { InstalledModel } from "./installed.ts";
import { clearModel, MANIFEST_FILE, type ModelStore } from "./model-store.ts";
import { hexDigest } from "./sha256.ts";

export interface Installed {
  readonly models: readonly InstalledModel[];
  /** Models whose manifest cannot be trusted, each with the error that says why. */
  readonly damaged: readonly { readonly id: string; readonly error: PostilError }[];
}

/** Models with a manifest, the newest first. A manifest that is broken or of an unknown form is reported, not trusted. */
export async function listInstalled(store: ModelStore): Promise<Installed> {
  const models: InstalledModel[] = [];
  const damaged: { id: string; error: PostilError }[] = [];
  for (const id of await store.models()) {
    const bytes = await store.read(id, MANIFEST_FILE);
    if (bytes === undefined) continue;
    try {
      models.push(parseInstalledModel(bytes, id));
    } catch (error) {
      if (!(error instanceof PostilError)) throw error;
      damaged.push({ id, error });
    }
  }
  models.sort((a, b) => b.installedAt - a.installedAt);
  return { models, damaged };
}

/**
 * Looks whether every file of the manifest is there: by its size, or with `deep` by its hash (about a second).
 * Browsers may drop stored files (`navigator.storage.persist()` is refused to extensions), so the engine asks first.
 * @throws PostilError `model-damaged` naming the file, `cancelled`
 */
export async function verifyInstalled(
  store: ModelStore,
  model: InstalledModel,
  { deep = false, signal }: { deep?: boolean; signal?: AbortSignal } = {},
): Promise<void> {
  for (const file of model.files) {
    if (signal?.aborted) throw new PostilError("cancelled");
    const size = await store.size(model.id, file.name);
    if (size !== file.size) throw damagedFile(model, file.name, size ?? "nothing", file.size);
    if (!deep) continue;
    const bytes = await store.read(model.id, file.name);
    const hash = bytes === undefined ? "nothing" : await hexDigest(bytes);
    if (hash !== file.sha256) throw damagedFile(model, file.name, hash, file.sha256);
  }
}

function damagedFile(
  model: InstalledModel,
  file: string,
  found: string | number,
  expected: string | number,
): PostilError {
  return new PostilError("model-damaged", { model: model.id, file, found, expected });
}

/** Deletes a model; one that is not there is no error. */
export function removeInstalled(store: ModelStore, id: string): Promise<void> {
  return clearModel(store, id);
}

/**
 * Deletes what installations left behind that were killed before their manifest was written. Not while one is running.
 * @returns ids of the models whose files were deleted
 */
export async function removeLeftovers(store: ModelStore): Promise<string[]> {
  const removed: string[] = [];
  for (const id of await store.models()) {
    if ((await store.size(id, MANIFEST_FILE)) !== undefined) continue;
    await clearModel(store, id);
    removed.push(id);
  }
  return removed;
}
