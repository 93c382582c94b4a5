/** How fast this computer is: a bench on a press, and its figures to be reported. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../errors.ts";
import type { BenchRemark, BenchReport, BenchView } from "../messages/bench-protocol.ts";
import { Announcer, Button, ErrorMessage, Progress } from "../ui/elements.tsx";
import { formatCount, formatSeconds, plural, t } from "../ui/i18n.ts";
import { isUnderWay } from "./bench-control.ts";
import { engineName, measured, rowsOf, stepText, textOf } from "./bench-rows.ts";

export interface BenchSectionProps {
  /** Null before the first one. */
  readonly view: BenchView | null;
  /** Why the last press came to nothing. */
  readonly refused: ErrorReport | null;
  readonly version: string;
  start(): void;
  stop(): void;
  /** Resolves with whether the text is on the clipboard. */
  copy(text: string): Promise<boolean>;
}

export function BenchSection({ view, refused, version, start, stop, copy }: BenchSectionProps) {
  const running = view !== null && isUnderWay(view);
  const row = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  // One button takes the other's place: the focus stays with them when it was there.
  useEffect(() => {
    if (pressed.current) row.current?.querySelector("button")?.focus();
    pressed.current = false;
  }, [running]);
  const press = (action: () => void) => (): void => {
    pressed.current = true;
    action();
  };
  return (
    <div class="bench">
      <h3>{t("bench_title")}</h3>
      <p>{t("bench_text")}</p>
      {running && <Running view={view} />}
      <div class="row" ref={row}>
        {running ? (
          <Button key="stop" onPress={press(stop)}>
            {t("bench_stop")}
          </Button>
        ) : (
          <Button key="start" onPress={press(start)}>
            {t(view ? "bench_again" : "bench_start")}
          </Button>
        )}
      </div>
      <Announcer text={announcement(view)} />
      {refused && <ErrorMessage error={refused} />}
      {view && !running && <Outcome view={view} version={version} copy={copy} />}
    </div>
  );
}

function Running({ view }: { readonly view: BenchView }) {
  return (
    <>
      <Progress label={t("bench_progress")} value={view.step?.fraction} />
      <p class="note">{runningText(view)}</p>
    </>
  );
}

function runningText({ status, step, place }: BenchView): string {
  if (step) return stepText(step);
  return status === "queued" && place > 0 ? plural("bench_waiting", place) : t("bench_beginning");
}

/** What a screen reader is told: each step, and the end. */
function announcement(view: BenchView | null): string {
  if (!view) return "";
  if (isUnderWay(view)) return runningText(view);
  if (view.status === "done") return t("bench_done");
  return view.status === "cancelled" ? t("bench_stopped") : "";
}

function Outcome({ view, version, copy }: Pick<BenchSectionProps, "version" | "copy"> & { view: BenchView }) {
  return (
    <>
      {view.error && <ErrorMessage error={view.error} />}
      {view.status === "cancelled" && <p class="note">{t("bench_stopped")}</p>}
      {!view.error && view.remarks.map((remark, index) => <Remark key={index} remark={remark} />)}
      {view.report && <Figures report={view.report} />}
      {view.report && <CopyButtons report={view.report} version={version} copy={copy} />}
    </>
  );
}

function Remark({ remark }: { readonly remark: BenchRemark }) {
  const engine = engineName(remark.engine);
  switch (remark.kind) {
    case "failed":
      return (
        <>
          <p class="note">{t("bench_failed", { engine })}</p>
          <ErrorMessage error={remark.error} />
        </>
      );
    case "too-slow": {
      const tokens = plural("options_tokens", remark.prompt);
      const time = formatSeconds(remark.estimatedMs / 1000);
      return <p class="note">{t("bench_too_slow", { engine, tokens, time })}</p>;
    }
    case "reuse": {
      const tokens = plural("options_tokens", remark.given);
      return (
        <p class="note">{t("bench_reuse", { engine, tokens, computed: formatCount(remark.computed) })}</p>
      );
    }
    case "answer":
      // For those who compare engines; it says nothing of this computer.
      return null;
    case "library":
      return (
        <p class="note">
          {engine}: {remark.library}
        </p>
      );
  }
}

function Figures({ report }: { readonly report: BenchReport }) {
  return (
    <div class="figures">
      <table>
        <caption>{t("bench_caption")}</caption>
        <thead>
          <tr>
            <td />
            {measured(report).map((engine) => (
              <th key={engine} scope="col">
                {engineName(engine)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(report).map(({ label, values }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {values.map((value, index) => (
                <td key={index}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CopyButtons({
  report,
  version,
  copy,
}: { report: BenchReport } & Pick<BenchSectionProps, "version" | "copy">) {
  const [said, setSaid] = useState("");
  const put = (text: string) => (): void => {
    setSaid("");
    void copy(text).then((copied) => setSaid(t(copied ? "copied" : "copy_failed")));
  };
  return (
    <div class="row">
      <Button onPress={put(textOf(report, version))}>{t("bench_copy_text")}</Button>
      <Button onPress={put(JSON.stringify(report, null, 2))}>{t("bench_copy_json")}</Button>
      <span class="note said" role="status">
        {said}
      </span>
    </div>
  );
}
