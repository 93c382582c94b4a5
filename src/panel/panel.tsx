/** The side panel's entry: joins the browser, the host and the view. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import browser from "webextension-polyfill";
import { takeRequests } from "../messages/panel-request.ts";
import { HostLink } from "../ui/host-link.ts";
import { textDirection, textLanguage } from "../ui/i18n.ts";
import { ModelActions } from "../ui/model-actions.ts";
import { toolbarShortcut } from "../ui/shortcut.ts";
import { watchCurrentTab } from "./current-tab.ts";
import { PanelView } from "./PanelView.tsx";
import { readPage } from "./read-page.ts";
import type { PanelActions } from "./screens.tsx";
import { Session } from "./session.ts";
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

const root = document.getElementById("root");
if (!root) throw new Error("the panel's page has no root");

effect(() => {
  const view = session.view.value;
  const refused = models.refused.value;
  render(
    <PanelView
      view={
        refused && (view.kind === "welcome" || view.kind === "install") ? { ...view, error: refused } : view
      }
      host={link.state.value}
      surroundings={{
        termsAccepted: models.termsAcceptedAt.value > 0,
        gpu: gpu.value,
        shortcut: shortcut.value,
      }}
      actions={actions}
    />,
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

/** Asked before 278 MiB are fetched; what the engine finds is what counts in the end. */
async function askForGpu(): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  gpu.value = Boolean(adapter);
}
