/** What a gallery's address asks for: `?state=done&lang=de&dir=rtl`. */
import { type Messages, speak } from "./fake-browser.ts";

/** Takes language and direction from the address, and returns its query for the rest. */
export function speakAsAddressed(): URLSearchParams {
  const query = new URLSearchParams(location.search);
  const lang = query.get("lang") ?? "en";
  const locales = import.meta.glob<{ default: Messages }>("../../assets/_locales/*/messages.json", {
    eager: true,
  });
  const direction = query.get("dir") === "rtl" ? "rtl" : "ltr";
  speak(locales[`../../assets/_locales/${lang}/messages.json`]?.default ?? {}, direction);
  document.documentElement.lang = lang;
  document.documentElement.dir = direction;
  return query;
}
