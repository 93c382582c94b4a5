/** A pipeline as WebLLM has it, played without a device: what it computes depends on every token in its cache. */
import type { GpuContext } from "./gpu-batch.ts";
import type { Pipeline } from "./prefix-cache.ts";

export class FakePipeline implements Pipeline {
  /** One token a letter. */
  readonly tokenizer = { encode: (text: string) => Int32Array.from(text, (c) => c.charCodeAt(0)) };
  readonly prefillChunkSize = 4;
  readonly contextWindowSize = 64;
  readonly device = { sync: async () => undefined };
  /** What is in the cache. */
  readonly kvCache: number[] = [];
  /** Tokens of each forward, in order. */
  readonly forwards: number[] = [];
  filledKVCacheLength = 0;
  /** The next prompt. */
  prompt = "";
  fails = false;
  #scopes = 0;
  readonly tvm = {
    beginScope: () => void this.#scopes++,
    endScope: () => void this.#scopes--,
    scalar: (value: number) => value,
    getGlobalFunc: (name: string) => {
      if (name !== "vm.builtin.kv_state_popn") throw new Error(name);
      return (cache: unknown, _sequence: unknown, count: unknown) => {
        if (cache !== this.kvCache || typeof count !== "number" || count > this.kvCache.length)
          throw new Error("cannot pop");
        this.kvCache.length -= count;
      };
    },
    lib: { webGPUContext: new FakeGpuContext() },
  };

  get openScopes(): number {
    return this.#scopes;
  }

  resetKVCache(): void {
    this.kvCache.length = 0;
  }

  /** What WebLLM does before each completion. */
  resetChat(): void {
    this.resetKVCache();
    this.filledKVCacheLength = 0;
  }

  async getInputData(): Promise<[data: unknown[], tokens: number, ...rest: unknown[]]> {
    if (this.filledKVCacheLength !== 0) throw new Error("the cache must be empty");
    const ids = Array.from(this.tokenizer.encode(this.prompt));
    return [[ids], ids.length, "rest"];
  }

  async embedAndForward(data: readonly (readonly number[])[], length: number): Promise<unknown> {
    const ids = data.flat();
    if (ids.length !== length || length > this.prefillChunkSize) throw new Error("a chunk of another size");
    this.kvCache.push(...ids.slice(0, this.fails ? 1 : length));
    if (this.fails) throw new Error("lost");
    this.forwards.push(length);
    this.filledKVCacheLength += length;
    if (this.filledKVCacheLength !== this.kvCache.length) throw new Error("lost count of the cache");
    return logitsOf(this.kvCache);
  }

  updateLogitsOnCPU(logits: unknown): { toArray(): Float32Array } {
    return { toArray: () => logits as Float32Array };
  }
}

/** Eight logits that are different after any other tokens. */
export function logitsOf(ids: readonly number[]): Float32Array {
  const seed = ids.reduce((hash, id) => (hash * 31 + id) % 100_003, 7);
  return Float32Array.from({ length: 8 }, (_, token) => Math.sin(seed * (token + 1)));
}

/**
 * tvmjs's context, played without a device: what it does to the card is written down in order in `queue`, the commands of an
 * encoder when they are submitted. `kernel` is what a call of a compiled kernel does.
 */
export class FakeGpuContext implements GpuContext {
  readonly queue: string[] = [];
  readonly destroyed: string[] = [];
  readonly memory = { viewRawBytes: (from: number, bytes: number) => new Uint8Array(bytes).fill(from) };
  pendingEncoder: GPUCommandEncoder | null = null;
  pendingDispatchCount = 0;
  #created = 0;
  readonly #buffers = new Map<number, GPUBuffer>();

  readonly device = {
    createCommandEncoder: () => {
      const commands: string[] = [];
      return {
        beginComputePass: () => {
          commands.push("pass");
          return { dispatch: (name: string) => commands.push(name), end: () => commands.push("end") };
        },
        copyBufferToBuffer: (source: { label: string }, _: number, target: { label: string }) =>
          commands.push(`copy ${source.label} ${target.label}`),
        finish: () => commands,
      };
    },
    createBuffer: () => this.#buffer(`source${this.#created++}`),
    queue: {
      submit: ([commands]: string[][]) => {
        for (const name of this.destroyed)
          if (commands?.join(" ").includes(name))
            throw new Error(`${name} is used in a submit while destroyed`);
        this.queue.push(`submit ${commands?.join(" ")}`);
      },
      writeBuffer: ({ label }: { label: string }, _: number, bytes: Uint8Array) =>
        this.queue.push(`write ${label} ${bytes}`),
    },
  } as unknown as GPUDevice;

  gpuBufferFromPtr(address: number): GPUBuffer {
    const buffer = this.#buffers.get(address) ?? this.#buffer(`buffer${address}`);
    this.#buffers.set(address, buffer);
    return buffer;
  }

  kernel(name: string): void {
    this.pendingEncoder ??= this.device.createCommandEncoder();
    this.pendingDispatchCount++;
    const pass = this.pendingEncoder.beginComputePass() as unknown as {
      dispatch(name: string): void;
      end(): void;
    };
    pass.dispatch(name);
    pass.end();
  }

  flushCommands(): void {
    if (!this.pendingEncoder) return;
    this.device.queue.submit([this.pendingEncoder.finish()]);
    this.pendingEncoder = null;
    this.pendingDispatchCount = 0;
  }

  deviceCopyToGPU(from: number, to: number, toOffset: number, bytes: number): void {
    this.flushCommands();
    this.device.queue.writeBuffer(this.gpuBufferFromPtr(to), toOffset, this.memory.viewRawBytes(from, bytes));
  }

  copyRawBytesToBuffer(data: Uint8Array<ArrayBuffer>, to: number, toOffset: number, bytes: number): void {
    this.flushCommands();
    this.device.queue.writeBuffer(this.gpuBufferFromPtr(to), toOffset, data, 0, bytes);
  }

  deviceCopyFromGPU(from: number, fromOffset: number, to: number, bytes: number): void {
    this.flushCommands();
    const encoder = this.device.createCommandEncoder();
    encoder.copyBufferToBuffer(
      this.gpuBufferFromPtr(from),
      fromOffset,
      this.#buffer(`memory${to}`),
      0,
      bytes,
    );
    this.device.queue.submit([encoder.finish()]);
  }

  deviceFreeDataSpace(address: number): void {
    const buffer = this.gpuBufferFromPtr(address);
    this.#buffers.delete(address);
    this.flushCommands();
    buffer.destroy();
  }

  #buffer(label: string): GPUBuffer {
    return { label, destroy: () => void this.destroyed.push(label) } as unknown as GPUBuffer;
  }
}
