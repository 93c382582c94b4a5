/** One picture of the page and the panel beside it, as they are in the window. DevTools photographs each only by itself. */
import type { Browser } from "./browser.ts";
import type { View } from "./view.ts";

export interface Beside {
  readonly page: View;
  readonly panel: View;
}

/** Width in CSS pixels of the line between the two. */
const GAP = 1;

/** Writes a PNG with the page on the left and the panel on the right, and returns it. */
export async function composeScreenshot(
  browser: Browser,
  { page, panel }: Beside,
  path?: string,
): Promise<Buffer> {
  const views = [page, panel];
  const pictures = await Promise.all(views.map(async (view) => (await view.screenshot()).toString("base64")));
  // The browser joins them itself, in a tab that is gone again at once.
  const table = await browser.openTab("about:blank");
  try {
    const size = await table.call(
      async (sources: string[], gap: number) => {
        const images = sources.map((source) =>
          Object.assign(new Image(), { src: `data:image/png;base64,${source}` }),
        );
        await Promise.all(images.map((image) => image.decode()));
        const width = images.reduce((sum, image) => sum + image.naturalWidth, gap * (images.length - 1));
        const height = Math.max(...images.map((image) => image.naturalHeight));
        // The browser's own title above the panel is in neither picture; the same grey stands for it and for the border.
        document.body.style.cssText = `margin:0;display:flex;align-items:flex-end;gap:${gap}px;background:#ccc;height:${height}px`;
        for (const image of images) image.style.flex = "none";
        document.body.append(...images);
        return { width, height };
      },
      pictures,
      GAP,
    );
    await table.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });
    return await table.screenshot(path);
  } finally {
    await table.close();
  }
}
