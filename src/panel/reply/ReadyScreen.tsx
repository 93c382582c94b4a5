/** A page whose open message may be answered. */
import { useContext } from "preact/hooks";
import { Button } from "../../ui/elements.tsx";
import { t } from "../../ui/i18n.ts";
import { Frame } from "../Frame.tsx";
import type { TaskScreenProps } from "../screens.tsx";
import { siteOf } from "../view.ts";
import { ReplyForm } from "./ReplyForm.tsx";
import { ReplyContext } from "./reply-context.ts";

export function ReadyScreen({ view, status, engineNote, actions }: TaskScreenProps<"ready">) {
  const part = useContext(ReplyContext);
  if (!part) return null;
  return (
    <Frame
      title={view.page.title || t("untitled")}
      subtitle={siteOf(view.page.url)}
      status={status}
      openSettings={actions.openSettings}
      actions={
        part.seen?.kind === "message" && (
          <>
            <Button look="go" primary onPress={part.actions.draft}>
              {t("reply_draft")}
            </Button>
            <span class="aside">{t("reply_never_sends")}</span>
          </>
        )
      }
    >
      <ReplyForm part={part} page={view.page} />
      {engineNote !== "" && <p class="note">{engineNote}</p>}
    </Frame>
  );
}
