/** The settings page's entry. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import browser from "webextension-polyfill";
import { loadSettings, type Settings, saveSettings } from "../settings/settings.ts";
import { HostLink } from "../ui/host-link.ts";
import { t, textDirection, textLanguage } from "../ui/i18n.ts";
import { ModelActions } from "../ui/model-actions.ts";
import { EngineSwitches } from "../ui/rules/engine-switches.ts";
import { KeptRules } from "../ui/rules/kept-rules.ts";
import { toolbarShortcut } from "../ui/shortcut.ts";
import { BenchControl } from "./bench-control.ts";
import { type OptionsActions, OptionsView } from "./OptionsView.tsx";
import "./options.css";

document.documentElement.lang = textLanguage();
document.documentElement.dir = textDirection();
document.title = t("options_title");

const link = new HostLink();
const models = new ModelActions(link);
const bench = new BenchControl(link);
const rules = new KeptRules();
const switches = new EngineSwitches();
const settings = signal<Settings | null>(null);
const shortcut = signal("");
const { version } = browser.runtime.getManifest();

const actions: OptionsActions = {
  acceptTerms: (accepted) => models.acceptTerms(accepted),
  download: (entry) => models.download(entry),
  importFile: (file) => models.importFile(file),
  pause: () => models.pause(),
  cancel: () => models.cancel(),
  remove: (id) => models.remove(id),
  useEngine: (engine) => models.useEngine(engine),
};

const root = document.getElementById("root");
if (!root) throw new Error("the settings page has no root");

effect(() => {
  render(
    <OptionsView
      host={link.state.value}
      error={link.error.value ?? models.refused.value}
      engineError={models.refusedEngine.value}
      termsAcceptedAt={models.termsAcceptedAt.value}
      shortcut={shortcut.value}
      version={version}
      bench={{
        view: bench.view.value,
        refused: bench.refused.value,
        start: () => bench.start(),
        stop: () => bench.stop(),
        copy: (text) =>
          navigator.clipboard.writeText(text).then(
            () => true,
            () => false,
          ),
      }}
      replies={{
        settings: settings.value,
        change: (change) => {
          if (settings.value) settings.value = { ...settings.value, ...change };
          void saveSettings(change);
        },
      }}
      filter={{
        book: rules.book.value,
        change: rules.change,
        on: switches.on.value,
        refused: switches.refused.value,
        set: (site, on) => switches.set(site, on),
      }}
      actions={actions}
    />,
    root,
  );
});

void link.connect();
void loadSettings().then((loaded) => {
  settings.value = loaded;
});
void toolbarShortcut().then((keys) => {
  shortcut.value = keys;
});
