/** What the test of the choice runs in a dedicated worker: the engines as the extension makes them, and a card to be spoilt. */
import { type EngineMeans, makeEngine } from "../../src/engine/engines.ts";
import { KNOWN_REFERENCES } from "../../src/engine/known-references.ts";
import { CacheStore } from "../../src/model/cache-store.ts";
import type { InstalledModel } from "../../src/model/installed.ts";
import { verifyInstalled } from "../../src/model/installed-models.ts";

const store = new CacheStore();
const RECORD = "self-test.json";

/** Puts the model's files into the caches, as an installation does. */
async function fill(model: InstalledModel): Promise<void> {
  for (const { name } of model.files) {
    const response = await fetch(`/model/${name}`);
    await store.write(model.id, name, new Uint8Array(await response.arrayBuffer()));
  }
}

function make(choice: EngineMeans["choice"]) {
  return makeEngine({
    choice,
    scriptedDelayMs: 0,
    base: `${location.origin}/`,
    verify: (model) => verifyInstalled(store, model),
    onLost: () => undefined,
  });
}

/** From now on the model is as one of a user's own, of which nothing is known. */
function forgetKnown(id: string): void {
  Reflect.deleteProperty(KNOWN_REFERENCES, id);
}

async function record(id: string): Promise<unknown> {
  const bytes = await store.read(id, RECORD);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

const forgetRecord = (id: string): Promise<void> => store.delete(id, RECORD);

/** From now on weights arrive on the card with other bytes than they were sent with. Smaller writes are whole. */
function spoilCard(): void {
  const { writeBuffer } = GPUQueue.prototype;
  GPUQueue.prototype.writeBuffer = function (this: GPUQueue, ...given: Parameters<typeof writeBuffer>) {
    const [buffer, at, data, ...part] = given;
    if (!(data instanceof Uint8Array) || data.length < 2 ** 20) return writeBuffer.apply(this, given);
    const spoilt = data.map((byte, index) => (index % 64 === 5 ? byte ^ 0x40 : byte));
    return writeBuffer.call(this, buffer, at, spoilt, ...part);
  };
}

function hideCard(): void {
  Object.defineProperty(navigator, "gpu", { value: undefined });
}

/** From now on wasm is as in a browser that is too old for llama.cpp. */
function hideWasmFeatures(): void {
  WebAssembly.validate = () => false;
}

const opened = new Set<GPUDevice>();
if (typeof GPUAdapter !== "undefined") {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
    const device = await requestDevice.apply(this, given);
    opened.add(device);
    return device;
  };
}

/** What a driver's reset does to all that runs on the card. */
function loseCard(): void {
  for (const device of opened) device.destroy();
  opened.clear();
}

const choice = {
  fill,
  make,
  forgetKnown,
  record,
  forgetRecord,
  spoilCard,
  hideCard,
  hideWasmFeatures,
  loseCard,
};
export type ChoiceWorkerScope = { readonly choice: typeof choice };
Object.assign(globalThis, { choice });
