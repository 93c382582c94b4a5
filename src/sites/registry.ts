/** The mail sites that are known, and which of them a page belongs to. */
import { fastmail } from "./fastmail.ts";
import { gmail } from "./gmail.ts";
import type { MailSite, Selector } from "./mail-site.ts";
import { outlook } from "./outlook.ts";
import { proton } from "./proton.ts";
import { roundcube } from "./roundcube.ts";
import { yahoo } from "./yahoo.ts";

export const MAIL_SITES: readonly MailSite[] = [gmail, outlook, proton, fastmail, yahoo, roundcube];

/**
 * The site that serves `url`, or undefined.
 * @param has whether the page has an element that matches; asked for software that anyone installs
 */
export function mailSiteOf(url: string, has: (marks: Selector) => boolean): MailSite | undefined {
  return (
    MAIL_SITES.find((site) => site.matches.some((pattern) => matchesPattern(pattern, url))) ??
    MAIL_SITES.find((site) => site.marks !== undefined && has(site.marks))
  );
}

/**
 * Whether `url` fits a match pattern of the form `https://HOST/*`, where HOST may begin with `*.` for any host below it.
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Match_patterns
 */
export function matchesPattern(pattern: string, url: string): boolean {
  const [, scheme, below, host] = /^(https?):\/\/(\*\.)?([^/*]+)\/\*$/.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== `${scheme}:`) return false;
  return hostname === host || (below !== undefined && hostname.endsWith(`.${host}`));
}
