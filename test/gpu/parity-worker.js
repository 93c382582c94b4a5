/**
 * The worker in which `npm run parity` runs the model library: the real WebLLM, fed token by token, so that neither a prompt
 * template nor the tokenizer is between the reference's ids and the model.
 */
import { batchCommands } from "/gpu-batch.js";
import { CreateMLCEngine } from "/web-llm.js";

const counted = { dispatches: 0, passes: 0, submits: 0, writes: 0 };
count(GPUCommandEncoder.prototype, "beginComputePass", "passes");
count(GPUComputePassEncoder.prototype, "dispatchWorkgroups", "dispatches");
count(GPUQueue.prototype, "submit", "submits");
count(GPUQueue.prototype, "writeBuffer", "writes");

/**
 * @param {object} prototype
 * @param {string} method
 * @param {keyof typeof counted} name
 */
function count(prototype, method, name) {
  const original = prototype[method];
  prototype[method] = function (...args) {
    counted[name] += 1;
    return original.apply(this, args);
  };
}

let engine;
/** WebLLM's own part that has the key-value cache; `MLCEngine` shows it to nobody. */
let pipeline;
/** The logits after the last tokens that were appended, on the device. */
let last;

/**
 * Loads the library and the weights.
 * @param {string[]} features of WebGPU that the library needs
 * @returns {Promise<number>} milliseconds
 */
async function load(features) {
  const start = performance.now();
  const model = {
    model: `${location.origin}/model/`,
    model_id: "parity",
    model_lib: `${location.origin}/library.wasm`,
    required_features: features,
    // Greedy: `forwardTokensAndSample` takes its temperature from the configuration.
    overrides: { temperature: 0, top_p: 1 },
  };
  engine = await CreateMLCEngine("parity", {
    appConfig: { model_list: [model], cacheBackend: "cache" },
    logLevel: "ERROR",
  });
  pipeline = engine.loadedModelIdToPipeline.get("parity");
  batchCommands(pipeline.tvm.lib.webGPUContext);
  return performance.now() - start;
}

/**
 * The most probable token after a prompt, and after each further token given, with the time of the prompt and of each further
 * token, and the last token's WebGPU calls. The tokens are given, not our own, so that one difference does not change what
 * follows.
 * @param {number[]} ids
 * @param {number[]} given
 */
async function predict(ids, given) {
  await engine.resetChat();
  const start = performance.now();
  const tokens = [await engine.forwardTokensAndSample(ids, true)];
  const prompt = performance.now() - start;
  const steps = [];
  for (const token of given) {
    for (const name of Object.keys(counted)) counted[name] = 0;
    const begin = performance.now();
    tokens.push(await engine.forwardTokensAndSample([token], false));
    steps.push(performance.now() - begin);
  }
  return { tokens, prompt, steps, calls: { ...counted } };
}

/** Takes everything out of the key-value cache. */
async function empty() {
  pipeline.resetKVCache();
  pipeline.filledKVCacheLength = 0;
}

/**
 * Takes the last tokens out of the key-value cache, as the extension does with what the next prompt does not begin with.
 * @param {number} count
 */
async function drop(count) {
  const { tvm, kvCache } = pipeline;
  tvm.beginScope();
  tvm.getGlobalFunc("vm.builtin.kv_state_popn")(kvCache, tvm.scalar(0, "int64"), tvm.scalar(count, "int32"));
  tvm.endScope();
  pipeline.filledKVCacheLength -= count;
}

/**
 * Appends tokens in one pass: as a chunk of a prompt, or, if it is one, as a token that was decoded.
 * @param {number[]} ids at most a chunk's
 */
async function append(ids) {
  last?.dispose();
  last = undefined;
  pipeline.tvm.beginScope();
  last = pipeline.tvm.detachFromCurrentScope(await pipeline.embedAndForward([ids], ids.length));
  pipeline.tvm.endScope();
  await pipeline.device.sync();
}

/**
 * The logits after the tokens that were appended last.
 * @returns {Promise<string>} base64 of little-endian float32
 */
async function logits() {
  pipeline.tvm.beginScope();
  const onCpu = pipeline.updateLogitsOnCPU(last);
  await pipeline.device.sync();
  const values = Float32Array.from(onCpu.toArray());
  pipeline.tvm.endScope();
  const bytes = new Uint8Array(values.buffer);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The token that WebLLM's sampler takes of these logits at temperature 0. */
async function choose() {
  return pipeline.sampleTokenFromLogits(last);
}

const functions = { load, predict, empty, drop, append, logits, choose };
globalThis.onmessage = async ({ data: { id, name, args } }) => {
  try {
    postMessage({ id, value: await functions[name](...args) });
  } catch (error) {
    postMessage({ id, error: error.stack ?? String(error) });
  }
};
