/**
 * How the parts of the filter talk: the script in a page of results, the background that has them judged, and the pages of
 * the extension. A page's script asks over a port; what it shows it tells to everyone who listens; and the panel commands it
 * by messages to its tab (`filter-client.ts`). Titles, addresses and snippets are strangers' texts.
 */
import * as v from "valibot";
import { SEARCH_SITES } from "../sites/search/registry.ts";
import { FilterItem } from "../tasks/filter/input.ts";
import { Correction } from "../tasks/filter/rules.ts";
import { ErrorReportForm } from "./protocol.ts";

/** Name of the port between a page's script and the background. */
export const FILTER_PORT = "postil.filter";

/** Results that are asked about at once; more of them are asked about in several messages. */
export const MAX_ASKED = 200;

/** A search engine, or "list" for any other list that the user has pointed at. */
export const FilteredPlace = v.picklist([...SEARCH_SITES.map(({ id }) => id), "list"]);
export type FilteredPlace = v.InferOutput<typeof FilteredPlace>;

/** page → background */
export const FilterAsk = v.object({
  type: v.literal("judge"),
  place: FilteredPlace,
  /** The most visible first. */
  items: v.pipe(v.array(FilterItem), v.maxLength(MAX_ASKED)),
});
export type FilterAsk = v.InferOutput<typeof FilterAsk>;

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What is to become of one result, and by what. */
export const PageVerdict = v.object({
  id: v.string(),
  fold: v.boolean(),
  why: v.variant("by", [
    /** By a rule in plain words, whose words these are. */
    v.object({
      by: v.literal("rule"),
      rule: v.string(),
      kind: v.picklist(["hide", "only"]),
      text: v.string(),
      probability,
    }),
    /** By a line about addresses. */
    v.object({ by: v.literal("address") }),
    /** Nothing speaks for folding it. */
    v.object({ by: v.literal("none") }),
  ]),
});
export type PageVerdict = v.InferOutput<typeof PageVerdict>;

/** background → page */
export const FilterAnswer = v.variant("type", [
  v.object({ type: v.literal("verdicts"), verdicts: v.array(PageVerdict) }),
  /** So many results were asked about over this port, and all are judged. */
  v.object({ type: v.literal("done"), of: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** There are no rules for this place: nothing is folded, and nothing need be asked. */
  v.object({ type: v.literal("off") }),
  /** The model could not be asked. Verdicts by address stand. */
  v.object({ type: v.literal("error"), error: ErrorReportForm }),
]);
export type FilterAnswer = v.InferOutput<typeof FilterAnswer>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the filter does in a tab. */
export const TabFilter = v.object({
  /** Null on a page that is none of a known engine, until the user points at a list. */
  place: v.nullable(FilteredPlace),
  /** Whether the page is built as the engine's description says; when not, Postil can find no results there. */
  isAsDescribed: v.boolean(),
  /**
   * `off`: no rules for this place. `stopped`: by the user, before all was judged. `undone`: the user has had everything
   * unfolded. `picking`: the user points at a list.
   */
  status: v.picklist(["idle", "judging", "done", "off", "stopped", "undone", "failed", "picking"]),
  /** Results that are folded, that have been judged, and that are on the page. */
  folded: count,
  judged: count,
  of: count,
  error: v.nullable(ErrorReportForm),
});
export type TabFilter = v.InferOutput<typeof TabFilter>;

/** page → everyone in the extension, at each change */
export const FilterNews = v.object({ type: v.literal("filter.state"), state: TabFilter });
export type FilterNews = v.InferOutput<typeof FilterNews>;

/** page → background, answered by `Answer`: what the user says of a folded result. */
export const FilterWish = v.variant("type", [
  v.object({ target: v.literal("background"), type: v.literal("filter.correct"), correction: Correction }),
  /** Never fold anything of this host, nor of those below it. */
  v.object({
    target: v.literal("background"),
    type: v.literal("filter.allow"),
    /** As `URL.hostname` gives it: what is no host would be a rule of its own. */
    host: v.pipe(v.string(), v.maxLength(253), v.regex(/^[a-z\d]([a-z\d._-]*[a-z\d])?$/)),
  }),
]);
export type FilterWish = v.InferOutput<typeof FilterWish>;

/**
 * panel → page, answered by `TabFilter`. `look`: just tell. `stop`: judge no more; what is folded stays so. `undo`: unfold
 * everything, and leave this page alone. `again`: read and judge anew, with the rules of now, which a page that is open does
 * not follow by itself. `pick`: let the user point at a
 * list; while that goes on, `stop` ends it. `biggest`: take the biggest list of the page.
 */
export const FilterCommand = v.object({
  target: v.literal("filter"),
  type: v.picklist(["look", "stop", "undo", "again", "pick", "biggest"]),
});
export type FilterCommand = v.InferOutput<typeof FilterCommand>;
