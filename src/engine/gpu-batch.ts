/**
 * Sends a token's commands to the graphics card at once. WebLLM 0.2.85's runtime (tvmjs) makes a compute pass of each kernel,
 * and submits what is under way before each write to the card's memory, each read from it and each buffer that is freed:
 * some 120 passes and five submits for a token of a model so small that these cost more than its arithmetic.
 *
 * Nothing of that is needed for the right order: commands of one encoder run in their order, and so do the dispatches of one
 * pass, each of which sees what the one before it wrote (https://www.w3.org/TR/webgpu/#programming-model-synchronization). So kernels that follow each
 * other share a pass; small writes become copies between them, from buffers that nobody else reads; what is read comes with
 * the last submit; and a freed buffer is destroyed after the commands that use it were submitted.
 */

/** What is used of tvmjs's `WebGPUContext`, of which WebLLM has one for each device. Addresses are numbers of tvmjs's own. */
export interface GpuContext {
  readonly device: GPUDevice;
  readonly memory: { viewRawBytes(from: number, bytes: number): Uint8Array<ArrayBuffer> };
  /** Commands that are not submitted yet. */
  pendingEncoder: GPUCommandEncoder | null;
  /** Kernels among them, by which the buffers of their arguments are given out. */
  pendingDispatchCount: number;
  gpuBufferFromPtr(address: number): GPUBuffer;
  flushCommands(): void;
  deviceCopyToGPU(from: number, to: number, toOffset: number, bytes: number): void;
  copyRawBytesToBuffer(data: Uint8Array<ArrayBuffer>, to: number, toOffset: number, bytes: number): void;
  deviceCopyFromGPU(from: number, fromOffset: number, to: number, bytes: number): void;
  deviceFreeDataSpace(address: number): void;
}

/** Bytes up to which a write joins the commands under way: temperatures, random numbers, token ids of a chunk. */
const SMALL = 4096;

/** Changes how this context encodes and submits, for as long as it lives. What it computes stays the same. */
export function batchCommands(context: GpuContext): void {
  const { device } = context;
  const sources = new Sources(device);
  /** Freed buffers that commands under way may use. */
  let freed: GPUBuffer[] = [];
  /** The encoder that WebLLM gets the next time it asks for one. */
  let next: GPUCommandEncoder | null = null;

  const create = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = next ?? sharingPasses(create(descriptor));
    next = null;
    return encoder;
  };

  const submitted = (): void => {
    sources.release();
    for (const buffer of freed) buffer.destroy();
    freed = [];
  };
  const flush = context.flushCommands.bind(context);
  context.flushCommands = () => {
    if (!context.pendingEncoder) return;
    flush();
    submitted();
  };

  const join = (encoder: GPUCommandEncoder, data: Uint8Array<ArrayBuffer>, to: number, at: number): void => {
    const source = sources.take(data);
    encoder.copyBufferToBuffer(source, 0, context.gpuBufferFromPtr(to), at, roundUp(data.length));
  };
  /** The commands under way, where a write of so many bytes joins them. */
  const encoderFor = (bytes: number): GPUCommandEncoder | null =>
    bytes > 0 && bytes <= SMALL ? context.pendingEncoder : null;
  const write = context.deviceCopyToGPU.bind(context);
  context.deviceCopyToGPU = (from, to, toOffset, bytes) => {
    const encoder = encoderFor(bytes);
    if (!encoder) return write(from, to, toOffset, bytes);
    join(encoder, context.memory.viewRawBytes(from, bytes), to, toOffset);
  };
  const writeRaw = context.copyRawBytesToBuffer.bind(context);
  context.copyRawBytesToBuffer = (data, to, toOffset, bytes) => {
    const encoder = encoderFor(bytes);
    if (!encoder) return writeRaw(data, to, toOffset, bytes);
    join(encoder, data.subarray(0, bytes), to, toOffset);
  };

  const read = context.deviceCopyFromGPU.bind(context);
  context.deviceCopyFromGPU = (from, fromOffset, to, bytes) => {
    const encoder = context.pendingEncoder;
    if (!encoder || bytes === 0) return read(from, fromOffset, to, bytes);
    // WebLLM submits the copy in an encoder of its own, which here is the one that holds all before it.
    context.pendingEncoder = null;
    context.pendingDispatchCount = 0;
    next = encoder;
    read(from, fromOffset, to, bytes);
    submitted();
  };

  const free = context.deviceFreeDataSpace.bind(context);
  context.deviceFreeDataSpace = (address) => {
    const encoder = context.pendingEncoder;
    if (!encoder) return free(address);
    const buffer = context.gpuBufferFromPtr(address);
    const destroy = buffer.destroy;
    buffer.destroy = () => {
      buffer.destroy = destroy;
      freed.push(buffer);
    };
    context.pendingEncoder = null;
    free(address);
    context.pendingEncoder = encoder;
  };
}

/** Buffers that small writes go through, each used once between two submits. */
class Sources {
  readonly #device: GPUDevice;
  readonly #buffers: GPUBuffer[] = [];
  #taken = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** A buffer that holds `bytes`, up to SMALL of them, from its beginning. */
  take(bytes: Uint8Array<ArrayBuffer>): GPUBuffer {
    const index = this.#taken++;
    this.#buffers[index] ??= this.#device.createBuffer({
      size: SMALL,
      usage: GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    const buffer = this.#buffers[index];
    const padded = new Uint8Array(roundUp(bytes.length));
    padded.set(bytes);
    // Earlier commands that read this buffer were submitted before, so they are done with it by then.
    this.#device.queue.writeBuffer(buffer, 0, padded);
    return buffer;
  }

  release(): void {
    this.#taken = 0;
  }
}

/** Makes kernels that follow each other in this encoder share one pass. */
function sharingPasses(encoder: GPUCommandEncoder): GPUCommandEncoder {
  let close = (): void => undefined;
  let open: GPUComputePassEncoder | null = null;
  const begin = encoder.beginComputePass.bind(encoder);
  const copy = encoder.copyBufferToBuffer.bind(encoder) as (...values: unknown[]) => undefined;
  const finish = encoder.finish.bind(encoder);
  encoder.beginComputePass = (descriptor) => {
    if (open) return open;
    const pass = begin(descriptor);
    const end = pass.end.bind(pass);
    pass.end = () => undefined;
    close = () => {
      end();
      open = null;
      close = () => undefined;
    };
    open = pass;
    return pass;
  };
  encoder.copyBufferToBuffer = (...values: unknown[]) => {
    close();
    return copy(...values);
  };
  encoder.finish = (descriptor) => {
    close();
    return finish(descriptor);
  };
  return encoder;
}

/** WebGPU copies and writes whole words of four bytes. */
function roundUp(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}
