/** A rule in plain words, while it is written or changed. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../../errors.ts";
import { SEARCH_SITES } from "../../sites/search/registry.ts";
import { readingOf, readRule } from "../../tasks/filter/phrases.ts";
import type { Rule } from "../../tasks/filter/rules.ts";
import { Button, ErrorMessage } from "../elements.tsx";
import { t } from "../i18n.ts";
import { keepUnsaved, unsavedRule } from "./unsaved.ts";

/** The places that a rule can be for: every search engine, and other lists. */
const PLACES: readonly string[] = [...SEARCH_SITES.map(({ id }) => id), "list"];

interface RuleFormProps {
  readonly rule: Rule;
  /** The place in front, ticked first when the rule is not to hold everywhere; null where there is none. */
  readonly place: string | null;
  /** Takes the focus when it appears. */
  readonly focused: boolean;
  /** Keeps the rule; resolves with why it was refused, or with null. */
  save(rule: Rule): Promise<ErrorReport | null>;
  /** Absent where there is nothing to go back to. */
  readonly cancel?: (() => void) | undefined;
}

export function RuleForm({ rule, place, focused, save, cancel }: RuleFormProps) {
  const [draft, redraw] = useState(() => unsavedRule() ?? rule);
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  /** What the words themselves say is what the task goes by, unless the user decides against it. */
  const said = readRule(draft.text).kind;
  const { kind } = readingOf(draft);
  const nowhere = draft.sites !== "everywhere" && draft.sites.length === 0;
  useEffect(() => {
    if (focused) words.current?.focus();
  }, [focused]);

  const setDraft = (next: Rule): void => {
    keepUnsaved(next);
    redraw(next);
  };
  const submit = async (): Promise<void> => {
    if (nowhere) return;
    const refusal = await save({ ...draft, kind, text: draft.text.trim() });
    setRefused(refusal);
    if (refusal) words.current?.focus();
  };

  return (
    <form
      class="rule-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !cancel) return;
        event.stopPropagation();
        cancel();
      }}
    >
      <label for={`${id}-words`}>{t("rule_words")}</label>
      <textarea
        ref={words}
        id={`${id}-words`}
        rows={2}
        dir="auto"
        value={draft.text}
        aria-describedby={`${id}-example`}
        onInput={(event) => setDraft(withText(draft, event.currentTarget.value))}
        onKeyDown={(event) => {
          // Enter that ends the spelling of a word in Chinese or Japanese is no answer.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          void submit();
        }}
      />
      <p id={`${id}-example`} class="note">
        {t("rule_example")}
      </p>
      <fieldset class="choices">
        <legend>{t("rule_kind")}</legend>
        {(["hide", "only"] as const).map((choice) => (
          <label key={choice} class="check">
            <input
              type="radio"
              name={`${id}-kind`}
              checked={kind === choice}
              onChange={() => setDraft(withKind(draft, choice))}
            />
            <span>{t(`rule_kind_${choice}`)}</span>
          </label>
        ))}
        {said === kind && <p class="note">{t("rule_kind_said")}</p>}
      </fieldset>
      <fieldset class="choices">
        <legend>{t("rule_where")}</legend>
        <label class="check">
          <input
            type="radio"
            name={`${id}-where`}
            checked={draft.sites === "everywhere"}
            onChange={() => setDraft({ ...draft, sites: "everywhere" })}
          />
          <span>{t("rule_everywhere")}</span>
        </label>
        <label class="check">
          <input
            type="radio"
            name={`${id}-where`}
            checked={draft.sites !== "everywhere"}
            onChange={() => setDraft({ ...draft, sites: place === null ? [] : [place] })}
          />
          <span>{t("rule_some")}</span>
        </label>
        {draft.sites !== "everywhere" && (
          <Places
            chosen={draft.sites}
            choose={(sites) => setDraft({ ...draft, sites })}
            describedBy={nowhere ? `${id}-nowhere` : undefined}
          />
        )}
        {nowhere && (
          <p id={`${id}-nowhere`} class="note warn" role="status">
            {t("rule_nowhere")}
          </p>
        )}
      </fieldset>
      {refused && <ErrorMessage error={refused} />}
      <div class="row">
        <Button look="go" blocked={nowhere} onPress={() => void submit()}>
          {t(cancel && rule.text !== "" ? "rule_save" : "rule_put")}
        </Button>
        {cancel && (
          <Button look="quiet" onPress={cancel}>
            {t("cancel")}
          </Button>
        )}
      </div>
    </form>
  );
}

/** A decision holds for words that say the same. */
function withText({ chosen, ...rule }: Rule, text: string): Rule {
  const same = readRule(text).kind === readRule(rule.text).kind;
  return { ...rule, text, ...(same && chosen ? { chosen } : {}) };
}

/** A decision for what the words say anyway is none, so that other words can say otherwise. */
function withKind({ chosen: _, ...rule }: Rule, kind: Rule["kind"]): Rule {
  const said = readRule(rule.text).kind;
  return { ...rule, kind, ...(said !== undefined && said !== kind ? { chosen: true } : {}) };
}

interface PlacesProps {
  readonly chosen: readonly string[];
  choose(sites: string[]): void;
  readonly describedBy: string | undefined;
}

function Places({ chosen, choose, describedBy }: PlacesProps) {
  return (
    <div class="places">
      {PLACES.map((place) => (
        <label key={place} class="check">
          <input
            type="checkbox"
            checked={chosen.includes(place)}
            aria-describedby={describedBy}
            onChange={(event) => {
              const others = chosen.filter((other) => other !== place);
              choose(event.currentTarget.checked ? [...others, place] : others);
            }}
          />
          <span>{placeName(place)}</span>
        </label>
      ))}
    </div>
  );
}

/** What a place is called; one that a later version knows keeps its id. */
export function placeName(place: string): string {
  if (place === "list") return t("rule_list");
  return SEARCH_SITES.find(({ id }) => id === place)?.name ?? place;
}
