/** Fixed states of the summary's screens that need more than what the panel knows: lengths, lit notes, PDFs. */
import { type ErrorCode, PostilError } from "../../src/errors.ts";
import { resultOf } from "../../src/messages/protocol.ts";
import { placeOf } from "../../src/panel/panel-tasks.ts";
import type { SummariseScene } from "../../src/panel/summarise/summarise-context.ts";
import type { Known } from "../../src/panel/view.ts";
import { hostWith, job, known, TAB } from "./states.ts";

interface SummariseState {
  readonly known: Known;
  readonly scene?: Partial<SummariseScene>;
}

const notes = resultOf(job(), "notes");
if (!notes) throw new Error("the job has notes");

function done(change: Partial<typeof notes> = {}, page = job().page): Known {
  return known({ host: hostWith(job({ page, result: { ...notes, ...change } as typeof notes })) });
}

function failed(code: ErrorCode): Known {
  return known({
    tab: { ...TAB, url: "https://www.northline.example/timetable.pdf", title: "timetable.pdf" },
    failures: new Map([
      [placeOf(TAB.id, "summarise"), { error: new PostilError(code).toReport(), options: undefined }],
    ]),
  });
}

const FILE = { url: "", title: "Timetable of the coast line.pdf" };
const read = (source: "selection" | "pdf") => ({ words: 412, of: 412, source });

export const SUMMARISE_STATES: Readonly<Record<string, SummariseState>> = {
  "ready-with-language": { known: known(), scene: { choosesLanguage: true } },
  // The last mark is the one that is pressed on the photographs.
  "lit-shown": { known: done(), scene: { lit: { jobId: "job", point: 3, state: "shown" } } },
  "lit-lost": { known: done(), scene: { lit: { jobId: "job", point: 3, state: "lost" } } },
  "one-sentence": {
    known: done({ length: "sentence", points: notes.points.slice(0, 1) }),
    scene: { wish: { length: "sentence", language: "page" } },
  },
  paragraph: {
    known: done({ length: "paragraph" }),
    scene: {
      wish: { length: "paragraph", language: "page" },
      lit: { jobId: "job", point: 3, state: "shown" },
    },
  },
  "another-length": { known: done(), scene: { wish: { length: "sentence", language: "page" } } },
  earlier: {
    known: known({
      host: hostWith(
        job({
          id: "a",
          page: {
            url: "https://www.northline.example/ferry",
            title: "The ferry to Skerry sails twice a day again",
          },
        }),
        job({
          id: "b",
          page: { url: "", title: "Timetable of the coast line.pdf" },
          result: { ...notes, length: "paragraph" },
        }),
        job({ id: "c", result: { ...notes, length: "sentence" } }),
        job(),
      ),
    }),
  },
  "language-unknown": {
    known: done({
      points: notes.points
        .map((point) => ({ ...point, text: point.sources[0] ?? "", quoted: true }))
        .slice(0, 2),
      lang: { page: "is", answer: "is" },
      writes: false,
    }),
  },
  "page-short": {
    known: known({
      host: hostWith(
        job({ status: "failed", result: null, error: new PostilError("page-short").toReport() }),
      ),
    }),
  },
  "selection-read": { known: done({ read: read("selection") }), scene: { choosesLanguage: true } },
  "file-read": { known: done({ read: read("pdf") }, FILE) },
  "pdf-closed": { known: failed("pdf-closed") },
  "pdf-locked": { known: failed("pdf-locked") },
  "pdf-unreachable": { known: failed("pdf-unreachable") },
};
