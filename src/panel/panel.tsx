/** The side panel's entry: joins the browser, the host and the view. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import browser from "webextension-polyfill";
import type { ErrorReport } from "../errors.ts";
import { takeRequests } from "../messages/panel-request.ts";
import { HostLink } from "../ui/host-link.ts";
import { textDirection, textLanguage } from "../ui/i18n.ts";
import { ModelActions } from "../ui/model-actions.ts";
import { EngineSwitches } from "../ui/rules/engine-switches.ts";
import { KeptRules } from "../ui/rules/kept-rules.ts";
import { toolbarShortcut } from "../ui/shortcut.ts";
import { watchCurrentTab } from "./current-tab.ts";
import { FilterDesk } from "./filter/desk.ts";
import { type FilterActions, FilterContext } from "./filter/filter-context.ts";
import { PanelView } from "./PanelView.tsx";
import { readPage } from "./read-page.ts";
import type { PanelActions } from "./screens.tsx";
import { Session } from "./session.ts";
import type { View } from "./view.ts";
import "./panel.css";

document.documentElement.lang = textLanguage();
document.documentElement.dir = textDirection();

const link = new HostLink();
const models = new ModelActions(link);
const session = new Session({
  link,
  watchTab: watchCurrentTab,
  readers: {
    summarise: (tabId) => readPage(tabId).then((page) => ({ page, input: page })),
  },
});
const rules = new KeptRules();
const filter = new FilterDesk({ watchTab: watchCurrentTab, rules, switches: new EngineSwitches() });
const gpu = signal(true);
const shortcut = signal("");

const actions: PanelActions = {
  start: (task, options) => void session.start(task, options),
  choose: (task) => session.choose(task),
  stop: (jobId) => void session.stop(jobId),
  reconnect: () => session.reconnect(),
  openSettings: () => void browser.runtime.openOptionsPage(),
  copy: (text) =>
    navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    ),
  acceptTerms: (accepted) => models.acceptTerms(accepted),
  download: (entry) => models.download(entry),
  importFile: (file) => models.importFile(file),
  pause: () => models.pause(),
  cancel: () => models.cancel(),
};

const filterActions: FilterActions = {
  start: (then) => filter.start(then),
  command: (type) => filter.command(type),
  switch: (site, on) => filter.switch(site, on),
  change: rules.change,
};

const root = document.getElementById("root");
if (!root) throw new Error("the panel's page has no root");

effect(() => {
  const view = session.view.value;
  const refused = models.refused.value;
  render(
    <FilterContext.Provider
      value={{ seen: filter.seen.value, book: rules.book.value, actions: filterActions }}
    >
      <PanelView
        view={withRefusal(view, refused)}
        host={link.state.value}
        surroundings={{
          termsAccepted: models.termsAcceptedAt.value > 0,
          gpu: gpu.value,
          shortcut: shortcut.value,
        }}
        actions={actions}
      />
    </FilterContext.Provider>,
    root,
  );
});

void link.connect();
void browser.windows.getCurrent().then(({ id }) => {
  if (id !== undefined) takeRequests(id, ({ tabId, task }) => session.startWhenReady(tabId, task));
});
void askForGpu();
void toolbarShortcut().then((keys) => {
  shortcut.value = keys;
});

/** The view with why the last request about a model was refused, where models are asked for. */
function withRefusal(view: View, refused: ErrorReport | null): View {
  if (!refused) return view;
  if (view.kind === "welcome" || view.kind === "install") return { ...view, error: refused };
  if (view.kind === "standing" && view.setup) return { ...view, setup: { ...view.setup, error: refused } };
  return view;
}

/** Asked before 278 MiB are fetched; what the engine finds is what counts in the end. */
async function askForGpu(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  gpu.value = Boolean(adapter);
}
