/** Senders as pages write them: "Ann Example <ann@example.org>", an address alone, a name alone. */
import { foldText } from "../text.ts";
import type { Mailbox } from "./content.ts";

/** UTF-16 units that are looked at; a sender is one line. */
const MAX_LENGTH = 1000;

/** RFC 5322 allows more; this finds what mail programs show, in running text of any language. */
const ADDRESS = /[^\s<>()[\]{}:;,"'«»„“”@]{1,64}@[^\s<>()[\]{}:;,"'«»„“”@]{1,180}\.\p{L}[\p{L}\d-]{0,60}/u;

/** The first e-mail address in `text`, or "". */
export function addressIn(text: string): string {
  return ADDRESS.exec(foldText(text.slice(0, MAX_LENGTH)))?.[0] ?? "";
}

/** `text` without addresses and the brackets and quotation marks around names. */
export function nameIn(text: string): string {
  const line = foldText(text.slice(0, MAX_LENGTH));
  const name = line.replace(new RegExp(ADDRESS, "gu"), " ").replace(/[<>()[\]"]+/g, " ");
  return foldText(name)
    .replace(/^[\s,;:'·|–-]+|[\s,;:'·|–-]+$/gu, "")
    .slice(0, 200);
}

/**
 * The mailbox of two texts, which may be the same. Of several addresses the last counts: a name may be made to look like an
 * address, and stands before the one that the mail program adds.
 */
export function mailboxOf(name: string, address: string): Mailbox {
  const all = foldText(address.slice(0, MAX_LENGTH)).match(new RegExp(ADDRESS, "gu"));
  return { name: nameIn(name), address: (all?.at(-1) ?? "").slice(0, 254) };
}

/**
 * Whom a line such as "On 4 May 2026 at 10:00, Ann Example <ann@example.org> wrote:" names. The address is sure; the name
 * only where it stands between a comma and the address, as words of the language may stand there too.
 */
export function introducedBy(introduction: string): Mailbox {
  const line = foldText(introduction.slice(0, MAX_LENGTH));
  const address = addressIn(line);
  const before = /,\s*([^,;:<>\d]{1,60})[<([]\s*$/u.exec(
    line.slice(0, address === "" ? 0 : line.indexOf(address)),
  );
  return mailboxOf(before?.[1] ?? "", address);
}

/** Whether both stand for the same mailbox; case does not count, as no provider tells mailboxes apart by it. */
export function isSameAddress(a: string, b: string): boolean {
  return a !== "" && a.toLowerCase() === b.toLowerCase();
}
