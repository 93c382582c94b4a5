/** The notes of one page: written points with the sentences behind them, and the one being written. */
import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";
import { type JobView, resultOf } from "../../messages/protocol.ts";
import { type MessageKey, t } from "../../ui/i18n.ts";
import type { Lit } from "./lit.ts";
import { SummariseContext } from "./summarise-context.ts";

type Point = NonNullable<ReturnType<typeof resultOf<"notes">>>["points"][number];

interface NotesProps {
  readonly job: JobView;
  /** The point being written, as far as it has come. */
  readonly draft: string;
  /** Whether the tab shows the page that the notes are about. */
  readonly inPage: boolean;
}

export function Notes({ job, draft, inPage }: NotesProps) {
  const { lit, light, putOut } = useContext(SummariseContext);
  // The point whose sentences are shown, here and in the page.
  const [open, setOpen] = useState<number | null>(null);
  // What is lit goes out with the notes.
  useEffect(() => putOut, [putOut]);
  const result = resultOf(job, "notes");
  const points = result?.points ?? [];
  const numbers = numberSources(points);
  // Screen readers choose their voice by it: https://www.w3.org/TR/WCAG22/#language-of-parts. Empty is "not known".
  const { page: pageLang, answer: answerLang } = result?.lang ?? { page: "", answer: "" };
  const press = (index: number): void => {
    setOpen(open === index ? null : index);
    if (open === index || !inPage || result?.read.source === "pdf") putOut();
    else light(job, index);
  };
  return (
    <div class={(result?.length ?? "points") === "points" ? "notes" : "notes prose"}>
      {/* Finished points are read out as they come; the growing one would be read letter by letter. */}
      <ol aria-live="polite" aria-relevant="additions">
        {points.map((point, index) => (
          <PointItem
            key={index}
            point={point}
            pageLang={pageLang}
            lang={point.quoted ? pageLang : answerLang}
            number={index + 1}
            numbers={numbers}
            open={open === index}
            lit={lit?.jobId === job.id && lit.point === index && inPage ? lit.state : null}
            onPress={() => press(index)}
          />
        ))}
      </ol>
      {draft !== "" && (
        <p class="point" lang={answerLang} dir="auto" aria-hidden="true">
          {draft}
          <span class="caret" />
        </p>
      )}
    </div>
  );
}

interface PointItemProps {
  readonly point: Point;
  /** BCP 47 or empty: the page's, and the point's own. */
  readonly pageLang: string;
  readonly lang: string;
  readonly number: number;
  readonly numbers: ReadonlyMap<string, number>;
  readonly open: boolean;
  readonly lit: Lit["state"] | null;
  onPress(): void;
}

const LIT_TEXTS: Readonly<Record<Lit["state"], MessageKey | null>> = {
  searching: null,
  shown: "lit_shown",
  partly: "lit_partly",
  lost: "lit_lost",
  failed: "lit_failed",
};

function PointItem({ point, pageLang, lang, number, numbers, open, lit, onPress }: PointItemProps) {
  const id = useId();
  const sources = useRef<HTMLDivElement>(null);
  // What is opened may lie below the panel's edge, and what is said of it comes later.
  useEffect(() => {
    if (open) sources.current?.scrollIntoView({ block: "nearest" });
  }, [open, lit]);
  const isLit = lit === "shown" || lit === "partly";
  const says = lit && LIT_TEXTS[lit];
  return (
    <li class={isLit ? "point lit" : "point"} dir="auto">
      {/* Not the whole item: its mark and its notes are in the panel's language. */}
      <span class="said" lang={lang}>
        {point.quoted ? <q class="quoted">{point.text}</q> : point.text}
      </span>
      {point.sources.length > 0 && (
        <button
          type="button"
          class="ref"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("sources_of", { number: String(number) })}
          onClick={onPress}
        >
          {point.sources.map((source) => numbers.get(source)).join(" · ")}
        </button>
      )}
      <div ref={sources} id={id} class="sources" hidden={!open}>
        <p class="note">{t(point.quoted ? "sources_quoted" : "sources_from")}</p>
        {point.sources.map((source, index) => (
          <blockquote key={index} lang={pageLang} dir="auto" data-number={numbers.get(source)}>
            {source}
          </blockquote>
        ))}
        <p class={lit === "lost" || lit === "failed" ? "note warn" : "note"} role="status">
          {says ? t(says) : ""}
        </p>
      </div>
    </li>
  );
}

/** Sentences numbered in the order in which points rest on them; one that carries two points has one number. */
export function numberSources(points: readonly Pick<Point, "sources">[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const source of points.flatMap((point) => point.sources)) {
    if (!numbers.has(source)) numbers.set(source, numbers.size + 1);
  }
  return numbers;
}
