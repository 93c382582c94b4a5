/**
 * Watches the WebGPU devices that WebLLM opens for itself. WebLLM unloads a model whose device was lost, but a decode step
 * that waits for a buffer of that device may then wait for ever; `GpuTerm.guard` ends it.
 * https://gpuweb.github.io/gpuweb/#lose-the-device
 */
import { PostilError } from "../errors.ts";

/** What WebLLM 0.2.85's `detectGPUDevice` asks of an adapter, in bytes and counts. Below it, its errors have no names. */
const NEEDED = {
  maxBufferSize: 256 * 2 ** 20,
  maxStorageBufferBindingSize: 128 * 2 ** 20,
  maxComputeWorkgroupStorageSize: 32 * 2 ** 10,
  maxStorageBuffersPerShaderStage: 10,
} as const;

/** Milliseconds within which a loss is told after it was felt. */
const TOLD_MS = 1000;

/** What is known of the graphics card before a device is opened. */
export interface GpuFacts {
  /** The adapter's own words, such as "nvidia ada-lovelace"; empty when the browser hides them. */
  readonly description: string;
  /** What else it can do, by WebGPU's names, such as "shader-f16". */
  readonly features: ReadonlySet<string>;
}

/** The time of one device: from before it is asked for until it is destroyed or lost. */
export class GpuTerm {
  readonly #lost: Promise<never>;
  readonly #onLost: () => void;
  #reject: (error: PostilError) => void = () => undefined;
  #over = false;
  /** The adapter's own words, such as "nvidia ada-lovelace"; empty when the browser hides them. */
  description = "";

  constructor(onLost: () => void) {
    this.#onLost = onLost;
    this.#lost = new Promise((_, reject) => {
      this.#reject = reject;
    });
    // Most of the time nobody waits for it.
    this.#lost.catch(() => undefined);
  }

  /** `work`, or a rejection with `gpu-lost` as soon as the device is lost. */
  async guard<T>(work: Promise<T>): Promise<T> {
    try {
      return await Promise.race([work, this.#lost]);
    } catch (thrown) {
      // Reading the card's memory fails with an AbortError when the device is lost, sometimes before the loss is told. Else
      // it would be taken for the user's own stop. https://gpuweb.github.io/gpuweb/#dom-gpubuffer-mapasync
      if (!(thrown instanceof DOMException) || thrown.name !== "AbortError") throw thrown;
      const untold = new PostilError("gpu-lost", { reason: thrown.message }, { cause: thrown });
      return Promise.race([this.#lost, rejectAfter(TOLD_MS, untold)]);
    }
  }

  /** The device is about to be destroyed on purpose, or nobody is interested in it any more. */
  end(): void {
    this.#over = true;
  }

  /** @internal called by `GpuWatch` */
  take(adapter: GPUAdapter, device: GPUDevice): void {
    this.description = describe(adapter);
    void device.lost.then((info) => {
      this.#reject(new PostilError("gpu-lost", { reason: info.message || info.reason }));
      if (this.#over) return;
      this.#over = true;
      this.#onLost();
    });
  }
}

export class GpuWatch {
  /** The one that waits for its device. */
  #term: GpuTerm | null = null;

  constructor() {
    this.#observe();
  }

  /**
   * The next device that is opened belongs to the returned term.
   * @param onLost called once if that device is lost before the term's `end`
   */
  begin(onLost: () => void): GpuTerm {
    const term = new GpuTerm(onLost);
    this.#term = term;
    return term;
  }

  /**
   * Looks for a graphics card that is large enough.
   * @throws PostilError `gpu-missing` when the browser has no WebGPU or no adapter, `gpu-too-small` naming the limit when
   * the adapter's are below what WebLLM asks for
   */
  async require(): Promise<GpuFacts> {
    const gpu: GPU | undefined = navigator.gpu;
    if (!gpu) throw new PostilError("gpu-missing", { reason: "no WebGPU" });
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
    if (!adapter) throw new PostilError("gpu-missing", { reason: "no adapter" });
    for (const [limit, needed] of Object.entries(NEEDED)) {
      const found = adapter.limits[limit as keyof typeof NEEDED];
      if (found < needed) throw new PostilError("gpu-too-small", { limit, found, needed });
    }
    return { description: describe(adapter), features: adapter.features };
  }

  /** WebLLM keeps its device to itself, so the request for it is overheard. */
  #observe(): void {
    if (typeof GPUAdapter === "undefined") return;
    const original = GPUAdapter.prototype.requestDevice;
    const watch = this;
    GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const term = watch.#term;
      watch.#term = null;
      const device = await original.call(this, descriptor);
      term?.take(this, device);
      return device;
    };
  }
}

function describe(adapter: GPUAdapter): string {
  const { vendor, architecture, description } = adapter.info;
  return [description || vendor, architecture].filter(Boolean).join(" ");
}

function rejectAfter(ms: number, error: PostilError): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(error), ms));
}
