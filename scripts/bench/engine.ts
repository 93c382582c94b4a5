/** The bench of the engines, in a browser with the extension. Called by `scripts/bench-engine.mjs`. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchPlan, BenchRemark, BenchView } from "../../src/messages/bench-protocol.ts";
import { DEFAULT_SCHEDULE_LIBRARY } from "../../src/messages/bench-protocol.ts";
import type { Command } from "../../src/messages/protocol.ts";
import { Postil } from "../driver/postil.ts";
import { sleep } from "../driver/until.ts";
import type { View } from "../driver/view.ts";
import { ensureModel } from "../fetch-model.ts";
import { ensureChrome } from "../lib/chrome.mjs";
import { ensureFirefox, ensureVulkan } from "../lib/firefox.mjs";
import { Stop, say } from "../lib/log.mjs";
import { type BrowserName, ensureBuild, extensionDir } from "../lib/setup.mjs";
import { ensureBaseline } from "./baseline.ts";
import { tableOf, writeReport } from "./report.ts";

export interface EngineBenchOptions {
  readonly plan: BenchPlan;
  readonly browser: BrowserName;
  readonly json: boolean;
  readonly write: boolean;
}

const HOST_PORT = "postil.host";
const LOOK_MS = 500;
/** Milliseconds in which nothing is told before it is given up: the longest prompt on the slowest engine, and room. */
const STALL_MS = 15 * 60_000;

/** Measures and prints. Throws `Stop` with the reason when no engine could be measured. */
export async function main({ plan, browser, json, write }: EngineBenchOptions): Promise<void> {
  const program = await (browser === "firefox" ? ensureFirefox() : ensureChrome());
  if (browser === "firefox") await ensureVulkan();
  await ensureBuild(browser);
  const model = await ensureModel({ quiet: !process.stderr.isTTY });
  const extension = await mkdtemp(join(tmpdir(), "postil-bench-"));
  try {
    await cp(extensionDir(browser), extension, { recursive: true });
    if (plan.engines.includes("webllm-default-schedule"))
      await cp(await ensureBaseline(DEFAULT_SCHEDULE_LIBRARY), join(extension, "model-lib"), {
        recursive: true,
      });
    const { postil, gpu } = await Postil.launchWithWebGpu(browser, { program, extension, headless: true });
    try {
      if (gpu === "software") say("No graphics card offers WebGPU here: it runs in software.");
      const view = await measure(postil, model.path, plan);
      const { report } = view;
      if (!report) throw new Stop(`Nothing was measured: ${view.error?.message ?? view.status}.`);
      const lines = [tableOf(report), ...view.remarks.map(sentenceOf)];
      if (write)
        say(`Written: ${(await writeReport(report, browser, view.remarks.map(sentenceOf))).join(", ")}`);
      if (json) for (const line of lines) say(line);
      process.stdout.write(`${json ? JSON.stringify(report) : lines.join("\n")}\n`);
    } finally {
      await postil.close();
    }
  } finally {
    await rm(extension, { recursive: true, force: true });
  }
}

async function measure(postil: Postil, model: string, plan: BenchPlan): Promise<BenchView> {
  await postil.setSettings({ engine: "auto" });
  const options = await postil.openOptions();
  say("Installing the model");
  await postil.installFile(options, model);
  await send(options, { type: "bench.start", plan });
  let told = "";
  let seen = "";
  let changedAt = Date.now();
  /** Engines whose figures have been told. */
  let shown = 0;
  while (true) {
    const { bench } = await postil.state(options);
    if (!bench) throw new Stop("The bench is gone: its worker ended.");
    if (bench.status !== "queued" && bench.status !== "running") return bench;
    const now = JSON.stringify(bench);
    if (now !== seen) changedAt = Date.now();
    seen = now;
    const ready = Object.keys(bench.report?.engines ?? {}).length;
    if (bench.report && ready > shown) say(`\n${tableOf(bench.report)}\n`);
    shown = ready;
    const words = describe(bench);
    if (words !== told) say(words);
    told = words;
    if (Date.now() - changedAt > STALL_MS)
      throw new Stop(`Nothing has happened for ${STALL_MS / 60_000} minutes: ${words}`);
    await sleep(LOOK_MS);
  }
}

/** Sends the host a command, as the page's own buttons do. Throws with the host's refusal. */
function send(page: View, command: Command): Promise<string> {
  return page.call(
    (name: string, what: Command) =>
      new Promise<string>((resolve, reject) => {
        const port = chrome.runtime.connect({ name });
        port.onDisconnect.addListener(() => reject(new Error("no host answers")));
        port.onMessage.addListener(
          (message: { type: string; value?: string; error?: { message: string } }) => {
            if (message.type === "answer") resolve(message.value ?? "");
            if (message.type === "refusal") reject(new Error(message.error?.message));
            if (message.type === "answer" || message.type === "refusal") port.disconnect();
          },
        );
        port.postMessage({ id: 1, target: "host", command: what });
      }),
    HOST_PORT,
    command,
  );
}

function describe({ status, step, place }: BenchView): string {
  if (!step) return status === "queued" ? `Waiting for ${place} jobs` : "Beginning";
  const percent = `${Math.floor(step.fraction * 100)} %`;
  switch (step.what) {
    case "load":
      // Its own progress would be a line for each shader.
      return `${step.engine}: loading`;
    case "prompt":
      return `${percent} ${step.engine}: a prompt of ${step.tokens} tokens`;
    case "decode":
      return `${percent} ${step.engine}: decoding ${step.tokens} tokens`;
  }
}

function sentenceOf(remark: BenchRemark): string {
  switch (remark.kind) {
    case "failed":
      return `${remark.engine} could not be measured: ${remark.error.message}.`;
    case "too-slow":
      return `${remark.engine}: a prompt of ${remark.prompt} tokens was left out; at the speed of the one before it would have taken ${Math.round(remark.estimatedMs / 1000)} s.`;
    case "reuse":
      return `${remark.engine}: of a prompt of ${remark.given} tokens that begins like the one before, ${remark.computed} were computed.`;
    case "answer":
      return `${remark.engine}: goes on with ${JSON.stringify(remark.text)}.`;
    case "library":
      return `${remark.engine}: library ${remark.library}.`;
  }
}
