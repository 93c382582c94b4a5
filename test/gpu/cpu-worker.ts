/** What the CPU engine's test runs in a dedicated worker: the engine as the extension has it, on the model's real store. */
import { CpuEngine, type CpuOptions } from "../../src/engine/cpu/cpu.ts";
import { CacheStore } from "../../src/model/cache-store.ts";
import { RebuiltGguf } from "../../src/model/gguf/rebuilt.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { verifyInstalled } from "../../src/model/installed-models.ts";

const store = new CacheStore();

/** Puts the model's files into the caches, as an installation does. */
async function fill(model: InstalledModel): Promise<void> {
  for (const { name, size } of model.files) {
    if ((await store.size(model.id, name)) === size) continue;
    const response = await fetch(`/model/${name}`);
    await store.write(model.id, name, new Uint8Array(await response.arrayBuffer()));
  }
}

function makeEngine(more: Partial<CpuOptions> = {}): CpuEngine {
  return new CpuEngine({
    folder: `${location.origin}/wllama/`,
    verify: (model) => verifyInstalled(store, model, { deep: true }),
    open: (model) => RebuiltGguf.open(store, model.id),
    onLost: () => undefined,
    ...more,
  });
}

export interface CpuWorkerScope {
  readonly cpu: { readonly fill: typeof fill; readonly makeEngine: typeof makeEngine };
}

Object.assign(globalThis, { cpu: { fill, makeEngine } } satisfies CpuWorkerScope);
