/** The borders between the rooms of `src/` (see ARCHITECTURE.md). `npm run borders` holds them. */
const room = (...names) => `^src/(${names.join("|")})/`;
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "only-the-webllm-engine-imports-webllm",
      severity: "error",
      from: { pathNot: "^src/engine/webllm\\.ts$" },
      to: { path: "@mlc-ai/web-llm" },
    },
    {
      name: "pure-rooms-use-no-browser-api",
      comment: "tasks/, model/ and sites/ run in Node as they are",
      severity: "error",
      from: { path: room("tasks", "model", "sites") },
      to: { path: "webextension-polyfill|^src/(background|panel|options|ui|page/(?!content))" },
    },
    {
      name: "model-knows-no-engine",
      severity: "error",
      from: { path: room("model") },
      to: { path: room("engine", "tasks", "messages", "panel") },
    },
    {
      name: "tasks-know-the-engine-by-its-types-only",
      severity: "error",
      from: { path: room("tasks"), pathNot: "\\.test\\.ts$" },
      to: { path: room("engine"), pathNot: "^src/engine/engine\\.ts$" },
    },
    {
      name: "pages-scripts-stand-alone",
      comment: "what is injected into a page carries nothing of the extension's other rooms",
      severity: "error",
      from: { path: room("page") },
      to: { path: "^src/", pathNot: "^src/(page/|errors\\.ts)" },
    },
    {
      name: "the-panel-reaches-the-engine-by-messages",
      severity: "error",
      from: { path: room("panel", "options", "ui", "background") },
      to: { path: room("engine"), dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default"] },
  },
};
