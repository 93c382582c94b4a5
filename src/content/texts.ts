import type { FoldTexts } from "../page/search/fold.ts";
import { t, textDirection, textLanguage } from "../ui/i18n.ts";

/** What is said of folded results, in the user's language. */
export function foldTexts(): FoldTexts {
  const percent = new Intl.NumberFormat(textLanguage(), { style: "percent", maximumFractionDigits: 0 });
  return {
    lang: textLanguage(),
    dir: textDirection(),
    label: (title) => t("fold_label", { title }),
    reason: (reason) =>
      reason.by === "rule" ? t("fold_by_rule", { rule: reason.text }) : t("fold_by_address"),
    sure: (probability) => t("fold_sure", { sure: percent.format(probability) }),
    show: t("fold_show"),
    hide: t("fold_hide"),
    stay: t("fold_stay"),
    never: (host) => t("fold_never", { host }),
  };
}
