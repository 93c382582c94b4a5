/** What was just done, and the way back. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n.ts";

interface UndoNoteProps {
  readonly text: string;
  undo(): void;
}

/** Takes the focus, as the button that was pressed is gone. */
export function UndoNote({ text, undo }: UndoNoteProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <p class="note undo">
      <span role="status" dir="auto">
        {text}
      </span>{" "}
      <button ref={button} type="button" class="link" onClick={undo}>
        {t("rules_undo")}
      </button>
    </p>
  );
}
