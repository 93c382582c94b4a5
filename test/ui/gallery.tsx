/** The panel in one fixed state, named by the address: `?state=done&lang=de&dir=rtl`. For looking, and for screenshots. */
import { render } from "preact";
import { FilterContext } from "../../src/panel/filter/filter-context.ts";
import { PanelView } from "../../src/panel/PanelView.tsx";
import { ReplyContext } from "../../src/panel/reply/reply-context.ts";
import type { PanelActions } from "../../src/panel/screens.tsx";
import { SummariseContext } from "../../src/panel/summarise/summarise-context.ts";
import { viewOf } from "../../src/panel/view.ts";
import { speakAsAddressed } from "./address.ts";
import { FILTER_STATES, filtered } from "./filter-states.ts";
import { facts, REPLY_STATES } from "./reply-states.ts";
import { STATES } from "./states.ts";
import { SUMMARISE_STATES } from "./summarise-states.ts";
import "../../src/panel/panel.css";

const query = speakAsAddressed();

const nothing = (): void => undefined;
const actions: PanelActions = {
  start: nothing,
  choose: nothing,
  stop: nothing,
  open: nothing,
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

const replyActions = {
  look: () => Promise.resolve(),
  wish: nothing,
  draft: nothing,
  again: nothing,
  edit: nothing,
  show: nothing,
  insert: () => Promise.resolve("inserted" as const),
  undo: () => Promise.resolve("undone" as const),
};

const name = query.get("state") ?? "ready";
const { known, part } = FILTER_STATES[name] ?? {
  ...filtered(),
  known: STATES[name] ?? REPLY_STATES[name]?.known ?? SUMMARISE_STATES[name]?.known,
};
const replyFacts = REPLY_STATES[name]?.part ?? facts();
const scene = {
  wish: { length: "points", language: "page" } as const,
  lit: null,
  choosesLanguage: false,
  hasFile: () => true,
  change: nothing,
  light: nothing,
  putOut: nothing,
  ...SUMMARISE_STATES[name]?.scene,
};
const root = document.getElementById("root");
if (known && root) {
  render(
    <FilterContext.Provider value={{ ...part, actions: filterActions }}>
      <ReplyContext.Provider value={{ ...replyFacts, actions: replyActions }}>
        <SummariseContext.Provider value={scene}>
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
        </SummariseContext.Provider>
      </ReplyContext.Provider>
    </FilterContext.Provider>,
    root,
  );
}
