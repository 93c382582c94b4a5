/**
 * Counts what a worker asks of WebGPU: calls, the bytes that kernels read, and the most memory there was at a time. It stands
 * in the methods of WebGPU's own classes, since WebLLM keeps its device to itself, and only from `begin` to `end`.
 * https://gpuweb.github.io/gpuweb/
 */

/** What can be subtracted from a later one of its kind. */
export interface GpuCounts {
  readonly dispatches: number;
  readonly passes: number;
  readonly submits: number;
  /** Of buffers, by the queue. */
  readonly writes: number;
  readonly bytesRead: number;
}

/**
 * How much of a buffer of `size` bytes that is bound for reading a kernel reads, in bytes.
 * @param kernel the name of its entry point; empty when it was made before the meter
 */
export type ReadRule = (size: number, kernel: string) => number;

/** The classes to stand in; a worker's own are `globalThis`. */
export interface GpuClasses {
  readonly GPUDevice: { readonly prototype: GPUDevice };
  readonly GPUBuffer: { readonly prototype: GPUBuffer };
  readonly GPUQueue: { readonly prototype: GPUQueue };
  readonly GPUCommandEncoder: { readonly prototype: GPUCommandEncoder };
  readonly GPUComputePassEncoder: { readonly prototype: GPUComputePassEncoder };
}

/** What is known of a pass while it is written down. */
interface Pass {
  kernel: string;
  readonly groups: Map<number, readonly number[]>;
}

const NOTHING: GpuCounts = { dispatches: 0, passes: 0, submits: 0, writes: 0, bytesRead: 0 };

export class GpuMeter {
  readonly #undo: (() => void)[] = [];
  readonly #rule: ReadRule;
  #counts = NOTHING;
  #bytes = 0;
  #peak = 0;

  /** Which bindings of a layout are read only, the sizes of those buffers in a group, and the names of kernels. */
  readonly #layouts = new WeakMap<GPUBindGroupLayout, ReadonlySet<number>>();
  readonly #groups = new WeakMap<GPUBindGroup, readonly number[]>();
  readonly #kernels = new WeakMap<GPUComputePipeline, string>();
  readonly #passes = new WeakMap<GPUComputePassEncoder, Pass>();
  /** Buffers that live, with their device's. */
  readonly #alive = new Map<GPUBuffer, GPUDevice>();

  private constructor(rule: ReadRule) {
    this.#rule = rule;
  }

  /** Begins to count. Buffers, layouts and kernels made earlier are not known to it: it is begun before a device is opened. */
  static begin(rule: ReadRule, classes: GpuClasses): GpuMeter {
    const meter = new GpuMeter(rule);
    meter.#watchMemory(classes);
    meter.#watchBindings(classes);
    meter.#watchCalls(classes);
    return meter;
  }

  get counts(): GpuCounts {
    return this.#counts;
  }

  /** Most bytes of buffers that there were at a time. Textures are not counted: no engine has any. */
  get peakBytes(): number {
    return this.#peak;
  }

  /** Gives the classes their own methods back. */
  end(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
    this.#alive.clear();
  }

