/**
 * The borders between the rooms of `src/` (see ARCHITECTURE.md), as rules over the files' own imports. Types cross borders
 * more freely than code: `import type` leaves nothing behind in what is built.
 */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";

interface Import {
  /** Path from the repository's root, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^;"]*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"/g;

function importsOf(file: string, text: string): Import[] {
  const resolve = (to: string): string =>
    to.startsWith(".") ? posix.join(posix.dirname(file), to.replace(/\?.*$/, "")) : to;
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, to = ""]) => ({
      to: resolve(to),
      typeOnly: Boolean(type),
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, to = ""]) => ({ to: resolve(to), typeOnly: false })),
  ];
}

const FILES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));

/** Imports of the files under `from` that `wrong` objects to, as "file -> import". */
function crossings(from: RegExp, wrong: (imported: Import, file: string) => boolean): string[] {
  return FILES.filter((file) => from.test(file)).flatMap((file) =>
    importsOf(file, readFileSync(file, "utf8"))
      .filter((imported) => wrong(imported, file))
      .map(({ to }) => `${file} -> ${to}`),
  );
}

/** Files that import another one, types aside, before anything calls for it. */
function earlyImportersOf(imported: string): string[] {
  return FILES.filter((file) => {
    const imports = importsOf(file, readFileSync(file, "utf8").replace(DYNAMIC, ""));
    return imports.some(({ to, typeOnly }) => to === imported && !typeOnly);
  });
}

const room = (...names: string[]) => new RegExp(`^src/(${names.join("|")})/`);

describe("borders between rooms", () => {
  it("sees the imports", () => {
    const text =
      'import type { A } from "../a.ts";\nimport b, {\n  c,\n} from "lib";\nexport * from "./d.ts";\nawait import("e");';
    expect(importsOf("src/x/y.ts", text)).toEqual([
      { to: "src/a.ts", typeOnly: true },
      { to: "lib", typeOnly: false },
      { to: "src/x/d.ts", typeOnly: false },
      { to: "e", typeOnly: false },
    ]);
    expect(FILES.length).toBeGreaterThan(50);
  });

  it("only engine/webllm.ts imports WebLLM", () => {
    expect(crossings(/^src\/(?!engine\/webllm\.ts$)/, ({ to }) => to.startsWith("@mlc-ai/"))).toEqual([]);
  });

  it("only engine/cpu/llama.ts imports wllama, and it is imported only when it is needed", () => {
    expect(crossings(/^src\/(?!engine\/cpu\/llama\.ts$)/, ({ to }) => to.startsWith("@wllama/"))).toEqual([]);
    expect(earlyImportersOf("src/engine/cpu/llama.ts")).toEqual([]);
  });

  it("only panel/pdf/pages.ts imports pdf.js, and it is imported only when it is needed", () => {
    expect(crossings(/^src\/(?!panel\/pdf\/pages\.ts$)/, ({ to }) => to.startsWith("pdfjs-dist"))).toEqual(
      [],
    );
    expect(earlyImportersOf("src/panel/pdf/pages.ts")).toEqual([]);
  });

  it("model and tasks use no browser API of extensions and run in Node", () => {
    const browserRooms = room("background", "owner", "panel", "options", "ui", "messages", "settings");
    const wrong = ({ to }: Import) => to === "webextension-polyfill" || browserRooms.test(to);
    expect(crossings(room("model", "tasks", "sites"), wrong)).toEqual([]);
    const chrome = FILES.filter(
      (file) =>
        room("model", "tasks", "sites").test(file) &&
        /\b(chrome|browser)\.\w+/.test(readFileSync(file, "utf8")),
    );
    expect(chrome).toEqual([]);
  });

  it("model knows neither engine nor tasks", () => {
    expect(crossings(room("model"), ({ to }) => room("engine", "tasks", "page").test(to))).toEqual([]);
  });

  it("tasks know of engine and model only types", () => {
    const wrong = ({ to, typeOnly }: Import) => room("engine", "model").test(to) && !typeOnly;
    expect(crossings(room("tasks"), wrong)).toEqual([]);
  });

  it("what is injected into pages stands alone", () => {
    const wrong = ({ to }: Import) =>
      to.startsWith("src/") && !room("page", "sites").test(to) && to !== "src/errors.ts";
    expect(crossings(room("page"), wrong)).toEqual([]);
  });

  it("what joins a page to the extension knows only its messages and texts, and is put into pages as it is built", () => {
    const allowed = (to: string) => room("content", "page", "sites", "messages").test(to);
    const wrong = ({ to }: Import) =>
      to.startsWith("src/") && !allowed(to) && to !== "src/errors.ts" && to !== "src/ui/i18n.ts";
    expect(crossings(room("content"), wrong)).toEqual([]);
    const taken = FILES.filter(
      (file) =>
        !room("content").test(file) && /from "[^"]*\/content\/[^"?]*"/.test(readFileSync(file, "utf8")),
    );
    expect(taken).toEqual([]);
  });

  it("sites are data: they know nothing of the others, and touch no page", () => {
    expect(crossings(room("sites"), ({ to }) => !room("sites").test(to))).toEqual([]);
    const touching = FILES.filter(
      (file) =>
        room("sites").test(file) && /\b(document|window|globalThis)\b\./.test(readFileSync(file, "utf8")),
    );
    expect(touching).toEqual([]);
  });

  it("panel, options and background reach the engine by messages only", () => {
    const wrong = ({ to, typeOnly }: Import) => room("engine").test(to) && !typeOnly;
    expect(crossings(room("panel", "options", "ui", "background", "owner"), wrong)).toEqual([]);
  });

  it("only the rooms at the edge see the extension's interfaces", () => {
    const edge = room("background", "content", "owner", "panel", "options", "ui", "messages", "settings");
    const wrong = ({ to }: Import, file: string) => to === "webextension-polyfill" && !edge.test(file);
    expect(crossings(/^src\//, wrong)).toEqual([]);
  });

  it("the engine's worker is made of nothing that needs the extension's interfaces", () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      if (!FILES.includes(file)) return;
      for (const { to, typeOnly } of importsOf(file, readFileSync(file, "utf8"))) if (!typeOnly) visit(to);
    };
    visit("src/engine/worker.ts");
    expect(reached).toContain("src/engine/host.ts");
    expect(reached).not.toContain("webextension-polyfill");
  });

  it("no source sets markup: text is shown by text nodes only", () => {
    const setting =
      /\.(innerHTML|outerHTML|srcdoc)\s*=|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write/;
    const own = FILES.filter((file) => !/\/testing\.ts$/.test(file));
    expect(own.filter((file) => setting.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
