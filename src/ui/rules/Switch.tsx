/** A switch that stays where it was when what it stands for did not come about. */
import type { ComponentChildren } from "preact";

interface SwitchProps {
  readonly on: boolean;
  /** Id of what else there is to say of it. */
  readonly describedBy?: string | undefined;
  /** Called inside the user's own event. Resolves with whether it now stands so. */
  set(on: boolean): Promise<boolean>;
  readonly children: ComponentChildren;
}

export function Switch({ on, describedBy, set, children }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: it says itself whether it is checked (https://www.w3.org/TR/html-aria/#el-input-checkbox)
        role="switch"
        checked={on}
        aria-describedby={describedBy}
        onChange={(event) => {
          const box = event.currentTarget;
          void set(box.checked).then((done) => {
            if (!done) box.checked = on;
          });
        }}
      />
      {children}
    </label>
  );
}
