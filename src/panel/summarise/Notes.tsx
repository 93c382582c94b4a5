/** The notes of one page: written points with the sentences behind them, and the one being written. */
import { useId, useState } from "preact/hooks";
import type * as v from "valibot";
import type { PointForm } from "../../messages/protocol.ts";
import { t } from "../../ui/i18n.ts";

type Point = v.InferOutput<typeof PointForm>;

interface NotesProps {
  readonly points: readonly Point[];
  readonly draft: string;
}

export function Notes({ points, draft }: NotesProps) {
  const numbers = numberSources(points);
  return (
    <div class="notes">
      {/* Finished points are read out as they come; the growing one would be read letter by letter. */}
      <ol aria-live="polite" aria-relevant="additions">
        {points.map((point, index) => (
          <PointItem key={index} point={point} number={index + 1} numbers={numbers} />
        ))}
      </ol>
      {draft !== "" && (
        <p class="point" dir="auto" aria-hidden="true">
          {draft}
          <span class="caret" />
        </p>
      )}
    </div>
  );
}

interface PointItemProps {
  readonly point: Point;
  readonly number: number;
  readonly numbers: ReadonlyMap<string, number>;
}

function PointItem({ point, number, numbers }: PointItemProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li class="point" dir="auto">
      <span>{point.quoted ? <q class="quoted">{point.text}</q> : point.text}</span>
      {point.sources.length > 0 && (
        <button
          type="button"
          class="ref"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("sources_of", { number: String(number) })}
          onClick={() => setOpen(!open)}
        >
          {point.sources.map((source) => numbers.get(source)).join(" · ")}
        </button>
      )}
      <div id={id} class="sources" hidden={!open}>
        <p class="note">{t(point.quoted ? "sources_quoted" : "sources_from")}</p>
        {point.sources.map((source, index) => (
          <blockquote key={index} dir="auto" data-number={numbers.get(source)}>
            {source}
          </blockquote>
        ))}
      </div>
    </li>
  );
}

/** Sentences numbered in the order in which points rest on them; one that carries two points has one number. */
export function numberSources(points: readonly Point[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const source of points.flatMap((point) => point.sources)) {
    if (!numbers.has(source)) numbers.set(source, numbers.size + 1);
  }
  return numbers;
}
