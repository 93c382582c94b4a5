/** A button that opens the browser's file chooser. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { Button } from "./elements.tsx";

interface FileButtonProps {
  /** As the `accept` attribute of a file input. */
  readonly accept: string;
  readonly look?: "go" | "plain" | "quiet";
  onPick(file: File): void;
  readonly children: ComponentChildren;
}

export function FileButton({ accept, look = "plain", onPick, children }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} onPress={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        class="unseen"
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const picked = event.currentTarget.files?.[0];
          // The same file may be picked again after a failure.
          event.currentTarget.value = "";
          if (picked) onPick(picked);
        }}
      />
    </>
  );
}