  #watchMemory({ GPUDevice, GPUBuffer }: GpuClasses): void {
    const meter = this;
    this.#wrap(GPUDevice.prototype, "createBuffer", (original) => {
      return function (this: GPUDevice, descriptor) {
        const buffer = original.call(this, descriptor);
        meter.#alive.set(buffer, this);
        meter.#bytes += buffer.size;
        meter.#peak = Math.max(meter.#peak, meter.#bytes);
        return buffer;
      };
    });
    this.#wrap(GPUBuffer.prototype, "destroy", (original) => {
      return function (this: GPUBuffer) {
        meter.#forget(this);
        return original.call(this);
      };
    });
    this.#wrap(GPUDevice.prototype, "destroy", (original) => {
      return function (this: GPUDevice) {
        for (const [buffer, device] of meter.#alive) if (device === this) meter.#forget(buffer);
        return original.call(this);
      };
    });
  }

  #forget(buffer: GPUBuffer): void {
    if (this.#alive.delete(buffer)) this.#bytes -= buffer.size;
  }

  #watchBindings({ GPUDevice, GPUComputePassEncoder }: GpuClasses): void {
    const meter = this;
    this.#wrap(GPUDevice.prototype, "createBindGroupLayout", (original) => {
      return function (this: GPUDevice, descriptor) {
        const layout = original.call(this, descriptor);
        const entries = [...descriptor.entries].filter(({ buffer }) => buffer?.type === "read-only-storage");
        meter.#layouts.set(layout, new Set(entries.map(({ binding }) => binding)));
        return layout;
      };
    });
    this.#wrap(GPUDevice.prototype, "createBindGroup", (original) => {
      return function (this: GPUDevice, descriptor) {
        const group = original.call(this, descriptor);
        const read = meter.#layouts.get(descriptor.layout);
        const entries = [...descriptor.entries].filter(({ binding }) => read?.has(binding));
        meter.#groups.set(
          group,
          entries.map(({ resource }) => boundBytes(resource)),
        );
        return group;
      };
    });
    this.#wrap(GPUDevice.prototype, "createComputePipeline", (original) => {
      return function (this: GPUDevice, descriptor) {
        const pipeline = original.call(this, descriptor);
        meter.#kernels.set(pipeline, descriptor.compute.entryPoint ?? "");
        return pipeline;
      };
    });
    this.#wrap(GPUDevice.prototype, "createComputePipelineAsync", (original) => {
      return async function (this: GPUDevice, descriptor) {
        const pipeline = await original.call(this, descriptor);
        meter.#kernels.set(pipeline, descriptor.compute.entryPoint ?? "");
        return pipeline;
      };
    });
    this.#wrap(GPUComputePassEncoder.prototype, "setPipeline", (original) => {
      return function (this: GPUComputePassEncoder, pipeline) {
        meter.#passOf(this).kernel = meter.#kernels.get(pipeline) ?? "";
        return original.call(this, pipeline);
      };
    });
    this.#wrap(GPUComputePassEncoder.prototype, "setBindGroup", (original) => {
      return function (this: GPUComputePassEncoder, ...args: Parameters<typeof original>) {
        const [index, group] = args;
        meter.#passOf(this).groups.set(index, (group && meter.#groups.get(group)) ?? []);
        return original.apply(this, args);
      } as typeof original;
    });
  }

  #watchCalls({ GPUQueue, GPUCommandEncoder, GPUComputePassEncoder }: GpuClasses): void {
    const meter = this;
    for (const name of ["dispatchWorkgroups", "dispatchWorkgroupsIndirect"] as const)
      this.#wrap(GPUComputePassEncoder.prototype, name, (original) => {
        return function (this: GPUComputePassEncoder, ...args: unknown[]) {
          meter.#count("dispatches", 1);
          meter.#count("bytesRead", meter.#readIn(meter.#passOf(this)));
          return Reflect.apply(original, this, args);
        } as typeof original;
      });
    this.#wrap(GPUCommandEncoder.prototype, "beginComputePass", (original) => {
      return function (this: GPUCommandEncoder, descriptor) {
        meter.#count("passes", 1);
        return original.call(this, descriptor);
      };
    });
    this.#wrap(GPUQueue.prototype, "submit", (original) => {
      return function (this: GPUQueue, buffers) {
        meter.#count("submits", 1);
        return original.call(this, buffers);
      };
    });
    this.#wrap(GPUQueue.prototype, "writeBuffer", (original) => {
      return function (this: GPUQueue, ...args: Parameters<typeof original>) {
        meter.#count("writes", 1);
        return original.apply(this, args);
      } as typeof original;
    });
  }

  #count(what: keyof GpuCounts, amount: number): void {
    this.#counts = { ...this.#counts, [what]: this.#counts[what] + amount };
  }

  #readIn({ kernel, groups }: Pass): number {
    let bytes = 0;
    for (const sizes of groups.values()) for (const size of sizes) bytes += this.#rule(size, kernel);
    return bytes;
  }

  #passOf(encoder: GPUComputePassEncoder): Pass {
    const known = this.#passes.get(encoder);
    if (known) return known;
    const pass: Pass = { kernel: "", groups: new Map() };
    this.#passes.set(encoder, pass);
    return pass;
  }

  /** Puts a method in the place of `name`, which may call the original. */
  #wrap<P extends object, K extends keyof P>(prototype: P, name: K, make: (original: P[K]) => P[K]): void {
    const original = prototype[name];
    prototype[name] = make(original);
    this.#undo.push(() => {
      prototype[name] = original;
    });
  }
}

/** What happened from `before` to `after`. */
export function countsBetween(before: GpuCounts, after: GpuCounts): GpuCounts {
  return {
    dispatches: after.dispatches - before.dispatches,
    passes: after.passes - before.passes,
    submits: after.submits - before.submits,
    writes: after.writes - before.writes,
    bytesRead: after.bytesRead - before.bytesRead,
  };
}

function boundBytes(resource: GPUBindingResource): number {
  if (!("buffer" in resource)) return "size" in resource && "usage" in resource ? resource.size : 0;
  const { buffer, offset = 0, size } = resource;
  return size ?? buffer.size - offset;
}
