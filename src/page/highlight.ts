/**
 * What is injected to show sentences in a page. As `extract.ts` it leaves one object behind in the extension's isolated
 * world, which a second injection calls; injected again it goes on with what is lit. Nothing in the document changes: the
 * CSS Custom Highlight API paints ranges (https://drafts.csswg.org/css-highlight-api-1/), coloured by a style sheet that
 * the panel inserts. While something is lit, the page can see the highlight's name in its registry, and no more.
 */
import { Lights } from "./lights.ts";

declare global {
  var postilLights: Pick<Lights, "show" | "clear"> | undefined;
}

globalThis.postilLights ??= new Lights(document);
