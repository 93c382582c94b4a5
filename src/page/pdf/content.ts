/** What is read from a PDF, in the form in which pages are. */
import type { PageContent } from "../content.ts";
import { languageTag } from "../language.ts";
import { measure } from "../measure.ts";
import { foldText } from "../text.ts";
import { type Page, pdfBlocks } from "./text.ts";

export interface PdfSource {
  readonly url: string;
  /** The file's, where `url` does not tell it. */
  readonly name?: string;
  /** What the file says of itself (its information dictionary, its catalogue); empty when it does not. */
  readonly title: string;
  readonly lang: string;
}

/**
 * The content of a PDF with these pages. One that holds pictures of text only has no words: `words.all` is 0. Programs leave
 * file names in the title ("report_v3.doc"), so a heading on the first page counts more than those.
 */
export function pdfContent(pages: readonly Page[], { url, name, title, lang }: PdfSource): PageContent {
  const blocks = pdfBlocks(pages);
  const tag = languageTag(lang);
  const said = foldText(title);
  const heading = blocks.slice(0, 3).find((block) => block.kind === "heading")?.text;
  const isFileName = /\.[a-z]{2,5}$/i.test(said) || said === "";
  return {
    url: url.slice(0, 8192),
    title: (isFileName ? (heading ?? (said || (name ?? nameIn(url)))) : said).slice(0, 2000),
    lang: tag,
    source: "pdf",
    ...measure(blocks, tag),
  };
}

function nameIn(url: string): string {
  const name = url.split(/[?#]/, 1)[0]?.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
