import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countsBetween, type GpuClasses, GpuMeter } from "./gpu-meter.ts";

/** As much of WebGPU as the meter stands in, doing nothing; the descriptors are real. */
class Buffer {
  constructor(readonly size: number) {}
  destroy(): void {}
}
class Queue {
  submitted = 0;
  submit(): void {
    this.submitted++;
  }
  writeBuffer(): void {}
}
class Pass {
  groups = 0;
  setPipeline(): void {}
  setBindGroup(): void {
    this.groups++;
  }
  dispatchWorkgroups(): void {}
  dispatchWorkgroupsIndirect(): void {}
}
class Encoder {
  beginComputePass(): Pass {
    return new Pass();
  }
}
class Device {
  readonly queue = new Queue();
  createBuffer({ size }: GPUBufferDescriptor): Buffer {
    return new Buffer(size);
  }
  createBindGroupLayout(_: GPUBindGroupLayoutDescriptor): object {
    return {};
  }
  createBindGroup(_: GPUBindGroupDescriptor): object {
    return {};
  }
  createComputePipeline(_: GPUComputePipelineDescriptor): object {
    return {};
  }
  async createComputePipelineAsync(_: GPUComputePipelineDescriptor): Promise<object> {
    return {};
  }
  destroy(): void {}
}
const CLASSES = {
  GPUDevice: Device,
  GPUBuffer: Buffer,
  GPUQueue: Queue,
  GPUCommandEncoder: Encoder,
  GPUComputePassEncoder: Pass,
} as unknown as GpuClasses;
const ORIGINALS = [Device.prototype.createBuffer, Queue.prototype.submit, Pass.prototype.dispatchWorkgroups];

let meter: GpuMeter;
let device: GPUDevice;
beforeEach(() => {
  meter = GpuMeter.begin((size, kernel) => (kernel === "look_up" ? 1 : size), CLASSES);
  device = new Device() as unknown as GPUDevice;
});
afterEach(() => meter.end());

const STORAGE = 0x80;
const buffer = (size: number): GPUBuffer => device.createBuffer({ size, usage: STORAGE });

function layout(): GPUBindGroupLayout {
  const types = ["read-only-storage", "read-only-storage", "storage", "uniform"] as const;
  return device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: 4, buffer: { type } })),
  });
}

function bind(of: GPUBindGroupLayout, sizes: readonly number[]): GPUBindGroup {
  const entries = sizes.map((size, binding) => ({ binding, resource: { buffer: buffer(size) } }));
  return device.createBindGroup({ layout: of, entries });
}

/** One dispatch of a kernel of that name, in a pass of its own. */
async function dispatch(entryPoint: string, sizes: readonly number[]): Promise<void> {
  const compute = { module: {} as GPUShaderModule, entryPoint };
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute });
  const pass = (new Encoder() as unknown as GPUCommandEncoder).beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bind(layout(), sizes));
  pass.dispatchWorkgroups(1);
}

describe("the meter of WebGPU", () => {
  it("counts calls, and the bytes of what is bound for reading only", async () => {
    await dispatch("product", [100, 20, 7, 4]);
    const before = meter.counts;
    expect(before).toEqual({ dispatches: 1, passes: 1, submits: 0, writes: 0, bytesRead: 120 });
    await dispatch("look_up", [100, 20, 7, 4]);
    device.queue.submit([]);
    device.queue.writeBuffer(buffer(4), 0, new Uint8Array(4));
    const after = { dispatches: 1, passes: 1, submits: 1, writes: 1, bytesRead: 2 };
    expect(countsBetween(before, meter.counts)).toEqual(after);
  });

  it("counts what is bound once for every dispatch of a pass", () => {
    const pass = (new Encoder() as unknown as GPUCommandEncoder).beginComputePass();
    pass.setBindGroup(0, bind(layout(), [50, 0, 9, 4]));
    pass.dispatchWorkgroups(1);
    pass.dispatchWorkgroups(1);
    expect(meter.counts).toMatchObject({ dispatches: 2, passes: 1, bytesRead: 100 });
  });

  it("counts a part of a buffer as that part", () => {
    const entries = [{ binding: 0, resource: { buffer: buffer(100), offset: 60, size: 30 } }];
    const pass = (new Encoder() as unknown as GPUCommandEncoder).beginComputePass();
    pass.setBindGroup(0, device.createBindGroup({ layout: layout(), entries }));
    pass.dispatchWorkgroups(1);
    expect(meter.counts.bytesRead).toBe(30);
  });

  it("keeps the most memory that there was at a time", () => {
    const first = buffer(100);
    buffer(50);
    first.destroy();
    first.destroy();
    buffer(60);
    expect(meter.peakBytes).toBe(150);
    device.destroy();
    buffer(120);
    expect(meter.peakBytes).toBe(150);
  });

  it("passes every call on, and gives the classes back", () => {
    device.queue.submit([]);
    expect((device.queue as unknown as Queue).submitted).toBe(1);
    meter.end();
    const now = [Device.prototype.createBuffer, Queue.prototype.submit, Pass.prototype.dispatchWorkgroups];
    expect(now).toEqual(ORIGINALS);
    device.queue.submit([]);
    expect(meter.counts.submits).toBe(1);
  });
});
