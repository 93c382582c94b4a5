/** What can be fetched, and what is being fetched. */
import type { HostState } from "../messages/protocol.ts";

export type Install = NonNullable<HostState["model"]["install"]>;
export type Offer = HostState["catalogue"][number];

/** What of the catalogue this download is of, to go on with it; null for imports. */
export function offerFor(install: Install, catalogue: HostState["catalogue"]): Offer | null {
  if (install.kind !== "download") return null;
  return catalogue.find((offer) => offer.title === install.name) ?? null;
}
