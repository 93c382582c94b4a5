/** The panel in one fixed state, named by the address: `?state=done&lang=de&dir=rtl`. For looking, and for screenshots. */
import { render } from "preact";
import { FilterContext } from "../../src/panel/filter/filter-context.ts";
import { PanelView } from "../../src/panel/PanelView.tsx";
import type { PanelActions } from "../../src/panel/screens.tsx";
import { viewOf } from "../../src/panel/view.ts";
import { speakAsAddressed } from "./address.ts";
import { FILTER_STATES, filtered } from "./filter-states.ts";
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

const filterActions = {
  start: () => Promise.resolve(),
  command: () => Promise.resolve(),
  switch: () => Promise.resolve(false),
  change: () => Promise.resolve(null),
};

const name = query.get("state") ?? "ready";
const { known, part } = FILTER_STATES[name] ?? { ...filtered(), known: STATES[name] };
const root = document.getElementById("root");
if (known && root) {
  render(
    <FilterContext.Provider value={{ ...part, actions: filterActions }}>
      <PanelView
        view={viewOf(known)}
        host={known.host}
        surroundings={{
          termsAccepted: query.has("accepted"),
          gpu: !query.has("nogpu"),
          shortcut: "Alt+Shift+P",
        }}
        actions={actions}
      />
    </FilterContext.Provider>,
    root,
  );
}
