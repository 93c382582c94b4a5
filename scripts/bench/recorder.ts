/**
 * Writes down every dispatch that passes through WebGPU's classes, so that it can be asked for again: with its pipeline, its
 * buffers as they are bound, and its arguments. Buffers stay alive meanwhile, as what is asked for again reads them.
 */

export interface Dispatch {
  /** The name of the kernel's entry point. */
  readonly kernel: string;
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Sizes of the buffers that are bound for reading only, and for writing. */
  readonly read: readonly number[];
  readonly written: readonly number[];
}

interface Group {
  readonly descriptor: GPUBindGroupDescriptor;
  readonly group: GPUBindGroup;
}

const WORKGROUP = /@workgroup_size\(([^)]*)\)\s*fn\s+(\w+)/g;

export class Recorder {
  readonly #undo: (() => void)[] = [];
  readonly #layouts = new WeakMap<GPUBindGroupLayout, readonly GPUBindGroupLayoutEntry[]>();
  readonly #groups = new WeakMap<GPUBindGroup, Group>();
  readonly #threads = new WeakMap<GPUShaderModule, ReadonlyMap<string, number>>();
  readonly #pipelines = new WeakMap<GPUComputePipeline, { kernel: string; threads: number }>();
  readonly #written = new WeakMap<GPUBuffer, Uint8Array<ArrayBuffer>>();
  readonly #open = new WeakMap<GPUComputePassEncoder, { pipeline?: GPUComputePipeline; group?: Group }>();
  /** The device that was opened last. */
  device: GPUDevice | null = null;
  #dispatches: Dispatch[] = [];

  /** Begins to watch; to be called before a device is opened. */
  static begin(): Recorder {
    const recorder = new Recorder();
    recorder.#watchDevice();
    recorder.#watchPasses();
    return recorder;
  }

  /** What was dispatched since the last call. */
  take(): readonly Dispatch[] {
    const taken = this.#dispatches;
    this.#dispatches = [];
    return taken;
  }

  end(): void {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }

