import { beforeEach, describe, expect, it } from "vitest";
import { batchCommands } from "./gpu-batch.ts";
import { FakeGpuContext } from "./testing.ts";

let context: FakeGpuContext;
beforeEach(() => {
  // Node has no WebGPU, and with it no names of its flags.
  Object.assign(globalThis, { GPUBufferUsage: { COPY_SRC: 4, COPY_DST: 8 } });
  context = new FakeGpuContext();
});

/** A token as WebLLM computes it: its id is written, kernels run, what sampling needs is written, the token is read. */
function token(): void {
  context.deviceCopyToGPU(1, 10, 0, 4);
  context.kernel("embed");
  context.kernel("layers");
  context.copyRawBytesToBuffer(Uint8Array.of(2, 2, 2, 2), 11, 0, 4);
  context.kernel("softmax");
  context.deviceCopyToGPU(3, 12, 0, 3);
  context.deviceFreeDataSpace(11);
  context.kernel("sample");
  context.deviceCopyFromGPU(13, 0, 5, 4);
}

describe("a token's commands", () => {
  it("take four submits and a pass for each kernel as WebLLM has them", () => {
    token();
    expect(context.queue.filter((entry) => entry.startsWith("submit"))).toHaveLength(4);
  });

  it("are one submit, with copies for writes and a pass for kernels that follow each other", () => {
    batchCommands(context);
    token();
    expect(context.queue).toEqual([
      "write buffer10 1,1,1,1",
      "write source0 2,2,2,2",
      "write source1 3,3,3,0",
      "submit pass embed layers end copy source0 buffer11 pass softmax end copy source1 buffer12 pass sample end copy buffer13 memory5",
    ]);
    expect(context.pendingDispatchCount).toBe(0);
  });

  it("use the same buffers in the next token, and destroy what was freed only when it was submitted", () => {
    batchCommands(context);
    token();
    expect(context.destroyed).toEqual(["buffer11"]);
    const first = [...context.queue];
    context.queue.length = 0;
    context.destroyed.length = 0;
    token();
    expect(context.queue).toEqual(first);
  });
});

describe("what is not joined", () => {
  beforeEach(() => batchCommands(context));

  it("are large writes, which wait for what was to be done before them", () => {
    context.kernel("a");
    context.deviceCopyToGPU(1, 10, 0, 8192);
    context.kernel("b");
    context.copyRawBytesToBuffer(new Uint8Array(8192), 11, 0, 8192);
    expect(context.queue).toEqual([
      "submit pass a end",
      expect.stringContaining("write buffer10"),
      "submit pass b end",
      expect.stringContaining("write buffer11"),
    ]);
  });

  it("are reads, writes and frees when nothing is under way", () => {
    context.deviceCopyToGPU(1, 10, 0, 4);
    context.deviceCopyFromGPU(10, 0, 5, 4);
    context.deviceFreeDataSpace(10);
    expect(context.queue).toEqual(["write buffer10 1,1,1,1", "submit copy buffer10 memory5"]);
    expect(context.destroyed).toEqual(["buffer10"]);
  });
});

it("a flush submits what is under way once, and only if there is anything", () => {
  batchCommands(context);
  context.flushCommands();
  context.kernel("a");
  context.deviceFreeDataSpace(3);
  context.flushCommands();
  context.flushCommands();
  expect(context.queue).toEqual(["submit pass a end"]);
  expect(context.destroyed).toEqual(["buffer3"]);
});
