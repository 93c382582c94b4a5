/** The side panel's entry: joins the browser, the host and the view. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import browser from "webextension-polyfill";
import type { ErrorReport } from "../errors.ts";
import { takeRequests } from "../messages/panel-request.ts";
import { loadSettings } from "../settings/settings.ts";
import { HostLink } from "../ui/host-link.ts";
import { textDirection, textLanguage } from "../ui/i18n.ts";
import { ModelActions } from "../ui/model-actions.ts";
import { EngineSwitches } from "../ui/rules/engine-switches.ts";
import { KeptRules } from "../ui/rules/kept-rules.ts";
import { toolbarShortcut } from "../ui/shortcut.ts";
import { watchCurrentTab } from "./current-tab.ts";
import { FilterDesk } from "./filter/desk.ts";
import { type FilterActions, FilterContext } from "./filter/filter-context.ts";
import { hasLeft } from "./left-page.ts";
import { PanelView } from "./PanelView.tsx";
import { languageOf, sureLanguageOf } from "./page-language.ts";
import { readPdfFile } from "./pdf/read.ts";
import { readPage } from "./read-page.ts";
import { ReplyDesk } from "./reply/desk.ts";
import * as kept from "./reply/kept-replies.ts";
import * as mail from "./reply/mail-in-tab.ts";
import { ReplyContext } from "./reply/reply-context.ts";
import type { PanelActions } from "./screens.tsx";
import { Session } from "./session.ts";
import { clearInPage, showInPage } from "./show-in-page.ts";
import { LitNotes } from "./summarise/lit.ts";
import { type SummariseOptions, SummaryReader } from "./summarise/reader.ts";
import { SummariseContext, type SummariseScene } from "./summarise/summarise-context.ts";
import { SummaryWish } from "./summarise/wish.ts";
import type { View } from "./view.ts";
import "./panel.css";

document.documentElement.lang = textLanguage();
document.documentElement.dir = textDirection();

const link = new HostLink();
const models = new ModelActions(link);
const wish = new SummaryWish();
const reader = new SummaryReader({
  readPage,
  readPdfFile,
  languageOf,
  tab: (tabId) =>
    browser.tabs.get(tabId).then(({ url, title }) => ({ url: url ?? null, title: title ?? null })),
  wish: () => wish.known(),
  ownLanguage: textLanguage(),
});
const session = new Session({
  link,
  watchTab: watchCurrentTab,
  hasLeft,
  readers: {
    summarise: (tabId, options) => reader.read(tabId, options as SummariseOptions | undefined),
    reply: (tabId, options) => reply.begin(tabId, options),
  },
});
const lights = new LitNotes({ show: showInPage, clear: clearInPage });
watchCurrentTab({
  onLeave: (tabId) => lights.leave(tabId),
  onClosed: (tabId) => lights.leave(tabId),
  onGranted: () => undefined,
});
const reply = new ReplyDesk({
  watchTab: watchCurrentTab,
  link,
  start: (options) => void session.start("reply", options),
  loadSettings,
  languageOf: sureLanguageOf,
  mail,
  kept,
});
const rules = new KeptRules();
const filter = new FilterDesk({ watchTab: watchCurrentTab, rules, switches: new EngineSwitches() });
const gpu = signal(true);
const shortcut = signal("");

const actions: PanelActions = {
  start: (task, options) => void session.start(task, options),
  choose: (task) => session.choose(task),
  stop: (jobId) => void session.stop(jobId),
  open: (jobId) => session.open(jobId),
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

// The same one at each drawing: the notes put out their light with it when they go.
const putOut = (): void => lights.clear();
// Once the panel is closed, nobody could. Firefox no longer listens by then.
addEventListener("pagehide", putOut);

const root = document.getElementById("root");
if (!root) throw new Error("the panel's page has no root");

effect(() => {
  const view = session.view.value;
  const refused = models.refused.value;
  render(
    <FilterContext.Provider
      value={{ seen: filter.seen.value, book: rules.book.value, actions: filterActions }}
    >
      <SummariseContext.Provider value={summariseScene()}>
        <ReplyContext.Provider value={reply.part.value}>
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
        </ReplyContext.Provider>
      </SummariseContext.Provider>
    </FilterContext.Provider>,
    root,
  );
});

void link.connect();
void browser.windows.getCurrent().then(({ id }) => {
  if (id === undefined) return;
  takeRequests(id, ({ tabId, task, selection }) => session.startWhenReady(tabId, task, { selection }));
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

function summariseScene(): SummariseScene {
  return {
    wish: wish.wish.value,
    lit: lights.lit.value,
    choosesLanguage: link.state.value?.model.installed?.style === "chat",
    hasFile: (tabId) => reader.hasFile(tabId),
    change: (change) => wish.change(change),
    light: (job, point) => void lights.show(job, point),
    putOut,
  };
}

/** Asked before 278 MiB are fetched; what the engine finds is what counts in the end. */
async function askForGpu(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  gpu.value = Boolean(adapter);
}
