/** `model/` with this browser's stores: Cache API for what is installed, the origin private file system for downloads. */
import { PostilError } from "../errors.ts";
import { FileDesk } from "../messages/files.ts";
import { BlobSource } from "../model/byte-source.ts";
import { CacheStore } from "../model/cache-store.ts";
import { CATALOGUE, type CatalogueEntry, GEMMA_TERMS } from "../model/catalogue.ts";
import { download } from "../model/download.ts";
import { installFromGguf } from "../model/install.ts";
import type { InstalledModel, InstallProgress } from "../model/installed.ts";
import {
  listInstalled,
  removeInstalled,
  removeLeftovers,
  verifyInstalled,
} from "../model/installed-models.ts";
import { layoutDigest } from "../model/library-manifest.ts";
import { OpfsPartial } from "../model/opfs-partial.ts";
import type { Installer } from "./installs.ts";
import { Libraries } from "./libraries.ts";

type Progress = (progress: InstallProgress) => void;

export class BrowserInstaller implements Installer {
  readonly catalogue = CATALOGUE.filter((entry) => entry.url !== undefined).map((entry) => ({
    entry: entry.id,
    title: entry.name,
    bytes: entry.size,
    terms: GEMMA_TERMS.terms,
  }));
  readonly #store = new CacheStore();
  readonly #desk = new FileDesk();
  readonly #libraries: Libraries;

  /** @param libraryBase where the model libraries and their manifests lie; ends in "/" */
  constructor(libraryBase: string) {
    this.#libraries = new Libraries(libraryBase);
  }

  async find(): Promise<InstalledModel | null> {
    await removeLeftovers(this.#store);
    const { models, damaged } = await listInstalled(this.#store);
    const layouts = await Promise.all((await this.#libraries.installable()).map(layoutDigest));
    const model = models.find(({ layout }) => layouts.includes(layout));
    if (model) {
      await verifyInstalled(this.#store, model);
      return model;
    }
    // Laid out for another version's library: the user is told to install again rather than shown a first run.
    const outdated = models[0];
    if (outdated) throw new PostilError("model-damaged", { model: outdated.id, found: outdated.library });
    if (damaged[0]) throw damaged[0].error;
    return null;
  }

  /** By hash: about a second, and the only defence against weights that changed on the disk. */
  verify(model: InstalledModel): Promise<void> {
    return verifyInstalled(this.#store, model, { deep: true });
  }

  async download(id: string, onProgress: Progress, signal: AbortSignal): Promise<InstalledModel> {
    const entry = entryOf(id);
    await OpfsPartial.clearOthers(entry.sha256);
    const partial = await OpfsPartial.open(entry.sha256);
    const { url, size, sha256 } = entry;
    const source = await download({ url, size, sha256, partial, onProgress, signal });
    const model = await installFromGguf(source, {
      libraries: await this.#libraries.installable(),
      store: this.#store,
      origin: { kind: "catalogue", entry: entry.id },
      name: entry.name,
      sha256,
      onProgress,
      signal,
    });
    await partial.clear();
    await this.#keepOnly(model);
    return model;
  }

  async take(ticket: string): Promise<File> {
    const file = await this.#desk.take(ticket);
    if (!file) throw new PostilError("message-invalid", { reason: "no file came with the command" });
    return file;
  }

  async import(file: File, onProgress: Progress, signal: AbortSignal): Promise<InstalledModel> {
    const source = new BlobSource(file);
    const model = await installFromGguf(source, {
      libraries: await this.#libraries.installable(),
      store: this.#store,
      origin: { kind: "file", file: file.name },
      onProgress,
      signal,
    });
    await this.#keepOnly(model);
    return model;
  }

  async pending(): Promise<{ entry: string; done: number } | null> {
    for (const { entry } of this.catalogue) {
      const done = await (await OpfsPartial.open(entryOf(entry).sha256)).size();
      if (done > 0) return { entry, done };
    }
    return null;
  }

  async discard(id: string): Promise<void> {
    const partial = await OpfsPartial.open(entryOf(id).sha256);
    await partial.clear();
  }

  remove(id: string): Promise<void> {
    return removeInstalled(this.#store, id);
  }

  /** One model at a time: the one before makes room once the new one is whole. */
  async #keepOnly(model: InstalledModel): Promise<void> {
    for (const id of await this.#store.models()) if (id !== model.id) await removeInstalled(this.#store, id);
  }
}

function entryOf(id: string): CatalogueEntry & { url: string } {
  const entry = CATALOGUE.find((candidate) => candidate.id === id);
  if (!entry?.url) throw new PostilError("message-invalid", { reason: `no such model: ${id}` });
  return { ...entry, url: entry.url };
}
