/** The filter beside a page: where it runs, how far it is, and the rules that it goes by. */
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import type { TabFilter } from "../../messages/filter-protocol.ts";
import { searchSiteOf } from "../../sites/search/registry.ts";
import type { SearchSite } from "../../sites/search-site.ts";
import { Button, ErrorMessage, Notice, Progress } from "../../ui/elements.tsx";
import { formatCount, t } from "../../ui/i18n.ts";
import { InstallProgress, installTexts, ModelChoice } from "../../ui/ModelSetup.tsx";
import { placeName } from "../../ui/rules/RuleForm.tsx";
import { RulesEditor } from "../../ui/rules/RulesEditor.tsx";
import { Switch } from "../../ui/rules/Switch.tsx";
import { Frame } from "../Frame.tsx";
import type { TaskScreenProps } from "../screens.tsx";
import { siteOf } from "../view.ts";
import { type FilterActions, FilterContext, type FilterPart } from "./filter-context.ts";

export function FilterScreen({
  view,
  status,
  engineNote,
  surroundings,
  actions,
}: TaskScreenProps<"standing">) {
  const part = useContext(FilterContext);
  const { page, setup } = view;
  if (!part) return null;
  const { seen, book } = part;
  const { tab } = seen;
  const isAtWork = tab !== null && tab.place !== null;
  const site = searchSiteOf(page.url, () => false);
  return (
    <Frame
      title={page.title || t("untitled")}
      subtitle={[siteOf(page.url), isAtWork && tab.of > 0 && t("filter_folded", counts(tab))]
        .filter(Boolean)
        .join(" · ")}
      status={status}
      openSettings={actions.openSettings}
      actions={tab && barOf(tab, part.actions)}
    >
      {seen.error && <ErrorMessage error={seen.error} />}
      <div role="status">{tab && <State tab={tab} hasModel={setup === null} />}</div>
      {tab?.status === "judging" && (
        <Progress label={t("filter_judging")} value={tab.of > 0 ? tab.judged / tab.of : undefined} />
      )}
      {tab?.status === "judging" && engineNote !== "" && <p class="note">{engineNote}</p>}
      {site ? <OnEngine site={site} part={part} /> : <Elsewhere part={part} />}
      {setup && (
        <section>
          <Notice>
            <p>{t("filter_needs_model")}</p>
          </Notice>
          {setup.kind === "install" ? (
            <>
              <h3>{t(installTexts(setup.install).title)}</h3>
              <InstallProgress
                install={setup.install}
                offer={setup.offer}
                error={setup.error}
                actions={actions}
              />
            </>
          ) : (
            <>
              {setup.error && <ErrorMessage error={setup.error} />}
              <ModelChoice
                offers={setup.offer ? [{ entry: setup.offer.entry, label: t("fetch_model") }] : []}
                accepted={surroundings.termsAccepted}
                needed
                actions={actions}
              />
            </>
          )}
        </section>
      )}
      {book && (
        <section>
          <h2>{t("rules_title")}</h2>
          <RulesEditor book={book} change={part.actions.change} place={tab?.place ?? site?.id ?? "list"} />
        </section>
      )}
    </Frame>
  );
}

/** On an engine's page: whether the filter runs there by itself, and how to run it once. */
function OnEngine({
  site,
  part: { seen, book, actions },
}: {
  readonly site: SearchSite;
  readonly part: FilterPart;
}) {
  // Without any rule the first thing to do is to make one.
  const hasRules = book === null || book.rules.length > 0 || book.siteRules.trim() !== "";
  return (
    <>
      <Switch
        on={seen.runsHere === true}
        describedBy="filter-switch-note"
        set={(on) => actions.switch(site.id, on)}
      >
        <span>{t("filter_switch", { site: site.name })}</span>
      </Switch>
      <p id="filter-switch-note" class="note">
        {t("filter_switch_note")}
      </p>
      {seen.tab?.isAsDescribed === false && <ListButtons actions={actions} isFirst />}
      {!seen.tab && (
        <div class="row">
          <Button look={hasRules ? "go" : "plain"} primary={hasRules} onPress={() => void actions.start()}>
            {t("filter_once")}
          </Button>
        </div>
      )}
    </>
  );
}

