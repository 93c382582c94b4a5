/** Where the focus goes when the control that had it disappears with its view. */
import { useEffect, useRef } from "preact/hooks";

/**
 * When the view changes and the control that had the focus is gone with the old one, the focus goes to the new view's first
 * action (`data-primary`), or to its heading until there is one: someone at the keyboard goes on from there, not from the
 * top of the document. A page that nobody has touched yet is left alone.
 */
export function useFocusKeeper(view: string): void {
  const focused = useRef<Element | null>(null);
  const byKeyboard = useRef(true);
  useEffect(() => {
    const onFocus = (event: FocusEvent): void => {
      focused.current = event.target instanceof Element ? event.target : null;
    };
    const onKey = (): void => {
      byKeyboard.current = true;
    };
    const onPointer = (): void => {
      byKeyboard.current = false;
    };
    document.addEventListener("focusin", onFocus);
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("pointerdown", onPointer, true);
    return () => {
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("pointerdown", onPointer, true);
    };
  }, []);
  // `view` is what the effect waits for, not what it reads.
  useEffect(() => {
    const last = focused.current;
    if (!last || (last.isConnected && !last.matches("h1"))) return;
    const target =
      document.querySelector<HTMLElement>("[data-primary]") ??
      document.querySelector<HTMLElement>("h1[tabindex]");
    // To those who use a pointer a ring around the next button would say that something is the matter with it.
    const options: FocusOptions & { focusVisible: boolean } = {
      preventScroll: true,
      focusVisible: byKeyboard.current,
    };
    target?.focus(options);
  }, [view]);
}
