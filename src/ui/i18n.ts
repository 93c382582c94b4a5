/**
 * Texts in the user's language. `browser.i18n` fills placeholders by their number; here they are passed by name and put in
 * the alphabetical order of their names, in which the `placeholders` of `assets/_locales` are numbered (a test holds that).
 * https://developer.chrome.com/docs/extensions/reference/api/i18n
 */
import browser from "webextension-polyfill";
import type en from "../../assets/_locales/en/messages.json";
import type { ErrorCode } from "../errors.ts";

type Messages = typeof en;
export type MessageKey = keyof Messages;
type Names<K extends MessageKey> = Messages[K] extends { placeholders: infer P } ? keyof P & string : never;
type Arguments<K extends MessageKey, Value> = [Names<K>] extends [never]
  ? []
  : [values: Record<Names<K>, Value>];

/** Keys that exist as `KEY_one` and `KEY_other`. */
export type PluralKey = MessageKey extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Rest}`
  ? `${Head}_${Underscored<Rest>}`
  : Code;
type ErrorKey = `error_${Underscored<ErrorCode>}`;

/** The text of `key`, with its placeholders filled. */
export function t<K extends MessageKey>(key: K, ...values: Arguments<K, string>): string {
  return lookUp(key, values[0]);
}

/** The text for `count` things, `count` itself being the placeholder COUNT. */
export function plural(key: PluralKey, count: number): string {
  const one = new Intl.PluralRules(textLanguage()).select(count) === "one";
  return lookUp(`${key}_${one ? "one" : "other"}`, { count: formatCount(count) });
}

/** Pieces of the text of `key`, with things of another kind (links, emphasis) in the places of its placeholders. */
export function pieces<K extends MessageKey, Value>(
  key: K,
  ...values: Arguments<K, Value>
): readonly (string | Value)[] {
  const named = Object.entries<Value>(values[0] ?? {});
  const marks = Object.fromEntries(
    named.map(([name], index) => [name, String.fromCharCode(FIRST_MARK + index)]),
  );
  return lookUp(key, marks)
    .split(/([\uE000-\uE0FF])/u)
    .map((part) => {
      const entry = part.length === 1 ? named[part.charCodeAt(0) - FIRST_MARK] : undefined;
      return entry ? entry[1] : part;
    });
}

/** What happened, and what can be done about it. */
export function errorTexts(code: ErrorCode): { what: string; next: string } {
  const key = `error_${code.replaceAll("-", "_")}` as ErrorKey;
  return { what: lookUp(key), next: lookUp(`${key}_next`) };
}

/** The language that the texts are in, as a BCP 47 tag; the browser's own where it is that language (it may name a region). */
export function textLanguage(): string {
  const texts = t("language_tag");
  const browsers = browser.i18n.getUILanguage();
  return browsers.split("-")[0] === texts.split("-")[0] ? browsers : texts;
}

/** What the language of the texts calls itself. */
export function languageName(): string {
  const tag = textLanguage();
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag.split("-")[0] ?? tag) ?? tag;
}

/** The name of a language (BCP 47) in the language of the texts; the tag itself where it has none. */
export function nameOfLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames(textLanguage(), { type: "language" }).of(tag) ?? tag;
  } catch {
    // A tag for private use ("x-own") has no name.
    return tag;
  }
}

export function textDirection(): "ltr" | "rtl" {
  return browser.i18n.getMessage("@@bidi_dir") === "rtl" ? "rtl" : "ltr";
}

export function formatCount(count: number): string {
  return new Intl.NumberFormat(textLanguage()).format(count);
}

/** A size in MiB, as a number without its unit: one digit after the point below 10. */
export function formatMebibytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  const digits = size > 0 && size < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(textLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(size);
}

export function formatBytes(bytes: number): string {
  return t("size_mib", { size: formatMebibytes(bytes) });
}

/** A duration in seconds below a minute and a half, in minutes above; one digit after the point below 10 s when `exact`. */
export function formatSeconds(seconds: number, exact = false): string {
  const long = seconds >= 90;
  return new Intl.NumberFormat(textLanguage(), {
    style: "unit",
    unit: long ? "minute" : "second",
    unitDisplay: "narrow",
    maximumFractionDigits: exact && seconds < 10 ? 1 : 0,
  }).format(long ? seconds / 60 : seconds);
}

/** @param time milliseconds since the epoch */
export function formatDate(time: number): string {
  return new Intl.DateTimeFormat(textLanguage(), { dateStyle: "long" }).format(time);
}

const FIRST_MARK = 0xe000;

function lookUp(key: string, values: Readonly<Record<string, string>> = {}): string {
  const ordered = Object.keys(values)
    .sort()
    .map((name) => values[name] ?? "");
  return browser.i18n.getMessage(key, ordered) || key;
}
