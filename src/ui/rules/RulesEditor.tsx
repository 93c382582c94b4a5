/** All that the user has said about filtering, to be looked at and changed: the same in the panel and in the settings. */
import { t } from "../i18n.ts";
import { withSiteRules } from "./changes.ts";
import { Corrections, RuleFiles } from "./RuleKeeping.tsx";
import { RuleList, type RuleListProps } from "./RuleList.tsx";
import { SiteRules } from "./SiteRules.tsx";

/** @param props.place the place in front, for a new rule that is not to hold everywhere */
export function RulesEditor({ book, change, place }: RuleListProps) {
  return (
    <>
      <RuleList book={book} change={change} place={place} />
      <SiteRules
        siteRules={book.siteRules}
        save={(siteRules) => change((now) => withSiteRules(now, siteRules))}
      />
      <details class="more">
        <summary>{t("rules_kept")}</summary>
        <Corrections book={book} change={change} />
        <RuleFiles book={book} change={change} />
      </details>
    </>
  );
}
