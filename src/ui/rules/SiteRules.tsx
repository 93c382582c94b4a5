/** The lines about addresses: a field that keeps itself, and what in it is not understood. */
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../../errors.ts";
import { MAX_SITE_RULES, parseSiteRules, type SiteRuleFault } from "../../tasks/filter/rules.ts";
import { ErrorMessage } from "../elements.tsx";
import { plural, t } from "../i18n.ts";

/** Milliseconds after the last key in which lines are kept and checked. */
const PAUSE_MS = 500;
/** Faults that are listed; nobody mends more at once. */
const MAX_SHOWN = 5;

interface SiteRulesProps {
  readonly siteRules: string;
  /** Resolves with why the lines were refused, or with null. */
  save(siteRules: string): Promise<ErrorReport | null>;
}

export function SiteRules({ siteRules, save }: SiteRulesProps) {
  const [refused, setRefused] = useState<ErrorReport | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const unsaved = useRef<{ timer: ReturnType<typeof setTimeout>; text: string } | null>(null);
  const id = useId();
  const { faults } = useMemo(() => parseSiteRules(siteRules), [siteRules]);
  /** At first only where there is something to mend. */
  const [isOpen] = useState(faults.length > 0);

  const keep = async (): Promise<void> => {
    const pending = unsaved.current;
    if (!pending) return;
    clearTimeout(pending.timer);
    unsaved.current = null;
    setRefused(await save(pending.text));
  };
  const write = (text: string): void => {
    if (unsaved.current) clearTimeout(unsaved.current.timer);
    unsaved.current = { timer: setTimeout(() => void keep(), PAUSE_MS), text };
  };
  useEffect(() => {
    // The field is the browser's while somebody writes in it, and follows what is kept at other times.
    const element = field.current;
    if (element && !unsaved.current && element.value !== siteRules) element.value = siteRules;
  }, [siteRules]);
  // What was written last is kept when the field goes.
  useEffect(() => () => void keep(), []);

  const lines = siteRules.split("\n").filter((line) => line.trim() !== "").length;
  return (
    <details class="more" open={isOpen}>
      <summary>
        {t("addresses_title")}
        {lines > 0 && <span class="note"> · {plural("addresses_lines", lines)}</span>}
      </summary>
      <p id={`${id}-how`} class="note">
        {t("addresses_how")}
      </p>
      <textarea
        ref={field}
        class="lines"
        rows={5}
        spellcheck={false}
        autocapitalize="off"
        wrap="off"
        dir="ltr"
        maxLength={MAX_SITE_RULES}
        aria-label={t("addresses_title")}
        aria-describedby={faults.length > 0 ? `${id}-how ${id}-faults` : `${id}-how`}
        onInput={(event) => write(event.currentTarget.value)}
        onBlur={() => void keep()}
      />
      <div id={`${id}-faults`} role="status">
        {faults.length > 0 && <p class="note warn">{plural("addresses_faults", faults.length)}</p>}
      </div>
      {faults.length > 0 && (
        <ul class="faults">
          {faults.slice(0, MAX_SHOWN).map((fault) => (
            <Fault
              key={fault.line}
              fault={fault}
              goTo={() => field.current && selectLine(field.current, fault.line)}
            />
          ))}
        </ul>
      )}
      {refused && <ErrorMessage error={refused} />}
    </details>
  );
}

function Fault({ fault, goTo }: { readonly fault: SiteRuleFault; goTo(): void }) {
  return (
    <li class="note">
      <button type="button" class="link" onClick={goTo}>
        {t("addresses_line", { number: String(fault.line) })}
      </button>{" "}
      <code dir="ltr">{fault.text}</code> <span lang="en">({fault.reason})</span>
    </li>
  );
}

/** Puts the focus on a line, counted from 1. */
function selectLine(field: HTMLTextAreaElement, line: number): void {
  const lines = field.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  field.focus();
  field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}
