/** `npm run walk`; what it does, and its options, are told in walk.ts. */
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

await runScript(async () => {
  const { main } = await loadTypeScript(() => import("./walk.ts"));
  await main();
});
