/** Stands in for webextension-polyfill where no extension runs: texts as Chrome looks them up, and nothing else. */
import en from "../../assets/_locales/en/messages.json" with { type: "json" };

interface Message {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}
export type Messages = Readonly<Record<string, Message>>;

let messages: Messages = en;
let direction = "ltr";

/** Takes another language's texts from now on. */
export function speak(others: Messages, dir: "ltr" | "rtl" = "ltr"): void {
  messages = others;
  direction = dir;
}

/** @see https://developer.chrome.com/docs/extensions/how-to/ui/localization-message-formats */
function getMessage(key: string, substitutions: readonly string[] = []): string {
  if (key === "@@bidi_dir") return direction;
  const found = messages[key];
  if (!found) return "";
  return found.message.replace(/\$(\w+)\$/gu, (_whole, name: string) => {
    const content = found.placeholders?.[name.toLowerCase()]?.content ?? "";
    return content.replace(/\$(\d)/gu, (_digit, n: string) => substitutions[Number(n) - 1] ?? "");
  });
}

export default {
  i18n: { getMessage, getUILanguage: () => messages.language_tag?.message ?? "en" },
};
