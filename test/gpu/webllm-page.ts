/** What the page of `webllm.test.ts` gets of the engine. */
export { referenceOf } from "../../src/engine/self-test.ts";
export { WebLlmEngine } from "../../src/engine/webllm.ts";