  #watchDevice(): void {
    const recorder = this;
    this.#wrap(GPUAdapter.prototype, "requestDevice", (original) => {
      return async function (this: GPUAdapter, descriptor) {
        recorder.device = await original.call(this, descriptor);
        return recorder.device;
      };
    });
    this.#wrap(GPUDevice.prototype, "createShaderModule", (original) => {
      return function (this: GPUDevice, descriptor) {
        const module = original.call(this, descriptor);
        const sizes = [...descriptor.code.matchAll(WORKGROUP)].map(
          ([, size = "1", name = ""]) => [name, threadsIn(size)] as const,
        );
        recorder.#threads.set(module, new Map(sizes));
        return module;
      };
    });
    this.#wrap(GPUDevice.prototype, "createBindGroupLayout", (original) => {
      return function (this: GPUDevice, descriptor) {
        const layout = original.call(this, descriptor);
        recorder.#layouts.set(layout, [...descriptor.entries]);
        return layout;
      };
    });
    this.#wrap(GPUDevice.prototype, "createBindGroup", (original) => {
      return function (this: GPUDevice, descriptor) {
        const group = original.call(this, descriptor);
        recorder.#groups.set(group, { descriptor, group });
        return group;
      };
    });
    const name = (pipeline: GPUComputePipeline, { compute }: GPUComputePipelineDescriptor): void => {
      const kernel = compute.entryPoint ?? "main";
      const threads = recorder.#threads.get(compute.module)?.get(kernel) ?? 1;
      recorder.#pipelines.set(pipeline, { kernel, threads });
    };
    this.#wrap(GPUDevice.prototype, "createComputePipeline", (original) => {
      return function (this: GPUDevice, descriptor) {
        const pipeline = original.call(this, descriptor);
        name(pipeline, descriptor);
        return pipeline;
      };
    });
    this.#wrap(GPUDevice.prototype, "createComputePipelineAsync", (original) => {
      return async function (this: GPUDevice, descriptor) {
        const pipeline = await original.call(this, descriptor);
        name(pipeline, descriptor);
        return pipeline;
      };
    });
    this.#wrap(GPUBuffer.prototype, "destroy", () => () => undefined);
    this.#wrap(GPUQueue.prototype, "writeBuffer", (original) => {
      return function (this: GPUQueue, ...args: Parameters<typeof original>) {
        const [buffer, , data] = args;
        // Arguments of kernels are small; weights need not be kept.
        if (buffer.usage & GPUBufferUsage.UNIFORM) recorder.#written.set(buffer, bytesOf(data));
        return original.apply(this, args);
      } as typeof original;
    });
  }

  #watchPasses(): void {
    const recorder = this;
    this.#wrap(GPUComputePassEncoder.prototype, "setPipeline", (original) => {
      return function (this: GPUComputePassEncoder, pipeline) {
        recorder.#open.set(this, { ...recorder.#open.get(this), pipeline });
        return original.call(this, pipeline);
      };
    });
    this.#wrap(GPUComputePassEncoder.prototype, "setBindGroup", (original) => {
      return function (this: GPUComputePassEncoder, ...args: Parameters<typeof original>) {
        const group = args[1] && recorder.#groups.get(args[1]);
        if (group) recorder.#open.set(this, { ...recorder.#open.get(this), group });
        return original.apply(this, args);
      } as typeof original;
    });
    this.#wrap(GPUComputePassEncoder.prototype, "dispatchWorkgroups", (original) => {
      return function (this: GPUComputePassEncoder, x, y = 1, z = 1) {
        recorder.#note(recorder.#open.get(this) ?? {}, [x, y, z]);
        return original.call(this, x, y, z);
      };
    });
  }

  #note(
    { pipeline, group }: { pipeline?: GPUComputePipeline; group?: Group },
    workgroups: Dispatch["workgroups"],
  ): void {
    const { device } = this;
    if (!device || !pipeline || !group) return;
    const layout = this.#layouts.get(group.descriptor.layout) ?? [];
    const typeAt = (binding: number): GPUBufferBindingType | undefined =>
      layout.find((entry) => entry.binding === binding)?.buffer?.type;
    const entries = [...group.descriptor.entries].map(({ binding, resource }) => ({
      binding,
      type: typeAt(binding),
      resource: resource as GPUBufferBinding,
    }));
    const sizes = (type: GPUBufferBindingType): number[] =>
      entries
        .filter((entry) => entry.type === type)
        .map(({ resource: { buffer, size } }) => size ?? buffer.size);
    const kept = entries.map(({ binding, type, resource }) => ({
      binding,
      resource:
        type === "uniform" ? { ...resource, buffer: this.#copyOf(device, resource.buffer) } : resource,
    }));
    this.#dispatches.push({
      ...(this.#pipelines.get(pipeline) ?? { kernel: "", threads: 1 }),
      pipeline,
      group: device.createBindGroup({ layout: group.descriptor.layout, entries: kept }),
      workgroups,
      read: sizes("read-only-storage"),
      written: sizes("storage"),
    });
  }

  /** Arguments lie in buffers that WebLLM uses again for other dispatches. */
  #copyOf(device: GPUDevice, buffer: GPUBuffer): GPUBuffer {
    const copy = device.createBuffer({ size: buffer.size, usage: buffer.usage, mappedAtCreation: true });
    const bytes = this.#written.get(buffer);
    if (bytes) new Uint8Array(copy.getMappedRange()).set(bytes);
    copy.unmap();
    return copy;
  }

  #wrap<P extends object, K extends keyof P>(prototype: P, name: K, make: (original: P[K]) => P[K]): void {
    const original = prototype[name];
    prototype[name] = make(original);
    this.#undo.push(() => {
      prototype[name] = original;
    });
  }
}

function threadsIn(size: string): number {
  return size.split(",").reduce((product, part) => product * (Number.parseInt(part, 10) || 1), 1);
}

function bytesOf(data: AllowSharedBufferSource): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(data)
    ? Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    : Uint8Array.from(new Uint8Array(data));
}
