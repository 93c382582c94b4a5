/** The panel's fixed parts: whose page this is, what can be done, and the state of the model. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../ui/i18n.ts";
import { TaskSwitch } from "./TaskSwitch.tsx";

interface FrameProps {
  readonly title: string;
  /** One line under the title. */
  readonly subtitle?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** The bar of actions above the footer. */
  readonly actions?: ComponentChildren;
  /** The model's state in a few words. */
  readonly status: string;
  /** Keeps the end of the text in sight while it grows, unless the reader has scrolled away from it. */
  readonly follow?: boolean;
  openSettings(): void;
}

export function Frame({
  title,
  subtitle,
  children,
  actions,
  status,
  follow = false,
  openSettings,
}: FrameProps) {
  const main = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = main.current;
    if (follow && atEnd.current && element) element.scrollTop = element.scrollHeight;
  });
  return (
    <div class="panel">
      <header>
        <h1 tabIndex={-1} dir="auto" title={title}>
          {title}
        </h1>
        {subtitle && <p class="site">{subtitle}</p>}
        <TaskSwitch />
      </header>
      <main
        ref={main}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {children}
      </main>
      {actions && <div class="actions">{actions}</div>}
      <footer>
        <button type="button" class="link" onClick={openSettings}>
          {t("settings")}
        </button>
        <span class="status" dir="auto" title={status}>
          {status}
        </span>
      </footer>
    </div>
  );
}
