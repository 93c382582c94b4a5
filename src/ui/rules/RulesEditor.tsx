/** All that the user has said about filtering, to be looked at and changed: the same in the panel and in the settings. */
import { plural, t } from "../i18n.ts";
import { withSiteRules } from "./changes.ts";
import { Corrections, RuleFiles } from "./RuleKeeping.tsx";
import { RuleList, type RuleListProps } from "./RuleList.tsx";
import { SiteRules } from "./SiteRules.tsx";

/** @param props.place the place in front, for a new rule that is not to hold everywhere */
export function RulesEditor({ book, change, place }: RuleListProps) {
  const lines = book.siteRules.split("\n").filter((line) => line.trim() !== "").length;
  return (
    <>
      <RuleList book={book} change={change} place={place} />
      <details class="more">
        <summary>
          {t("addresses_title")}
          {lines > 0 && <span class="note"> · {plural("addresses_lines", lines)}</span>}
        </summary>
        <SiteRules
          siteRules={book.siteRules}
          save={(siteRules) => change((now) => withSiteRules(now, siteRules))}
        />
      </details>
      <details class="more">
        <summary>{t("rules_kept")}</summary>
        <Corrections book={book} change={change} />
        <RuleFiles book={book} change={change} />
      </details>
    </>
  );
}
