/** `npm run fetch-model`; what it does, and its options, are told in fetch-model.ts. */
import { loadTypeScript, runScript } from "./lib/typescript.mjs";

await runScript(async () => {
  const { main } = await loadTypeScript(() => import("./fetch-model.ts"));
  await main();
});
