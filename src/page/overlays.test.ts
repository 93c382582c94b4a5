// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { removeOverlays } from "./overlays.ts";
import { show } from "./testing.ts";
import { copyVisible } from "./visible.ts";

const ARTICLE = `<article>${"<p>The survey counted every tree in the valley and the birds in each.</p>".repeat(6)}</article>`;
const BOX = "Partners of ours want to store cookies.";

function left(html: string): string {
  show(html);
  const copy = copyVisible(document);
  removeOverlays(copy);
  return copy.body.textContent ?? "";
}

describe("removeOverlays", () => {
  it.each([
    ["a consent box by its name", `<div id="cookie-banner">${BOX}</div>`],
    ["one of a common product", `<div id="onetrust-consent-sdk"><div>${BOX}</div></div>`],
    ["one with a long list of partners", `<div class="gdpr-modal open">${BOX.repeat(40)}</div>`],
    ["a dialog", `<div role="dialog">${BOX}</div>`],
    ["what stays while the page scrolls", `<div style="position:fixed;bottom:0">${BOX}</div>`],
  ])("takes away %s", (_, box) => {
    expect(left(`${ARTICLE}${box}`)).not.toContain("cookies");
    expect(left(`${box}${ARTICLE}`)).toContain("every tree");
  });

  it.each([
    ["a wall with nothing behind it", `<div id="cookie-wall">${BOX.repeat(20)}</div>`],
    ["an application in a fixed box", `<div style="position:fixed;inset:0">${ARTICLE}${BOX}</div>`],
    ["a page whose body bears the name", `<body class="cookie-banner-open">${ARTICLE}${BOX}</body>`],
    ["an article about cookies", `<p class="cookies">${BOX}</p>${ARTICLE}`],
    ["a name that only resembles it", `<div class="cookie-recipes consentaneous">${BOX}</div>${ARTICLE}`],
  ])("leaves %s", (_, html) => {
    expect(left(html)).toContain("cookies");
  });
});
