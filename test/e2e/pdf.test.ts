/** PDFs: the one that a tab shows, and one that the user chooses. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BROWSERS } from "../../scripts/lib/setup.mjs";
import { type PdfToWrite, writePdf } from "../fixtures/pdf/write.ts";
import { expectQuiet, useStage } from "./harness.ts";
import { finished, summarise } from "./notes.ts";
import { FERRY } from "./pages.ts";

const PAGES = [
  [
    "The island ferry gets a second boat",
    "",
    "The council of Lower Harrow voted on Monday to lease a second ferry.",
    "The boat carries 140 passengers and 22 cars.",
    "It will sail from the old quay below the fish market.",
  ],
  [
    "The lease costs 310,000 pounds a year for four years.",
    "Half of the money comes from parking fees.",
    "The first sailing is planned for the fourth of April.",
  ],
];
const TEXT = PAGES.flat().join(" ");
const served = (pdf: PdfToWrite) => ({ body: writePdf(pdf), type: "application/pdf" });

describe.each(BROWSERS)("%s", (name) => {
  const stage = useStage(name);
  beforeEach(() => stage.reset());

  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "postil-pdf-"));
    file = join(folder, "second ferry.pdf");
    writeFileSync(file, writePdf({ pages: PAGES }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const chooser = () => ({ role: "button", name: stage.postil.words.of("choose_pdf") });

  test("a file is read in place of the page, and a second time without being chosen again", async () => {
    const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await panel.chooseFile(chooser(), file);
    const { job, notes } = await finished(stage, panel);
    expect(job.page).toEqual({ url: "", title: "second ferry.pdf" });
    expect(notes.read.source).toBe("pdf");
    for (const source of notes.points.flatMap((point) => point.sources)) expect(TEXT).toContain(source);
    await stage.postil.press(panel, "again");
    expect((await finished(stage, panel, job)).notes.read.source).toBe("pdf");
    await expectQuiet(stage, page, panel);
  });

  test.each([
    ["pdf-locked", writePdf({ pages: PAGES, locked: true })],
    ["pdf-without-text", writePdf({ pages: [[]] })],
    ["pdf-damaged", Buffer.from("This was never a PDF.")],
  ] as const)("%s: a file is refused by name, and another one may be chosen", async (code, bytes) => {
    const refused = join(folder, "refused.pdf");
    writeFileSync(refused, bytes);
    const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await panel.chooseFile(chooser(), refused);
    await panel.waitForText(stage.postil.words.error(code));
    expect((await stage.postil.state(panel)).jobs).toEqual([]);
    await panel.chooseFile(chooser(), file);
    expect((await finished(stage, panel)).job.page.title).toBe("second ferry.pdf");
    await expectQuiet(stage, page, panel);
  });

  test("characters of fonts that are not in the file are known", async () => {
    const lines = [
      "連絡船は朝の九時に港を出ます。",
      "冬の間は風の弱い日にだけ運航します。",
      "犬は無料で乗れます。",
    ];
    const japanese = join(folder, "renrakusen.pdf");
    writeFileSync(japanese, writePdf({ pages: [lines], japanese: true }));
    const { page, panel } = await stage.postil.openOn(stage.web.put("/ferry", { body: FERRY }));
    await panel.chooseFile(chooser(), japanese);
    const { notes } = await finished(stage, panel);
    for (const source of notes.points.flatMap((point) => point.sources)) expect(lines).toContain(source);
    await expectQuiet(stage, page, panel);
  });
});

describe("chromium", () => {
  const stage = useStage("chromium");
  beforeEach(() => stage.reset());

  // Larger than what crosses between page and panel at once.
  test.each([0, 9_000_000])(
    "the PDF in a tab is read as the page reads it, with %d bytes more",
    async (padding) => {
      const url = stage.web.put("/ferry.pdf", served({ pages: PAGES, title: "Second ferry", padding }));
      const { page, panel, job, notes } = await summarise(stage, url);
      expect(job.page).toEqual({ url, title: "Second ferry" });
      expect(notes.read).toMatchObject({ source: "pdf" });
      expect(notes.read.words).toBeGreaterThan(50);
      for (const source of notes.points.flatMap((point) => point.sources)) expect(TEXT).toContain(source);
      expect(stage.web.requests.every(({ path }) => /^\/(ferry\.pdf|favicon\.ico)$/u.test(path))).toBe(true);
      await expectQuiet(stage, page, panel);
    },
  );

  test.each([
    ["pdf-locked", { pages: PAGES, locked: true }],
    ["pdf-without-text", { pages: [[]] }],
  ] as const)("%s: the panel says so, and offers a file in its place", async (code, pdf) => {
    const { panel } = await stage.postil.openOn(stage.web.put("/a.pdf", served(pdf)));
    await stage.postil.press(panel, "summarise");
    await panel.waitForText(stage.postil.words.error(code));
    await panel.find({ role: "button", name: stage.postil.words.of("choose_pdf") });
    expect((await stage.postil.state(panel)).jobs).toEqual([]);
    await expectQuiet(stage, panel);
  });
});

describe("firefox", () => {
  const stage = useStage("firefox");
  beforeEach(() => stage.reset());

  test("its viewer is closed to extensions: the panel says so, and the file itself is read", async () => {
    const folder = mkdtempSync(join(tmpdir(), "postil-pdf-"));
    const file = join(folder, "ferry.pdf");
    writeFileSync(file, writePdf({ pages: PAGES, title: "Second ferry" }));
    // Nothing in its address says what it is.
    const url = stage.web.put("/document/7", served({ pages: PAGES, title: "Second ferry" }));
    const { panel } = await stage.postil.openOn(url);
    await stage.postil.press(panel, "summarise");
    await panel.waitForText(stage.postil.words.error("pdf-closed"));
    await panel.chooseFile({ role: "button", name: stage.postil.words.of("choose_pdf") }, file);
    const { job } = await finished(stage, panel);
    expect(job.page).toEqual({ url, title: "Second ferry" });
    rmSync(folder, { recursive: true });
    await expectQuiet(stage, panel);
  });
});