/** On any other page: which of its lists is meant. */
function Elsewhere({ part: { seen, actions } }: { readonly part: FilterPart }) {
  const { tab } = seen;
  if (tab?.status === "picking" || tab?.status === "judging") return null;
  return (
    <>
      <p>{t("filter_elsewhere")}</p>
      <ListButtons actions={actions} isFirst={tab === null || tab.place === null} />
    </>
  );
}

interface ListButtonsProps {
  readonly actions: FilterActions;
  /** Whether nothing is filtered yet, so that this is the likeliest thing to do. */
  readonly isFirst: boolean;
}

function ListButtons({ actions, isFirst }: ListButtonsProps) {
  return (
    <div class="row">
      <Button look={isFirst ? "go" : "plain"} primary={isFirst} onPress={() => void actions.start("pick")}>
        {t("filter_point")}
      </Button>
      <Button onPress={() => void actions.start("biggest")}>{t("filter_longest")}</Button>
    </div>
  );
}

/** What the filter does in this tab, in a sentence. */
function State({ tab, hasModel }: { readonly tab: TabFilter; readonly hasModel: boolean }) {
  if (tab.status === "picking") return <p>{t("filter_picking")}</p>;
  if (tab.place === null) return null;
  if (!tab.isAsDescribed && tab.place === "list") return <p>{t("filter_list_gone")}</p>;
  if (!tab.isAsDescribed)
    return (
      <Notice>
        <p>{t("filter_unlike", { site: placeName(tab.place) })}</p>
        <p>{t("filter_unlike_next")}</p>
      </Notice>
    );
  switch (tab.status) {
    case "idle":
      return tab.of === 0 ? <p>{t("filter_no_results")}</p> : null;
    case "judging":
      return <p>{t("filter_judging")}</p>;
    case "off":
      return <p>{t("filter_off")}</p>;
    case "undone":
      return <p>{t("filter_undone")}</p>;
    case "stopped":
      return <p>{t("filter_stopped")}</p>;
    case "done":
      return <Folded tab={tab} />;
    case "failed":
      return (
        <>
          {tab.folded > 0 && <Folded tab={tab} />}
          {/* What the model lacks is said where it can be had. */}
          {tab.error && (hasModel || tab.error.code !== "model-missing") && (
            <ErrorMessage error={tab.error} />
          )}
        </>
      );
  }
}

function Folded({ tab }: { readonly tab: TabFilter }) {
  if (tab.of === 0) return <p>{t("filter_no_results")}</p>;
  return <p>{tab.folded === 0 ? t("filter_none") : t("filter_folded_sentence", counts(tab))}</p>;
}

function counts({ folded, of }: TabFilter): { folded: string; total: string } {
  return { folded: formatCount(folded), total: formatCount(of) };
}

/** The bar of actions; null when there is nothing to do. */
function barOf(tab: TabFilter, { command }: FilterActions): ComponentChildren {
  const { status, judged, of } = tab;
  const showAll = tab.folded > 0 && (
    <Button onPress={() => void command("undo")}>{t("filter_show_all")}</Button>
  );
  if (status === "picking")
    return (
      <Button primary onPress={() => void command("stop")}>
        {t("cancel")}
      </Button>
    );
  if (tab.place === null || !tab.isAsDescribed) return null;
  if (status === "judging")
    return (
      <>
        <Button primary onPress={() => void command("stop")}>
          {t("stop")}
        </Button>
        {showAll}
        <span class="aside figures">
          {t("filter_progress", { done: formatCount(judged), total: formatCount(of) })}
        </span>
      </>
    );
  const again = (
    <Button look="quiet" onPress={() => void command("again")}>
      {t("filter_again")}
    </Button>
  );
  if (showAll)
    return (
      <>
        {showAll}
        {again}
      </>
    );
  return status === "off" || status === "idle" ? null : again;
}
