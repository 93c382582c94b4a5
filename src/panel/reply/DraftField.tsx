/** The draft, to be edited like any text, with its blanks marked. */
import type { RefObject } from "preact";
import { useId } from "preact/hooks";
import { plural, t } from "../../ui/i18n.ts";
import { type Blank, pieces } from "./blanks.ts";
import type { Draft } from "./reply-context.ts";

interface DraftFieldProps {
  readonly draft: Draft;
  /** Those that are left. */
  readonly blanks: readonly Blank[];
  readonly field: RefObject<HTMLTextAreaElement | null>;
  edit(text: string): void;
}

export function DraftField({ draft, blanks, field, edit }: DraftFieldProps) {
  const id = useId();
  const lang = draft.lang || undefined;
  return (
    <>
      <div class="draft-field">
        {/* A text field can mark no words: the same text lies behind it, letter under letter, and its marks show through. */}
        <div class="behind" aria-hidden="true" dir="auto" lang={lang}>
          {pieces(draft.text, blanks).map(({ text, isBlank }, index) =>
            isBlank ? <mark key={index}>{text}</mark> : text,
          )}
          {"\n"}
        </div>
        <textarea
          ref={field}
          dir="auto"
          lang={lang}
          autocomplete="off"
          aria-label={t("reply_draft_label")}
          aria-describedby={blanks.length > 0 ? id : undefined}
          value={draft.text}
          onInput={(event) => edit(event.currentTarget.value)}
        />
      </div>
      {blanks.length > 0 && (
        <div class="blanks">
          <p id={id}>{plural("reply_blanks", blanks.length)}</p>
          <ul>
            {blanks.map((blank) => (
              <li key={blank.start}>
                <button type="button" class="blank" onClick={() => select(field.current, blank)}>
                  {blank.text}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Selects a blank, so that what is typed next takes its place. */
export function select(field: HTMLTextAreaElement | null, { text, start }: Blank): void {
  field?.focus();
  field?.setSelectionRange(start, start + text.length);
}
