/** Getting a model: its terms, the choice between fetching it and a file, and the progress of either. */
import { useId, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../errors.ts";
import { Button, Confirmed, ErrorMessage, Outside, Progress } from "./elements.tsx";
import { formatBytes, formatMebibytes, formatSeconds, type MessageKey, pieces, t } from "./i18n.ts";
import type { Install, Offer } from "./offers.ts";

export const TERMS_URL = "https://ai.google.dev/gemma/terms";
export const POLICY_URL = "https://ai.google.dev/gemma/prohibited_use_policy";

export interface SetupActions {
  acceptTerms(accepted: boolean): void;
  download(entry: string): void;
  importFile(file: File): void;
  pause(): void;
  cancel(): void;
}

interface ChoiceProps {
  /** What can be fetched, the one to recommend first, with the words on its button. */
  readonly offers: readonly { readonly entry: string; readonly label: string }[];
  readonly accepted: boolean;
  /** False where a model is there already and none needs to be fetched. */
  readonly needed: boolean;
  /** Said under the terms. */
  readonly remark?: string;
  readonly actions: Pick<SetupActions, "acceptTerms" | "download" | "importFile">;
}

/** Terms to accept, and the two ways to a model, which are refused until they are. */
export function ModelChoice({ offers, accepted, needed, remark = "", actions }: ChoiceProps) {
  const [reminded, setReminded] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const reminder = useId();
  const onceAccepted = (act: () => void) => () => {
    if (accepted) return act();
    setReminded(true);
    box.current?.focus();
  };
  return (
    <>
      <p class="note">
        {pieces("terms_sentence", {
          terms: <Outside href={TERMS_URL}>{t("terms_link")}</Outside>,
          policy: <Outside href={POLICY_URL}>{t("policy_link")}</Outside>,
        })}
      </p>
      <label class="check">
        <input
          ref={box}
          type="checkbox"
          checked={accepted}
          aria-describedby={reminded && !accepted ? reminder : undefined}
          onChange={(event) => actions.acceptTerms(event.currentTarget.checked)}
        />
        <span>{t("terms_accept")}</span>
      </label>
      {remark !== "" && <p class="note">{remark}</p>}
      {reminded && !accepted && (
        <p id={reminder} class="warn" role="alert">
          {t("terms_first")}
        </p>
      )}
      <div class="row">
        {offers.map(({ entry, label }, index) => (
          <Button
            key={entry}
            look={needed && index === 0 ? "go" : "plain"}
            blocked={!accepted}
            onPress={onceAccepted(() => actions.download(entry))}
          >
            {label}
          </Button>
        ))}
        <Button blocked={!accepted} onPress={onceAccepted(() => file.current?.click())}>
          {t("use_file")}
        </Button>
        <input
          ref={file}
          class="unseen"
          type="file"
          accept=".gguf"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const picked = event.currentTarget.files?.[0];
            // The same file may be picked again after a failure.
            event.currentTarget.value = "";
            if (picked) onceAccepted(() => actions.importFile(picked))();
          }}
        />
      </div>
      <p class="note">{t("use_file_note")}</p>
    </>
  );
}

interface InstallProps {
  readonly install: Install;
  readonly offer: Offer | null;
  readonly error: ErrorReport | null;
  readonly actions: Pick<SetupActions, "download" | "pause" | "cancel">;
}

/** The words that go with an installation in its present state. */
export function installTexts(install: Install): { title: MessageKey; note: MessageKey | null } {
  if (install.status === "paused") return { title: "paused_title", note: "paused_note" };
  // The error says what there is to say.
  if (install.status === "failed") return { title: "failed_title", note: null };
  switch (install.phase) {
    case "download":
      return { title: "fetching_title", note: "fetching_note" };
    case "check":
      return {
        title: "checking_title",
        note: install.kind === "download" ? "checking_note" : "checking_file_note",
      };
    case "convert":
      return { title: "converting_title", note: "converting_note" };
  }
}

/** An installation under way, paused or failed, with what can be done about it. */
export function InstallProgress({ install, offer, error, actions }: InstallProps) {
  const { title, note } = installTexts(install);
  const canPause =
    install.status === "running" && install.kind === "download" && install.phase === "download";
  const canGoOn = install.status === "running" ? null : offer;
  const known = install.total > 0;
  return (
    <>
      <Progress label={t(title)} value={known ? Math.min(1, install.done / install.total) : undefined} />
      {known && <p class="figures">{figures(install)}</p>}
      {error && <ErrorMessage error={error} />}
      {note && <p class="note">{t(note)}</p>}
      <div class="row">
        {canPause && (
          <Button primary onPress={actions.pause}>
            {t("pause")}
          </Button>
        )}
        {canGoOn && (
          <Button look="go" primary onPress={() => actions.download(canGoOn.entry)}>
            {t(install.status === "paused" ? "resume" : "retry")}
          </Button>
        )}
        <Confirmed
          label={t("cancel")}
          question={t(install.kind === "download" ? "cancel_download_question" : "cancel_import_question")}
          yes={t(install.kind === "download" ? "cancel_yes_delete" : "cancel_yes_stop")}
          no={t("cancel_no")}
          quiet={canPause || canGoOn !== null}
          onConfirm={actions.cancel}
        />
      </div>
    </>
  );
}

/** Such as "172 of 278 MiB · 12 MiB a second · 9 sec left". */
function figures({ done, total, bytesPerSecond, phase }: Install): string {
  const parts = [t("progress_sizes", { done: formatMebibytes(done), total: formatBytes(total) })];
  if (bytesPerSecond !== null && bytesPerSecond > 0 && done < total) {
    if (phase === "download") parts.push(t("progress_speed", { size: formatBytes(bytesPerSecond) }));
    const seconds = Math.max(1, Math.round((total - done) / bytesPerSecond));
    parts.push(t("progress_left", { time: formatSeconds(seconds) }));
  }
  return parts.join(" · ");
}
