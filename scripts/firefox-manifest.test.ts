import { describe, expect, it } from "vitest";
import source from "../manifest.json" with { type: "json" };
import { forFirefox, type Manifest } from "./firefox-manifest.ts";

const MANIFEST = source as Manifest;
const firefox = forFirefox(MANIFEST);

describe("forFirefox", () => {
  it("has an event page and a sidebar in place of service worker and side panel", () => {
    expect(firefox.background).toEqual({ scripts: [MANIFEST.background.service_worker], type: "module" });
    expect(firefox.sidebar_action).toMatchObject({
      default_panel: MANIFEST.side_panel.default_path,
      open_at_install: false,
    });
  });

  it("keeps no key and no permission that only Chromium knows", () => {
    const text = JSON.stringify(firefox);
    for (const word of [
      "service_worker",
      "side_panel",
      "sidePanel",
      "offscreen",
      "contextMenus",
      "minimum_chrome_version",
      "cross_origin_",
    ])
      expect(text).not.toContain(word);
  });

  it("opens Postil by the keyboard as Chromium's does", () => {
    expect(JSON.stringify(MANIFEST.commands)).toContain('"_execute_action"');
    expect(firefox.commands).toEqual(MANIFEST.commands);
  });

  it("names the permissions as Firefox does", () => {
    const manifest = { ...MANIFEST, permissions: ["activeTab", "contextMenus", "offscreen", "sidePanel"] };
    expect(forFirefox(manifest).permissions).toEqual(["activeTab", "menus"]);
  });

  it("says who it is, for which Firefox, and that it collects nothing", () => {
    expect(firefox.browser_specific_settings).toEqual({
      gecko: {
        id: "postil@postil.invalid",
        strict_min_version: "142.0",
        data_collection_permissions: { required: ["none"] },
      },
    });
  });

  it("passes on everything else, the walls included, and changes nothing of what it was given", () => {
    const before = structuredClone(MANIFEST);
    const { action, commands, content_security_policy, default_locale, icons, options_ui, version } =
      forFirefox(MANIFEST);
    expect(MANIFEST).toEqual(before);
    expect({ action, commands, content_security_policy, default_locale, icons, options_ui, version }).toEqual(
      {
        action: MANIFEST.action,
        commands: MANIFEST.commands,
        content_security_policy: MANIFEST.content_security_policy,
        default_locale: MANIFEST.default_locale,
        icons: MANIFEST.icons,
        options_ui: MANIFEST.options_ui,
        version: MANIFEST.version,
      },
    );
  });
});
