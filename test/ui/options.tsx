/** The settings page in one fixed state, named by the address as in `gallery.tsx`. */
import { render } from "preact";
import { type OptionsActions, OptionsView } from "../../src/options/OptionsView.tsx";
import "../../src/options/options.css";
import { speakAsAddressed } from "./address.ts";
import { BOOK } from "./filter-states.ts";
import { OPTIONS_STATES } from "./options-states.ts";

const query = speakAsAddressed();

const nothing = (): void => undefined;
const actions: OptionsActions = {
  acceptTerms: nothing,
  download: nothing,
  importFile: nothing,
  pause: nothing,
  cancel: nothing,
  remove: nothing,
  useEngine: nothing,
};

const host = OPTIONS_STATES[query.get("state") ?? ""];
const root = document.getElementById("root");
if (host && root) {
  render(
    <OptionsView
      host={host}
      error={null}
      engineError={null}
      termsAcceptedAt={Date.UTC(2026, 10, 23)}
      shortcut="Alt+Shift+P"
      version="0.1.0"
      bench={{
        view: host.bench,
        refused: null,
        start: nothing,
        stop: nothing,
        copy: () => Promise.resolve(true),
      }}
      replies={{
        settings: { userName: "Mara Lind", userAddresses: [], replyTone: "neutral", replyLength: "short" },
        change: nothing,
      }}
      filter={{
        book: BOOK,
        change: () => Promise.resolve(null),
        on: new Set(["duckduckgo", "kagi"]),
        refused: null,
        set: () => Promise.resolve(true),
      }}
      actions={actions}
    />,
    root,
  );
}
