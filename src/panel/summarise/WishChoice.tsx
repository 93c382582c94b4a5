/** How long the next summary is to be, and in which language. */
import { useContext, useId } from "preact/hooks";
import { SUMMARY_LENGTHS } from "../../tasks/task.ts";
import { languageName, t } from "../../ui/i18n.ts";
import { SummariseContext } from "./summarise-context.ts";

export function WishChoice() {
  const { wish, choosesLanguage, change } = useContext(SummariseContext);
  const name = useId();
  return (
    <div class="wish">
      <fieldset class="segments">
        <legend>{t("summary_length")}</legend>
        {SUMMARY_LENGTHS.map((length) => (
          <label key={length}>
            <input
              type="radio"
              name={name}
              checked={length === wish.length}
              onChange={() => change({ length })}
            />
            <span>{t(`length_${length}`)}</span>
          </label>
        ))}
      </fieldset>
      {choosesLanguage && (
        <label class="check">
          <input
            type="checkbox"
            checked={wish.language === "own"}
            onChange={(event) => change({ language: event.currentTarget.checked ? "own" : "page" })}
          />
          <span>{t("summary_own_language", { language: languageName() })}</span>
        </label>
      )}
    </div>
  );
}
