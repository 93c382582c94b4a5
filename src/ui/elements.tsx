/** The few elements that panel and settings are made of. All text goes in as text nodes. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ErrorReport } from "../errors.ts";
import { errorTexts, t } from "./i18n.ts";

interface ButtonProps {
  readonly look?: "go" | "plain" | "quiet";
  /** Looks and is announced as not to be used yet; a press still arrives, so that it can be answered with the reason. */
  readonly blocked?: boolean;
  /** Where the focus goes when what had it is gone (see `useFocusKeeper`). */
  readonly primary?: boolean;
  onPress(): void;
  readonly children: ComponentChildren;
}

export function Button({ look = "plain", blocked = false, primary = false, onPress, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={look === "plain" ? "btn" : `btn ${look}`}
      aria-disabled={blocked || undefined}
      data-primary={primary || undefined}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** A link that looks like one and opens a new tab; `href` is ours, never a page's. */
export function Outside({ href, children }: { readonly href: string; readonly children: ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}

/** A bar; without `value` (0 … 1) it only says that something is going on. */
export function Progress({ label, value }: { readonly label: string; readonly value?: number | undefined }) {
  return value === undefined ? (
    <progress aria-label={label} />
  ) : (
    <progress aria-label={label} value={value} max={1} />
  );
}

/** An error with its way out, and what it is called for those who report it. */
export function ErrorMessage({
  error,
  children,
}: {
  readonly error: ErrorReport;
  readonly children?: ComponentChildren;
}) {
  const { what, next } = errorTexts(error.code);
  return (
    <div class="message" role="alert">
      <p>{what}</p>
      <p>{next}</p>
      {children}
      <ErrorDetails error={error} />
    </div>
  );
}

export function ErrorDetails({ error }: { readonly error: ErrorReport }) {
  return (
    <details class="detail">
      <summary>{t("error_details")}</summary>
      <code>{error.message}</code>
    </details>
  );
}

/** A sentence that is no error: what happened, and why things look as they do. */
export function Notice({ children }: { readonly children: ComponentChildren }) {
  return <div class="message calm">{children}</div>;
}

interface ConfirmedProps {
  readonly label: string;
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  /** Beside a button that is the likelier one. */
  readonly quiet?: boolean;
  onConfirm(): void;
}

/** A button that asks back, in place, before it does what it says. */
export function Confirmed({ label, question, yes, no, quiet = false, onConfirm }: ConfirmedProps) {
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const harmless = useRef<HTMLButtonElement>(null);
  const opened = useRef(false);
  const id = useId();
  useEffect(() => {
    // The focus follows: to the harmless answer when the question comes, back to the button when it goes.
    if (asking) harmless.current?.focus();
    else if (opened.current) button.current?.focus();
    opened.current = asking;
  }, [asking]);
  if (!asking)
    return (
      <button ref={button} type="button" class={quiet ? "btn quiet" : "btn"} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  return (
    <fieldset
      class="confirm"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === "Escape") setAsking(false);
      }}
    >
      <p id={id}>{question}</p>
      <div class="row">
        <button ref={harmless} type="button" class="btn" onClick={() => setAsking(false)}>
          {no}
        </button>
        <button type="button" class="btn" onClick={onConfirm}>
          {yes}
        </button>
      </div>
    </fieldset>
  );
}

/** Says `text` to screen readers when it changes, and shows nothing. */
export function Announcer({ text }: { readonly text: string }) {
  return (
    <div class="unseen" role="status">
      {text}
    </div>
  );
}
