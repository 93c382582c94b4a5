/** `npm run demo` as a program: its options, its output and its exit status. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PATIENCE_MS, sleep, until } from "../../scripts/driver/until.ts";
import { Web } from "../../scripts/driver/web.ts";
import { ROOT } from "../../scripts/lib/run.mjs";
import { BROWSERS, ensureBuild } from "../../scripts/lib/setup.mjs";
import { EMPTY, FERRY, POPPING } from "./pages.ts";

let folder: string;
let child: ChildProcess | undefined;
beforeAll(async () => {
  for (const browser of BROWSERS) await ensureBuild(browser);
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "postil-test-"));
  await writeFile(join(folder, "ferry.html"), FERRY);
  await writeFile(join(folder, "empty.html"), EMPTY);
});
// One that hangs is not to be in the way of the next.
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill("SIGINT");
    await once(child, "close");
  }
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function demo(args: readonly string[], onStart?: (interrupt: () => void) => void): Promise<Ended> {
  return new Promise((resolve) => {
    // Profiles go where this test can see whether they are gone afterwards.
    const env = { ...process.env, TMPDIR: folder };
    const started = spawn(process.execPath, [join(ROOT, "scripts", "demo.mjs"), ...args], {
      env,
      cwd: folder,
    });
    let out = "";
    let err = "";
    started.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      out += chunk;
    });
    started.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      err += chunk;
    });
    started.on("close", (code) => resolve({ code, out, err }));
    child = started;
    onStart?.(() => started.kill("SIGINT"));
  });
}

const profiles = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith("postil-browser-"));

describe.each(BROWSERS)("demo in %s", (browser) => {
  const HERE = ["--browser", browser, "--headless", "--engine", "fake"];

  test("--json prints one object as the last line on standard output, and nothing else there", async () => {
    const picture = join(folder, "shot.png");
    const args = [...HERE, "--task", "summarise", "--page", "ferry.html", "--json"];
    const { code, out, err } = await demo([...args, "--screenshot", picture]);
    expect(code, err).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    const result = JSON.parse(lines[0] ?? "");
    expect(result).toMatchObject({
      task: "summarise",
      page: join(folder, "ferry.html"),
      engine: "fake",
      backend: "none",
      model: expect.any(String),
      ms: { load: expect.any(Number), first: expect.any(Number), total: expect.any(Number) },
      tokens: { prompt: expect.any(Number), output: expect.any(Number) },
    });
    expect(result.points.length).toBeGreaterThan(0);
    expect(result.text).toBe(result.points.map(({ text }: { text: string }) => text).join("\n"));
    for (const { text, sources } of result.points) {
      expect(text).not.toBe("");
      for (const source of sources) expect(FERRY).toContain(source);
    }
    const png = await readFile(picture);
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect(await profiles()).toEqual([]);
  });

  test("a reply is drafted, put into the page and taken back, as the page was seen to show", async () => {
    const page = join(ROOT, "test/fixtures/mail/gmail-thread.html");
    const args = [...HERE, "--task", "reply", "--intent", "decline", "--page", page, "--json"];
    const { code, out, err } = await demo(args);
    expect(code, err).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ task: "reply", page, engine: "fake", inserted: true, undone: true });
    expect(result.draft).toBe(result.text);
    for (const blank of result.blanks) expect(result.text).toContain(blank);
  });

  test("a page from the web is opened as it is, whatever it pops up", async () => {
    const web = await Web.start();
    try {
      const page = web.put("/popping", { body: POPPING });
      const { code, out, err } = await demo([...HERE, "--page", page, "--json"]);
      expect(code, err).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ page, engine: "fake" });
      expect(web.requests).toContainEqual({ host: "localhost", path: "/popping" });
    } finally {
      await web.close();
    }
  });

  test("a rule folds results, as the page was seen to show", async () => {
    const args = [...HERE, "--task", "filter", "--rule", "encyclopedia", "--json"];
    const { code, out, err } = await demo(args);
    expect(code, err).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ task: "filter", engine: "fake", backend: "none" });
    expect(result.results).toHaveLength(10);
    const folded = result.results.filter((each: { folded: boolean }) => each.folded);
    expect(folded).toEqual([
      {
        title: "Standing desk - encyclopedia",
        url: "https://encyclopedia.example/wiki/Standing_desk",
        folded: true,
        score: expect.any(Number),
        rule: "encyclopedia",
      },
    ]);
    expect(result.tokens.prompt).toBeGreaterThan(0);
  });

  test("without --json it prints the points as lines", async () => {
    const { code, out } = await demo([...HERE, "--page", join(folder, "ferry.html")]);
    expect(code).toBe(0);
    for (const line of out.trimEnd().split("\n")) expect(line).toMatch(/^- \S/u);
  });

  test.each(["nowhere.html", "empty.html"])("--page %s ends with a reason", async (page) => {
    await expectRefused([...HERE, "--page", page], 1);
  });

  test.each([
    ["empty", " . "],
    ["too long", "pages about lighthouses ".repeat(90)],
    ["of two kinds", "hide shops and only recipes"],
  ])("a rule that is %s ends with the reason that the panel gives", async (_, rule) => {
    await expectRefused([...HERE, "--task", "filter", "--rule", rule], 1);
  });

  test("an address where nobody answers ends with a reason", async () => {
    const web = await Web.start();
    const page = web.put("/gone", { body: FERRY });
    await web.close();
    await expectRefused([...HERE, "--page", page], 1);
  });

  test("Ctrl+C ends it and leaves nothing behind", async () => {
    const { code, out } = await demo([...HERE, "--page", "ferry.html"], (interrupt) => {
      const isUp = until(async () => (await profiles()).length > 0, PATIENCE_MS).then(() => sleep(700));
      // One that has not come up either is not to be waited for.
      void isUp.catch(() => undefined).then(interrupt);
    });
    expect(code).toBe(130);
    expect(out).toBe("");
    expect(await profiles()).toEqual([]);
  });
});

/** Nothing is on standard output, a reason and no stack on the other, and nothing is left behind. */
async function expectRefused(args: readonly string[], status: number): Promise<void> {
  const { code, out, err } = await demo(args);
  expect(code).toBe(status);
  expect(out).toBe("");
  expect(err).toMatch(/^demo: \S/mu);
  expect(err).not.toMatch(/^ +at /mu);
  expect(await profiles()).toEqual([]);
}

describe("the demo's command line", () => {
  test.each([
    [["--what"]],
    [["--browser", "lynx"]],
    [["--engine", "cloud"]],
    [["--task", "sing"]],
    [["--task", "reply", "--intent", "shout"]],
    [["stray"]],
    [["--screenshot", "picture.jpg"]],
  ])("%j is refused with a reason", (args) => expectRefused(args, 2));

  test("--help tells the options and does nothing", async () => {
    const { code, out } = await demo(["--help"]);
    expect(code).toBe(0);
    for (const option of [
      "--task",
      "--page",
      "--browser",
      "--engine",
      "--headless",
      "--json",
      "--screenshot",
    ])
      expect(out).toContain(option);
  });
});
