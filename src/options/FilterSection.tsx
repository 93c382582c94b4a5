/** The settings of the filter: where it runs by itself, and the rules, as in the panel. */
import type { ErrorReport } from "../errors.ts";
import { SEARCH_SITES } from "../sites/search/registry.ts";
import type { SearchSiteId } from "../sites/search-site.ts";
import type { RuleBook } from "../tasks/filter/rules.ts";
import { ErrorMessage } from "../ui/elements.tsx";
import { t } from "../ui/i18n.ts";
import type { ChangeRules } from "../ui/rules/kept-rules.ts";
import { RulesEditor } from "../ui/rules/RulesEditor.tsx";
import { Switch } from "../ui/rules/Switch.tsx";

export interface FilterSectionProps {
  /** Null until the rules are read. */
  readonly book: RuleBook | null;
  readonly change: ChangeRules;
  /** The engines on which the filter runs by itself. */
  readonly on: ReadonlySet<SearchSiteId>;
  /** Why the last switch did not move. */
  readonly refused: ErrorReport | null;
  /** Called inside the user's own event. Resolves with whether the switch now stands so. */
  set(site: SearchSiteId, on: boolean): Promise<boolean>;
}

/** Software that anyone installs has no address that could be asked for. */
const SWITCHABLE = SEARCH_SITES.filter(({ matches }) => matches.length > 0);

export function FilterSection({ book, change, on, refused, set }: FilterSectionProps) {
  return (
    <section>
      <h2>{t("options_filter")}</h2>
      {refused && <ErrorMessage error={refused} />}
      <fieldset class="choices" aria-describedby="options-filter-note">
        <legend>{t("options_filter_engines")}</legend>
        <div class="engines">
          {SWITCHABLE.map(({ id, name }) => (
            <Switch key={id} on={on.has(id)} set={(wanted) => set(id, wanted)}>
              <span>{name}</span>
            </Switch>
          ))}
        </div>
      </fieldset>
      <p id="options-filter-note" class="note">
        {t("filter_switch_note")}
      </p>
      {book && (
        <>
          <h3>{t("rules_title")}</h3>
          <RulesEditor book={book} change={change} place={null} />
        </>
      )}
    </section>
  );
}
