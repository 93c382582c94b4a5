/** Who the user is: what the page says, and what the settings know. */
import type { MailSite, Places } from "../../sites/mail-site.ts";
import { mailboxOf } from "./address.ts";
import type { Mailbox } from "./content.ts";
import { fieldIn } from "./fields.ts";
import type { Page } from "./frames.ts";

/** The user, as the settings know them; a page need not say who is signed in. */
export interface KnownUser {
  readonly name: string;
  readonly addresses: readonly string[];
}

export const NOBODY: KnownUser = { name: "", addresses: [] };

/** What the page says of the user; where it says nothing, what the settings do. */
export function ownMailbox(page: Page, site: MailSite | undefined, user: KnownUser): Mailbox {
  const field = (places: Places, body: string): string => {
    for (const document of page.documents) {
      const text = fieldIn(page, document, places, body);
      if (text !== "") return text;
    }
    return "";
  };
  const said =
    site === undefined
      ? mailboxOf("", "")
      : mailboxOf(field(site.ownName, site.body), field(site.ownAddress, site.body));
  return { name: user.name.slice(0, 200) || said.name, address: said.address || (user.addresses[0] ?? "") };
}
