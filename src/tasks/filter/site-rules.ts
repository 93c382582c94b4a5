/**
 * Rules about addresses, which need no model and come first: one a line, in the syntax of uBlacklist
 * (https://ublacklist.github.io/docs), so that its lists can be pasted in. Of it are known: match patterns,
 * regular expressions of the address (`/…/`, `url/…/`) and of the title (`title/…/`), `@` before what is to be kept, and `#`
 * for comments. `site:example.com` is short for the domain with all below it, as in a search box, and so is a bare domain.
 */

/** The lines that were understood, found by host: public lists have tens of thousands of them. */
export interface SiteRules {
  readonly count: number;
  readonly ofHost: ReadonlyMap<string, readonly SiteRule[]>;
  /** Those that name no host. */
  readonly anywhere: readonly SiteRule[];
}

/** One line that was understood. */
interface SiteRule {
  /** "keep" beats "fold", wherever it stands. */
  readonly verdict: "fold" | "keep";
  /** It is looked at on this host and on those below it alone; undefined for one that names no host. */
  readonly host?: string;
  matches(page: Page): boolean;
}

interface Page {
  readonly url: URL;
  readonly title: string;
}

/** One line that was not. */
export interface SiteRuleFault {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** For people who know the syntax; English. */
  readonly reason: string;
}

/** Shown of a line that is not understood, characters. */
const SHOWN = 200;
/** Of an address or a title, what a regular expression gets to see: some take time that grows with its square. */
const SEEN = 2000;

/** Reads lines; none that is wrong stops those after it. */
export function parseSiteRules(text: string): {
  readonly rules: SiteRules;
  readonly faults: readonly SiteRuleFault[];
} {
  const ofHost = new Map<string, SiteRule[]>();
  const anywhere: SiteRule[] = [];
  const faults: SiteRuleFault[] = [];
  let count = 0;
  for (const [index, raw] of text.split(/\r\n?|\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    try {
      const rule = readLine(line);
      const alike = rule.host === undefined ? anywhere : ofHost.get(rule.host);
      if (alike) alike.push(rule);
      else ofHost.set(rule.host ?? "", [rule]);
      count += 1;
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      faults.push({ line: index + 1, text: line.slice(0, SHOWN), reason });
    }
  }
  return { rules: { count, ofHost, anywhere }, faults };
}

/**
 * @param url of the result; one that cannot be read matches nothing
 * @returns undefined when no rule says anything, so that the model is asked
 */
export function siteVerdict(
  { ofHost, anywhere }: SiteRules,
  url: string,
  title = "",
): "fold" | "keep" | undefined {
  if (!URL.canParse(url)) return undefined;
  const page = { url: new URL(url), title: title.slice(0, SEEN) };
  let verdict: "fold" | undefined;
  const named = withThoseAbove(page.url.hostname).map((host) => ofHost.get(host) ?? []);
  for (const rules of [...named, anywhere])
    for (const rule of rules) {
      if (verdict === rule.verdict || !rule.matches(page)) continue;
      if (rule.verdict === "keep") return "keep";
      verdict = "fold";
    }
  return verdict;
}

/** "a.b.example", "b.example", "example". */
function withThoseAbove(host: string): string[] {
  const labels = host.split(".");
  return labels.map((_, first) => labels.slice(first).join("."));
}

function readLine(line: string): SiteRule {
  const [, mark = "", rest = ""] = /^(@?)(?!\d)\s*(.*)$/u.exec(line) ?? [];
  if (rest === "") throw new Error("nothing to match");
  return { verdict: mark === "@" ? "keep" : "fold", ...matcherOf(rest.replace(/\s+#.*$/, "")) };
}

type Matcher = Omit<SiteRule, "verdict">;

function matcherOf(text: string): Matcher {
  const expression = /^(url|title)?\s*\/(.+)\/([a-z]*)$/u.exec(text);
  if (expression) {
    const [, part = "url", source = "", flags = ""] = expression;
    // A state between two matches would make the answer depend on what was asked before.
    const pattern = new RegExp(source, flags.replace(/[gy]/g, ""));
    return { matches: ({ url, title }) => pattern.test(part === "title" ? title : url.href.slice(0, SEEN)) };
  }
  if (text === "<all_urls>") return { matches: ({ url }) => /^https?:$/.test(url.protocol) };
  const domain = /^(?:site:\s*)?(?:\*\.)?([^\s/:*?#@]+\.[^\s/:*?#@.]+)\.?$/iu.exec(text)?.[1];
  if (domain === undefined) return matchPattern(text);
  // It is looked at where it holds, and nowhere else.
  return { host: hostOf(domain), matches: () => true };
}

/** https://developer.mozilla.org/en-US/docs/Mozilla/Add-ons/WebExtensions/Match_patterns */
function matchPattern(text: string): Matcher {
  const parts = /^(\*|https?):\/\/(\*|(?:\*\.)?[^\s/:*]+)(\/\S*)$/iu.exec(text);
  if (!parts) throw new Error("neither match pattern, regular expression nor domain");
  const [, scheme = "", named = "", path = ""] = parts;
  const protocol = scheme === "*" ? /^https?:$/ : new RegExp(`^${scheme}:$`, "i");
  const isThere = ({ url }: Page): boolean =>
    protocol.test(url.protocol) && matchesGlob(path, `${url.pathname}${url.search}`);
  if (named === "*") return { matches: isThere };
  const below = named.startsWith("*.");
  const host = hostOf(below ? named.slice(2) : named);
  return { host, matches: (page) => (below || page.url.hostname === host) && isThere(page) };
}

/** Spelt as `URL` spells it: most lines of a list are, and making a `URL` of each takes a second. */
const SPELT = /^(?!.*xn--)(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/;

/** As `URL` spells it: lower case, punycode. */
function hostOf(text: string): string {
  if (SPELT.test(text)) return text;
  if (!URL.canParse(`https://${text}/`)) throw new Error("no host name");
  return new URL(`https://${text}/`).hostname;
}

/** Whether `text` is `glob`, in which `*` is any run of characters. Takes no more time than one length times the other. */
function matchesGlob(glob: string, text: string): boolean {
  const [first = "", ...rest] = glob.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
