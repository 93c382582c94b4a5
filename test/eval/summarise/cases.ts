/**
 * The scorecard's pages: texts of our own, one a file in `pages/`. A head of `title:`, `lang:` and `fact:` lines, a blank
 * line, and the page: paragraphs between blank lines, "## " before a heading, "- " before items, "> " before quotations.
 *
 * A fact is a short text that a summary which tells it contains. `|` divides wordings of which one is enough, `&` parts that
 * must all be there. A line `~~~ N` stands for N sentences made by rule (`long-page.ts`) that say nothing of the facts.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageContent } from "../../../src/page/content.ts";
import { countWords } from "../../../src/page/words.ts";
import { longPage } from "./long-page.ts";

const PAGES = join(import.meta.dirname, "pages");

export interface Case {
  readonly name: string;
  readonly page: PageContent;
  /** What a good summary tells; each as wordings, each of those as parts. */
  readonly facts: readonly Fact[];
}

export type Fact = readonly (readonly string[])[];

type Block = PageContent["blocks"][number];

/** All cases by name or, if a number is given, that many, evenly taken from the list, so that few still mix languages. */
export function loadCases(limit = Number.POSITIVE_INFINITY): Case[] {
  const names = readdirSync(PAGES)
    .filter((file) => file.endsWith(".md"))
    .sort();
  const count = Math.min(limit, names.length);
  return Array.from({ length: count }, (_, index) => {
    const file = names[Math.floor((index * names.length) / count)] ?? "";
    return parseCase(file.replace(/\.md$/, ""), readFileSync(join(PAGES, file), "utf8"));
  });
}

/** @throws Error when the text has no title, language, facts or blocks */
export function parseCase(name: string, text: string): Case {
  const [head = "", ...parts] = text.replaceAll("\r\n", "\n").split(/\n{2,}/);
  const fields = head.split("\n").map((line) => /^(\w+):\s*(.*)$/.exec(line.trim()));
  const valuesOf = (key: string): string[] =>
    fields.flatMap((field) => (field?.[1] === key ? [field[2] ?? ""] : []));
  const [title] = valuesOf("title");
  const [lang] = valuesOf("lang");
  const facts = valuesOf("fact").map(parseFact);
  const blocks = parts.flatMap((part, index) => blocksOf(part.trim(), lang ?? "", index));
  if (title === undefined || lang === undefined || facts.length === 0 || blocks.length === 0)
    throw new Error(`${name}: a title, a language, facts and a text are needed`);
  const words = blocks.reduce((sum, block) => sum + countWords(block.text, lang), 0);
  const url = `https://example.org/${name}`;
  return { name, facts, page: { url, title, lang, blocks, words: { read: words, all: words } } };
}

function parseFact(fact: string): Fact {
  return fact.split("|").map((wording) => wording.split("&").map((part) => part.trim()));
}

function blocksOf(part: string, lang: string, seed: number): Block[] {
  const filler = /^~~~ (\d+)$/.exec(part)?.[1];
  if (filler !== undefined) return [...longPage(lang, Number(filler), seed).blocks];
  if (part === "") return [];
  if (part.startsWith("- "))
    return part.split("\n").map((line) => ({ kind: "item", text: line.replace(/^- /, "") }));
  if (part.startsWith("## ")) return [{ kind: "heading", text: part.slice(3) }];
  if (part.startsWith("> ")) return [{ kind: "quote", text: part.slice(2) }];
  return [{ kind: "paragraph", text: part.replaceAll("\n", " ") }];
}
