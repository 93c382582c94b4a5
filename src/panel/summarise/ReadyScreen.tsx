/** A page that may be summarised. */
import { Button } from "../../ui/elements.tsx";
import { t } from "../../ui/i18n.ts";
import { PageFrame, type TaskScreenProps } from "../screens.tsx";

export function ReadyScreen({ view, status, engineNote, actions }: TaskScreenProps<"ready">) {
  return (
    <PageFrame page={view.page} status={status} openSettings={actions.openSettings}>
      <p>{t("ready_text")}</p>
      <div class="row">
        <Button look="go" primary onPress={() => actions.start("summarise")}>
          {t("summarise")}
        </Button>
      </div>
      <p class="note">{t("ready_private")}</p>
      {engineNote !== "" && <p class="note">{engineNote}</p>}
    </PageFrame>
  );
}
