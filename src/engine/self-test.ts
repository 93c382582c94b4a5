/**
 * Does the graphics card compute what it should? Drivers have given wrong numbers without any error, and a language model
 * then writes fluent nonsense or noise. A short prompt is continued on the processor by the same weights, and the card must
 * find that continuation as likely, and choose a first token of its own that is no worse.
 *
 * Imported fine-tunes have no values known in advance, so the reference is computed on this computer, once per installed
 * model, and kept beside it; of published weights it may be known (`known-references.ts`).
 */
import * as v from "valibot";
import { asPostilError, type ErrorCode, PostilError } from "../errors.ts";
import type { InstalledModel } from "../model/installed.ts";
import type { Examiner } from "./choice.ts";
import type { Engine, Prompt } from "./engine.ts";
import { KNOWN_REFERENCES } from "./known-references.ts";

/** A record beside each installed model, gone with it. */
export interface TestRecords {
  /** What was written last; undefined when nothing was. */
  read(model: string): Promise<unknown>;
  write(model: string, record: unknown): Promise<void>;
}

/** What the weights say after `TEST_PROMPT`, in a computation that is right. */
export interface Reference {
  /** The greedy continuation. */
  readonly text: string;
  /** Its log-probability: natural log, summed over its tokens. */
  readonly logProbability: number;
}

export interface SelfTestMeans {
  readonly records: TestRecords;
  /** The browser and its version: another one may bring another shader compiler. */
  readonly browser: string;
  /** References by model id. */
  readonly known?: Readonly<Record<string, Reference>>;
}

/**
 * Long enough for a prefill of many rows, and so plain that the weights are sure of what comes next: of the pretrained ones
 * each token of " Thursday, Friday" is at least ten times as likely as any other, so that noise does not change them.
 */
export const TEST_PROMPT: Prompt = {
  instruction: "Write what comes next.",
  examples: [
    { input: "January, February, March", output: "April, May, June" },
    { input: "one, two, three", output: "four, five, six" },
  ],
  labels: { input: "List", output: "Next" },
  input: "Monday, Tuesday, Wednesday",
};

/** Tokens of the continuation. */
const TOKENS = 3;

/** Said in place of a continuation by weights that say nothing. */
const NO_WORDS = " Thursday";

/**
 * Nats by which card and processor may differ. Measured over the pretrained weights' continuation: −0.367 by llama.cpp in
 * native code, −0.380 by llama.cpp in wasm, −0.390 on WebGPU, all from the same stored weights. With one bit in 512 of
 * the weights flipped on its way to the card, −2.3; noise over the vocabulary is −12.5 for each token.
 */
export const TOLERANCE = 0.5;

const ReferenceForm = v.object({
  text: v.pipe(v.string(), v.minLength(1)),
  logProbability: v.pipe(v.number(), v.finite(), v.maxValue(0)),
});
const RecordForm = v.object({
  form: v.literal(1),
  reference: v.nullable(ReferenceForm),
  /** Identity of card and library, and the browser, of each test that was passed. */
  passed: v.array(v.string()),
});
type TestRecord = v.InferOutput<typeof RecordForm>;

/** Passed tests that are remembered: a computer has few cards and few browsers. */
const KEPT = 8;

/** Failures of the reference that end the load; after any other nothing is compared. */
const FATAL: ReadonlySet<ErrorCode> = new Set(["cancelled", "model-damaged"]);

/** Failures of the reference that may not come again: the next load tries once more. */
const PASSING: ReadonlySet<ErrorCode> = new Set(["engine-crashed", "engine-failed", "memory-short"]);

export class SelfTest implements Examiner {
  readonly #means: SelfTestMeans;
  /** Models of which the processor could give no reference, by id. */
  readonly #without = new Set<string>();
  /** Records that could not be written, by model id: they count for as long as this host lives. */
  readonly #unwritten = new Map<string, TestRecord>();

  constructor(means: SelfTestMeans) {
    this.#means = means;
  }

