/** A page that may be summarised. */
import { Button } from "../../ui/elements.tsx";
import { pieces, t } from "../../ui/i18n.ts";
import { PageFrame, type TaskScreenProps } from "../screens.tsx";
import { PdfChoice } from "./PdfChoice.tsx";
import { WishChoice } from "./WishChoice.tsx";

export function ReadyScreen({ view, status, engineNote, surroundings, actions }: TaskScreenProps<"ready">) {
  return (
    <PageFrame page={view.page} status={status} openSettings={actions.openSettings}>
      <p>{t("ready_text")}</p>
      <WishChoice />
      <div class="row">
        <Button look="go" primary onPress={() => actions.start("summarise")}>
          {t("summarise")}
        </Button>
        <PdfChoice actions={actions} />
      </div>
      <p class="note">{t("ready_private")}</p>
      {surroundings.shortcut !== "" && (
        <p class="note">{pieces("ready_shortcut", { keys: <kbd>{surroundings.shortcut}</kbd> })}</p>
      )}
      {engineNote !== "" && <p class="note">{engineNote}</p>}
    </PageFrame>
  );
}
