/** Times single dispatches and copies on a device: many in one submit, so that what surrounds them does not count. */
import type { Dispatch } from "./recorder.ts";

/** Milliseconds that a measurement is to take at least, and how often one is made; the quickest counts. */
const LONG_MS = 40;
const TIMES = 3;
const MOST = 256;
/** No device has to have larger buffers. */
const PART = 64 * 2 ** 20;

export class Stopwatch {
  readonly #device: GPUDevice;
  readonly #from: GPUBuffer;
  readonly #to: GPUBuffer;

  constructor(device: GPUDevice) {
    this.#device = device;
    const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    this.#from = device.createBuffer({ size: PART, usage });
    this.#to = device.createBuffer({ size: PART, usage });
  }

  /** Microseconds of one. */
  dispatch({
    pipeline,
    group,
    workgroups,
  }: Pick<Dispatch, "pipeline" | "group" | "workgroups">): Promise<number> {
    return this.#time((encoder) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...workgroups);
      pass.end();
    });
  }

  /** Microseconds that a copy takes which moves so many bytes: it reads one half of them and writes the other. */
  copy(bytes: number): Promise<number> {
    const whole = Math.max(4, Math.ceil(bytes / 8) * 4);
    return this.#time((encoder) => {
      for (let left = whole; left > 0; left -= PART)
        encoder.copyBufferToBuffer(this.#from, 0, this.#to, 0, Math.min(left, PART));
    });
  }

  /** Microseconds of a kernel that does nothing, in a pass of its own: what launching one costs. */
  async emptyDispatch(): Promise<number> {
    const device = this.#device;
    const module = device.createShaderModule({ code: "@compute @workgroup_size(1) fn nothing() {}" });
    const layout = device.createPipelineLayout({ bindGroupLayouts: [] });
    const pipeline = device.createComputePipeline({ layout, compute: { module, entryPoint: "nothing" } });
    return this.#time((encoder) => {
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(1);
      pass.end();
    });
  }

  async #time(encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
    const first = await this.#run(1, encode);
    const count = Math.max(1, Math.min(MOST, Math.round(LONG_MS / first)));
    let best = Number.POSITIVE_INFINITY;
    for (let time = 0; time < TIMES; time++) best = Math.min(best, (await this.#run(count, encode)) / count);
    return best * 1000;
  }

  /** Milliseconds of so many, one after the other. */
  async #run(count: number, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
    const { queue } = this.#device;
    await queue.onSubmittedWorkDone();
    const started = performance.now();
    const encoder = this.#device.createCommandEncoder();
    for (let index = 0; index < count; index++) encode(encoder);
    queue.submit([encoder.finish()]);
    await queue.onSubmittedWorkDone();
    return performance.now() - started;
  }
}