  async hasPassed(model: InstalledModel, identity: string): Promise<boolean> {
    return (await this.#read(model)).passed.includes(this.#key(identity));
  }

  /** @throws PostilError `cancelled`, `model-damaged`; without a reference for other reasons nothing is compared */
  async prepare(model: InstalledModel, engine: Engine, signal: AbortSignal): Promise<boolean> {
    const record = await this.#read(model);
    if (record.reference ?? this.#known(model)) return true;
    if (this.#without.has(model.id)) return false;
    try {
      await engine.load(model, () => undefined, signal);
      const reference = await referenceOf(engine, signal);
      await this.#write(model, { ...record, reference });
      return true;
    } catch (thrown) {
      const error = asPostilError(thrown);
      if (FATAL.has(error.code)) throw error;
      if (!PASSING.has(error.code)) this.#without.add(model.id);
      console.warn("postil: no reference for the graphics card's test:", error.message);
      return false;
    } finally {
      await engine.unload();
    }
  }

  async examine(engine: Engine, model: InstalledModel, identity: string, signal: AbortSignal): Promise<void> {
    const record = await this.#read(model);
    const reference = record.reference ?? this.#known(model);
    if (!reference) {
      await requireNumbers(engine, signal);
      console.warn("postil: the graphics card was hardly tested: there is nothing to compare with");
      return;
    }
    await compare(engine, reference, signal);
    const passed = [...record.passed, this.#key(identity)].slice(-KEPT);
    await this.#write(model, { ...record, passed });
  }

  #known({ id }: InstalledModel): Reference | undefined {
    return (this.#means.known ?? KNOWN_REFERENCES)[id];
  }

  #key(identity: string): string {
    return `${identity} ${this.#means.browser}`;
  }

  /** A record that cannot be read is as none: the test is done again. */
  async #read(model: InstalledModel): Promise<TestRecord> {
    const unwritten = this.#unwritten.get(model.id);
    if (unwritten) return unwritten;
    const stored = await this.#means.records.read(model.id).catch(() => undefined);
    const record = v.safeParse(RecordForm, stored);
    return record.success ? record.output : { form: 1, reference: null, passed: [] };
  }

  /** What was found is true whether or not there is room for it: a full disk says nothing of the card. */
  async #write(model: InstalledModel, record: TestRecord): Promise<void> {
    try {
      await this.#means.records.write(model.id, record);
      this.#unwritten.delete(model.id);
    } catch (thrown) {
      this.#unwritten.set(model.id, record);
      console.warn("postil: the self-test's record was not written:", asPostilError(thrown).message);
    }
  }
}

/** What `engine` says of the test's prompt. Errors are the engine's, and `engine-failed` when it gives no number. */
export async function referenceOf(engine: Engine, signal: AbortSignal): Promise<Reference> {
  const text = (await continuation(engine, TOKENS, signal)) || NO_WORDS;
  const [logProbability = Number.NaN] = await engine.score(TEST_PROMPT, [text], signal);
  if (!Number.isFinite(logProbability)) throw new PostilError("engine-failed", { found: logProbability });
  return { text, logProbability };
}

async function continuation(engine: Engine, maxTokens: number, signal: AbortSignal): Promise<string> {
  let text = "";
  for await (const token of engine.generate(TEST_PROMPT, { maxTokens, temperature: 0 }, signal))
    text += token.text;
  return text;
}

/**
 * All that can be asked of a card without a reference: that it gives numbers.
 * @throws PostilError `gpu-wrong` with what was found
 */
async function requireNumbers(engine: Engine, signal: AbortSignal): Promise<void> {
  const [found = Number.NaN] = await engine.score(TEST_PROMPT, [NO_WORDS], signal);
  if (!Number.isFinite(found)) throw wrong({ found });
}

/** @throws PostilError `gpu-wrong` with what was found and expected */
async function compare(engine: Engine, reference: Reference, signal: AbortSignal): Promise<void> {
  const expected = reference.logProbability;
  const [found = Number.NaN] = await engine.score(TEST_PROMPT, [reference.text], signal);
  if (!(Math.abs(found - expected) <= TOLERANCE)) throw wrong({ expected, found });
  // The sampler is a computation of its own. Where two tokens are nearly alike, the other one may rightly come first.
  const first = await continuation(engine, 1, signal);
  if (reference.text === NO_WORDS || (first !== "" && reference.text.startsWith(first))) return;
  const [likelihood = Number.NaN] = first === "" ? [] : await engine.score(TEST_PROMPT, [first], signal);
  if (!(likelihood >= expected - TOLERANCE)) throw wrong({ expected: reference.text, found: first });
}

function wrong(detail: Readonly<Record<string, string | number>>): PostilError {
  return new PostilError("gpu-wrong", detail);
}
