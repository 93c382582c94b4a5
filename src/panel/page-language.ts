/** Which language a page is written in: pages often do not say, or say what their template was made for. */
import browser from "webextension-polyfill";
import type { PageContent } from "../page/content.ts";
import { primaryLanguage } from "../page/language.ts";

/** UTF-16 units of text that are looked at; more makes no detection surer. */
const SAMPLE = 4000;

/**
 * BCP 47. What the browser is sure of goes before what the page says; where it is not sure, the page's word counts, and
 * where the page says nothing, the browser's guess. Empty when nobody knows.
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/i18n/detectLanguage
 */
export async function languageOf({ lang, blocks }: PageContent): Promise<string> {
  let sample = "";
  for (const { text } of blocks) {
    sample += `${text}\n`;
    if (sample.length >= SAMPLE) break;
  }
  const { guess, isSure } = await detect(sample);
  // "de" found on a page that says "de-AT": the page knows more.
  if (isSure && guess !== "" && primaryLanguage(guess) !== primaryLanguage(lang)) return guess;
  return lang === "" ? guess : lang;
}

/** BCP 47: what the browser is sure that `text` is written in; empty where it is not sure. */
export async function sureLanguageOf(text: string): Promise<string> {
  const { guess, isSure } = await detect(text);
  return isSure ? guess : "";
}

async function detect(text: string): Promise<{ guess: string; isSure: boolean }> {
  const found = await browser.i18n.detectLanguage(text.slice(0, SAMPLE)).catch(() => null);
  const best = found?.languages[0]?.language ?? "";
  return { guess: best === "und" ? "" : best, isSure: found?.isReliable ?? false };
}
