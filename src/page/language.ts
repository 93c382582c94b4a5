/** Language tags as they come from pages and browsers: anything may stand there ("EN-US", "zh_CN", "x_y!!"). */

/**
 * `said` as a canonical BCP 47 tag ("EN_us" is "en-US"); empty when it is none.
 * https://tc39.es/ecma402/#sec-intl.getcanonicallocales
 */
export function languageTag(said: string): string {
  const tag = said.slice(0, 64).trim().replace(/_/g, "-");
  try {
    return tag === "" ? "" : (Intl.getCanonicalLocales(tag)[0] ?? "");
  } catch {
    return "";
  }
}

/** The language of a tag without script and region, in lower case ("de" of "DE-at", "fil" of "fil"); empty for none. */
export function primaryLanguage(said: string): string {
  return languageTag(said).split("-", 1)[0]?.toLowerCase() ?? "";
}

/** What `Intl.Segmenter` takes for `said`, or undefined, which stands for its default. Never throws. */
export function segmenterLocale(said: string): string | undefined {
  const tag = languageTag(said);
  return tag === "" ? undefined : Intl.Segmenter.supportedLocalesOf(tag)[0];
}
