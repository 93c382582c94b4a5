/**
 * Watches the WebGPU device that WebLLM opens for itself. WebLLM unloads a model whose device was lost, but a decode step
 * that waits for a buffer of that device may then wait for ever; `guard` ends it.
 * https://gpuweb.github.io/gpuweb/#lose-the-device
 */
import { PostilError } from "../errors.ts";

export class GpuWatch {
  readonly #onLost: () => void;
  #lost: Promise<never> | null = null;
  #ending = false;
  /** The adapter's own words, such as "nvidia ada-lovelace"; empty when the browser hides them. */
  description = "";

  /** @param onLost called when a device is lost that `expectEnd` had not announced */
  constructor(onLost: () => void) {
    this.#onLost = onLost;
    this.#observe();
  }

  /** Rejects with `gpu-missing` when the browser has no WebGPU or no adapter. */
  async require(): Promise<void> {
    const gpu: GPU | undefined = navigator.gpu;
    if (!gpu) throw new PostilError("gpu-missing", { reason: "no WebGPU" });
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) throw new PostilError("gpu-missing", { reason: "no adapter" });
  }

  /** `work`, or a rejection with `gpu-lost` as soon as the device is lost. */
  guard<T>(work: Promise<T>): Promise<T> {
    if (!this.#lost) return work;
    return Promise.race([work, this.#lost]);
  }

  /** The device is about to be destroyed on purpose. */
  expectEnd(): void {
    this.#ending = true;
  }

  #observe(): void {
    if (typeof GPUAdapter === "undefined") return;
    const original = GPUAdapter.prototype.requestDevice;
    const watch = this;
    GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const device = await original.call(this, descriptor);
      watch.#take(this, device);
      return device;
    };
  }

  #take(adapter: GPUAdapter, device: GPUDevice): void {
    const { vendor, architecture, description } = adapter.info;
    this.description = [description || vendor, architecture].filter(Boolean).join(" ");
    this.#ending = false;
    const lost = device.lost.then((info): never => {
      if (!this.#ending && this.#lost === lost) this.#onLost();
      throw new PostilError("gpu-lost", { reason: info.message || info.reason });
    });
    // Most of the time nobody waits for it.
    lost.catch(() => undefined);
    this.#lost = lost;
  }
}
