/** The way to a PDF that no script can reach: the user chooses the file. */
import { FileButton } from "../../ui/FileButton.tsx";
import { t } from "../../ui/i18n.ts";
import type { PanelActions } from "../screens.tsx";
import type { SummariseOptions } from "./reader.ts";

interface PdfChoiceProps {
  /** The tab's address, where the tab shows the PDF that is to be chosen. */
  readonly url?: string;
  readonly look?: "go" | "quiet";
  readonly actions: Pick<PanelActions, "start">;
}

export function PdfChoice({ url = "", look = "quiet", actions }: PdfChoiceProps) {
  return (
    <FileButton
      accept=".pdf,application/pdf"
      look={look}
      onPick={(file) => actions.start("summarise", { file, url } satisfies SummariseOptions)}
    >
      {t("choose_pdf")}
    </FileButton>
  );
}
