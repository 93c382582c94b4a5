/**
 * The worker in which `npm run parity` runs the model library: the real WebLLM, fed token by token, so that neither a prompt
 * template nor the tokenizer is between the reference's ids and the model.
 */
import { CreateMLCEngine } from "/web-llm.js";

const counted = { dispatches: 0, submits: 0, writes: 0 };
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

const functions = { load, predict };
globalThis.onmessage = async ({ data: { id, name, args } }) => {
  try {
    postMessage({ id, value: await functions[name](...args) });
  } catch (error) {
    postMessage({ id, error: error.stack ?? String(error) });
  }
};
