/** What can be done with a finished draft. Whatever happens in the page is said, and nothing is ever sent. */
import type { RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../../errors.ts";
import type { Undoing } from "../../page/mail/insert.ts";
import { Button, ErrorMessage } from "../../ui/elements.tsx";
import { plural, t } from "../../ui/i18n.ts";
import type { Blank } from "./blanks.ts";
import { select } from "./DraftField.tsx";
import type { Draft, Inserting, ReplyPart } from "./reply-context.ts";

interface DraftActionsProps {
  readonly part: ReplyPart;
  readonly draft: Draft;
  readonly blanks: readonly Blank[];
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** False where the page in front is not open to us, so that nothing can be put into it. */
  readonly canInsert: boolean;
  copy(text: string): Promise<boolean>;
}

export function DraftActions({ part, draft, blanks, field, canInsert, copy }: DraftActionsProps) {
  const [said, setSaid] = useState("");
  const [error, setError] = useState<ErrorReport | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  // A second press may come before the first one has been drawn.
  const busy = useRef(false);
  const { actions, inserted } = part;

  /** One thing after the other: a page that is slow must not be written into twice. */
  const doing = async (work: () => Promise<string | ErrorReport>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setAsking(false);
    setError(null);
    setSaid("");
    setBusy(true);
    const outcome = await work();
    busy.current = false;
    setBusy(false);
    if (typeof outcome === "string") setSaid(outcome);
    else setError(outcome);
  };
  const copied = async (done: "copied" | "reply_copied"): Promise<string> =>
    t((await copy(draft.text)) ? done : "copy_failed");
  const insert = (): Promise<void> =>
    doing(async () => {
      const outcome = await actions.insert(draft);
      if (typeof outcome !== "string") return outcome;
      const isLeft = outcome === "no-editor" || outcome === "refused";
      return isLeft ? `${insertionText(outcome)} ${await copied("reply_copied")}` : insertionText(outcome);
    });
  const undo = (): Promise<void> =>
    doing(async () => {
      const outcome = await actions.undo();
      return typeof outcome === "string" ? undoingText(outcome) : outcome;
    });
  const [first] = blanks;

  return (
    <>
      {isAsking && first ? (
        <fieldset
          class="confirm"
          aria-label={t("reply_insert")}
          onKeyDown={(event) => {
            if (event.key === "Escape") setAsking(false);
          }}
        >
          <p role="alert">{plural("reply_blanks_left", blanks.length)}</p>
          <div class="row">
            <Button
              look="go"
              primary
              onPress={() => {
                setAsking(false);
                select(field.current, first);
              }}
            >
              {t("reply_fill_in")}
            </Button>
            <Button onPress={() => void insert()}>{t("reply_insert_anyway")}</Button>
          </div>
        </fieldset>
      ) : (
        <>
          {canInsert && inserted !== draft.jobId && (
            <Button
              look="go"
              primary
              blocked={isBusy}
              onPress={() => (first ? setAsking(true) : void insert())}
            >
              {t("reply_insert")}
            </Button>
          )}
          {canInsert && inserted !== null && (
            <Button primary={inserted === draft.jobId} blocked={isBusy} onPress={() => void undo()}>
              {t("reply_undo")}
            </Button>
          )}
          <Button primary={!canInsert} onPress={() => void doing(() => copied("copied"))}>
            {t("copy")}
          </Button>
          {part.canVary && (
            <Button look="quiet" onPress={actions.again}>
              {t("reply_again")}
            </Button>
          )}
        </>
      )}
      <p class="said" role="status">
        {isBusy ? t("reply_busy") : said}
      </p>
      {error && <ErrorMessage error={error} />}
    </>
  );
}

function insertionText(outcome: Inserting): string {
  switch (outcome) {
    case "inserted":
      return t("reply_inserted");
    case "no-editor":
      return t("reply_no_editor");
    case "refused":
      return t("reply_refused");
    case "opening":
      return t("reply_opening");
    case "other-message":
      return t("reply_other_message");
    case "changed":
    case "failed":
      return undoingText(outcome);
  }
}

function undoingText(outcome: Undoing): string {
  switch (outcome) {
    case "undone":
      return t("reply_undone");
    case "changed":
      return t("reply_undo_changed");
    case "gone":
      return t("reply_undo_gone");
    case "failed":
      return t("reply_undo_failed");
  }
}
