/** The panel in one fixed state, named by the address: `?state=done&lang=de&dir=rtl`. For looking, and for screenshots. */
import { render } from "preact";
import { PanelView } from "../../src/panel/PanelView.tsx";
import type { PanelActions } from "../../src/panel/screens.tsx";
import { viewOf } from "../../src/panel/view.ts";
import { speakAsAddressed } from "./address.ts";
import { STATES } from "./states.ts";
import "../../src/panel/panel.css";

const query = speakAsAddressed();

const nothing = (): void => undefined;
const actions: PanelActions = {
  start: nothing,
  choose: nothing,
  stop: nothing,
  reconnect: nothing,
  openSettings: nothing,
  copy: () => Promise.resolve(true),
  acceptTerms: nothing,
  download: nothing,
  importFile: nothing,
  pause: nothing,
  cancel: nothing,
};

const known = STATES[query.get("state") ?? "ready"];
const root = document.getElementById("root");
if (known && root) {
  render(
    <PanelView
      view={viewOf(known)}
      host={known.host}
      surroundings={{
        termsAccepted: query.has("accepted"),
        gpu: !query.has("nogpu"),
        shortcut: "Alt+Shift+P",
      }}
      actions={actions}
    />,
    root,
  );
}
