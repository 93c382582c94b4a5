/** The rules in plain words: each with its switch, to be changed or deleted in place, and a way to add one. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../../errors.ts";
import type { Rule, RuleBook } from "../../tasks/filter/rules.ts";
import { Announcer, Button, ErrorMessage } from "../elements.tsx";
import { t } from "../i18n.ts";
import { type DeletedRule, deletion, withoutRule, withRule, withRuleBack } from "./changes.ts";
import type { ChangeRules } from "./kept-rules.ts";
import { placeName, RuleForm } from "./RuleForm.tsx";
import { Switch } from "./Switch.tsx";
import { UndoNote } from "./UndoNote.tsx";
import { keepUnsaved, unsavedRule } from "./unsaved.ts";

export interface RuleListProps {
  readonly book: RuleBook;
  readonly change: ChangeRules;
  /** The place in front (see `Rule.sites`); null where there is none. */
  readonly place: string | null;
}

export function RuleList({ book, change, place }: RuleListProps) {
  /** Id of the rule that is being changed; "" for a new one. */
  const [edited, setEdited] = useState<string | null>(() => {
    const rule = unsavedRule();
    if (rule === null) return null;
    return book.rules.some(({ id }) => id === rule.id) ? rule.id : "";
  });
  const [isOpened, setOpened] = useState(false);
  const [deleted, setDeleted] = useState<DeletedRule | null>(null);
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const [said, setSaid] = useState("");
  const root = useRef<HTMLDivElement>(null);
  /** What the focus goes to once it is there: the button of this rule, or with "" the one that adds. */
  const next = useRef<string | null>(null);
  const isEmpty = book.rules.length === 0 && deleted === null;
  useEffect(() => {
    if (next.current === null) return;
    const row = `[data-rule="${CSS.escape(next.current)}"] .edit`;
    const button = root.current?.querySelector<HTMLElement>(next.current === "" ? ".add > button" : row);
    if (!button) return;
    button.focus();
    next.current = null;
  });

  const open = (id: string): void => {
    keepUnsaved(null);
    setOpened(true);
    setEdited(id);
  };
  const close = (): void => {
    keepUnsaved(null);
    next.current = edited ?? "";
    setEdited(null);
  };
  const keep = async (rule: Rule): Promise<ErrorReport | null> => {
    const refusal = await change((now) => withRule(now, rule));
    if (refusal) return refusal;
    setRefused(null);
    setSaid(t("rule_kept", { rule: rule.text }));
    close();
    return null;
  };
  const toggle = async (rule: Rule): Promise<boolean> => {
    const refusal = await change((now) => withRule(now, rule));
    setRefused(refusal);
    return refusal === null;
  };
  const remove = async (id: string): Promise<void> => {
    const gone = deletion(book, id);
    const refusal = await change((now) => withoutRule(now, id));
    setRefused(refusal);
    if (!refusal) setDeleted(gone);
  };
  const undo = async (gone: DeletedRule): Promise<void> => {
    next.current = gone.rule.id;
    setRefused(await change((now) => withRuleBack(now, gone)));
    setDeleted(null);
  };

  const rows = book.rules.map((rule) =>
    edited === rule.id ? (
      <li key={rule.id} class="rule">
        <RuleForm rule={rule} place={place} focused={isOpened} save={keep} cancel={close} />
      </li>
    ) : (
      <RuleRow
        key={rule.id}
        rule={rule}
        toggle={(on) => toggle({ ...rule, on })}
        edit={() => open(rule.id)}
        remove={() => void remove(rule.id)}
      />
    ),
  );
  if (deleted)
    rows.splice(
      deleted.index,
      0,
      <li key={`${deleted.rule.id} deleted`} class="rule">
        <UndoNote text={t("rule_deleted", { rule: deleted.rule.text })} undo={() => void undo(deleted)} />
      </li>,
    );
  return (
    <div ref={root}>
      <Announcer text={said} />
      {isEmpty && <p>{t("rules_none")}</p>}
      {rows.length > 0 && <ul class="rules">{rows}</ul>}
      {refused && <ErrorMessage error={refused} />}
      <div class="add">
        {edited === "" || isEmpty ? (
          <RuleForm
            key={isEmpty ? "first" : "new"}
            rule={newRule()}
            place={place}
            focused={isOpened && edited === ""}
            save={keep}
            cancel={isEmpty ? undefined : close}
          />
        ) : (
          <Button onPress={() => open("")}>{t("rule_add")}</Button>
        )}
      </div>
    </div>
  );
}

function newRule(): Rule {
  return { id: crypto.randomUUID(), text: "", kind: "hide", on: true, sites: "everywhere" };
}

interface RuleRowProps {
  readonly rule: Rule;
  /** Resolves with false when that was refused. */
  toggle(on: boolean): Promise<boolean>;
  edit(): void;
  remove(): void;
}

function RuleRow({ rule, toggle, edit, remove }: RuleRowProps) {
  const where =
    rule.sites === "everywhere"
      ? t("rule_everywhere")
      : rule.sites.map((place) => placeName(place)).join(", ");
  return (
    <li class="rule" data-rule={rule.id}>
      <Switch on={rule.on} set={toggle}>
        <span dir="auto">{rule.text}</span>
      </Switch>
      <p class="note">
        {t(`rule_kind_${rule.kind}`)} · {where}
      </p>
      <div class="links">
        <button
          type="button"
          class="link edit"
          aria-label={t("rule_edit_of", { rule: rule.text })}
          onClick={edit}
        >
          {t("rule_edit")}
        </button>
        <button
          type="button"
          class="link"
          aria-label={t("rule_delete_of", { rule: rule.text })}
          onClick={remove}
        >
          {t("rule_delete")}
        </button>
      </div>
    </li>
  );
}
