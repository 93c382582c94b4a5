/** What is kept besides the rules: corrections, and the rules as a file. */
import { useRef, useState } from "preact/hooks";
import { asPostilError, type ErrorReport } from "../../errors.ts";
import type { RuleBook } from "../../tasks/filter/rules.ts";
import { Button, ErrorMessage } from "../elements.tsx";
import { plural, t } from "../i18n.ts";
import { withCorrectionsBack, withoutCorrections } from "./changes.ts";
import { downloadRules, readRulesFile } from "./files.ts";
import type { ChangeRules } from "./kept-rules.ts";
import { UndoNote } from "./UndoNote.tsx";

interface RuleKeepingProps {
  readonly book: RuleBook;
  readonly change: ChangeRules;
}

/** What the user said of single results, which rules go by. */
export function Corrections({ book, change }: RuleKeepingProps) {
  const [forgotten, setForgotten] = useState<RuleBook["corrections"] | null>(null);
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const { corrections } = book;
  const forget = async (): Promise<void> => {
    const refusal = await change(withoutCorrections);
    setRefused(refusal);
    if (!refusal) setForgotten(corrections);
  };
  const undo = async (gone: RuleBook["corrections"]): Promise<void> => {
    setForgotten(null);
    setRefused(await change((now) => withCorrectionsBack(now, gone)));
  };
  if (forgotten && corrections.length === 0)
    return (
      <UndoNote text={plural("corrections_forgotten", forgotten.length)} undo={() => void undo(forgotten)} />
    );
  return (
    <>
      <p class="note">
        {corrections.length === 0 ? t("corrections_none") : plural("corrections", corrections.length)}{" "}
        {corrections.length > 0 && (
          <button type="button" class="link" onClick={() => void forget()}>
            {t("corrections_forget")}
          </button>
        )}
      </p>
      {refused && <ErrorMessage error={refused} />}
    </>
  );
}

/** The rules out to a file and in from one. */
export function RuleFiles({ book, change }: RuleKeepingProps) {
  const [before, setBefore] = useState<{ readonly book: RuleBook; readonly count: number } | null>(null);
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const read = async (chosen: File): Promise<void> => {
    setBefore(null);
    try {
      const next = await readRulesFile(chosen);
      const refusal = await change(() => next);
      setRefused(refusal);
      if (!refusal) setBefore({ book, count: next.rules.length });
    } catch (thrown) {
      setRefused(asPostilError(thrown).toReport());
    }
  };
  const undo = async (former: RuleBook): Promise<void> => {
    setBefore(null);
    setRefused(await change(() => former));
  };
  return (
    <>
      <div class="row">
        <Button onPress={() => downloadRules(book)}>{t("rules_export")}</Button>
        <Button onPress={() => file.current?.click()}>{t("rules_import")}</Button>
        <input
          ref={file}
          class="unseen"
          type="file"
          accept=".json,application/json"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The same file may be chosen again after it was mended.
            event.currentTarget.value = "";
            if (chosen) void read(chosen);
          }}
        />
      </div>
      {before && (
        <UndoNote text={plural("rules_imported", before.count)} undo={() => void undo(before.book)} />
      )}
      {refused && <ErrorMessage error={refused} />}
    </>
  );
}
