/** One picture of the page and the panel beside it, as they are in the window. Browsers photograph each only by itself. */
import { writeFile } from "node:fs/promises";
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
    const picture = await table.call(
      async (sources: string[], gap: number) => {
        const images = sources.map((source) =>
          Object.assign(new Image(), { src: `data:image/png;base64,${source}` }),
        );
        await Promise.all(images.map((image) => image.decode()));
        const width = images.reduce((sum, image) => sum + image.naturalWidth, gap * (images.length - 1));
        const height = Math.max(...images.map((image) => image.naturalHeight));
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        const context = canvas.getContext("2d");
        if (!context) throw new Error("no canvas");
        // The browser's own title above the panel is in neither picture; the same grey stands for it and for the border.
        context.fillStyle = "#ccc";
        context.fillRect(0, 0, width, height);
        let left = 0;
        for (const image of images) {
          context.drawImage(image, left, height - image.naturalHeight);
          left += image.naturalWidth + gap;
        }
        return canvas.toDataURL("image/png").replace(/^[^,]*,/u, "");
      },
      pictures,
      GAP,
    );
    const png = Buffer.from(picture, "base64");
    if (path) await writeFile(path, png);
    return png;
  } finally {
    await table.close();
  }
}
