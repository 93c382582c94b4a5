/** The settings of replies: who the user is, and what a reply begins with being. */
import { useId } from "preact/hooks";
import { addressIn } from "../page/mail/address.ts";
import type { Settings } from "../settings/settings.ts";
import { LENGTHS, TONES } from "../tasks/reply/input.ts";
import { Choices } from "../ui/Choices.tsx";
import { t } from "../ui/i18n.ts";

export type ReplySettings = Pick<Settings, "userName" | "userAddresses" | "replyTone" | "replyLength">;

export interface ReplySectionProps {
  /** Null until they are read. */
  readonly settings: ReplySettings | null;
  change(change: Partial<ReplySettings>): void;
}

export function ReplySection({ settings, change }: ReplySectionProps) {
  if (!settings) return null;
  const { userName, userAddresses, replyTone, replyLength } = settings;
  return (
    <section>
      <h2>{t("options_replies")}</h2>
      <Field
        label={t("options_user_name")}
        note={t("options_user_name_note")}
        autocomplete="name"
        value={userName}
        change={(value) => change({ userName: value.trim().slice(0, 200) })}
      />
      <Field
        label={t("options_user_addresses")}
        note={t("options_user_addresses_note")}
        autocomplete="email"
        value={userAddresses.join(", ")}
        change={(value) => change({ userAddresses: addressesIn(value) })}
      />
      <Choices
        legend={t("reply_tone")}
        options={TONES.map((value) => ({ value, label: t(`reply_tone_${value}`) }))}
        value={replyTone}
        choose={(tone) => change({ replyTone: tone })}
      />
      <Choices
        legend={t("reply_length")}
        options={LENGTHS.map((value) => ({ value, label: t(`reply_length_${value}`) }))}
        value={replyLength}
        choose={(length) => change({ replyLength: length })}
      />
    </section>
  );
}

interface FieldProps {
  readonly label: string;
  readonly note: string;
  readonly autocomplete: "name" | "email";
  readonly value: string;
  /** Called when the user has done with the field, not with each letter. */
  change(value: string): void;
}

function Field({ label, note, autocomplete, value, change }: FieldProps) {
  const id = useId();
  return (
    <p class="line">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        autocomplete={autocomplete}
        aria-describedby={`${id}-note`}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <span id={`${id}-note`} class="note">
        {note}
      </span>
    </p>
  );
}

/** The addresses in a list as people write it; what is none is left out. */
function addressesIn(list: string): string[] {
  const found = list.split(/[,;\s]+/u).map(addressIn);
  return [...new Set(found.filter((address) => address !== ""))].slice(0, 20);
}
