import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { completeNotices, libraryFaults, removeUnusedCopies, withoutEmbedded } from "./vite-plugins.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "postil-build-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function lay(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("a model library", () => {
  const faults = (): string[] => libraryFaults(join(root, "lib", "a.json"), root);
  beforeEach(() => {
    const wasm = { file: "a.wasm", sha256: sha256("wasm") };
    const sources = { "compiler/a.py": sha256("a"), "compiler/b.py": sha256("b") };
    const manifest = JSON.stringify({ wasm, sources });
    lay({ "lib/a.json": manifest, "lib/a.wasm": "wasm", "compiler/a.py": "a", "compiler/b.py": "b" });
  });

  test("that was compiled from these sources is right", () => expect(faults()).toEqual([]));

  test("is refused when a source has changed or gone", () => {
    lay({ "compiler/a.py": "a\r\n" });
    rmSync(join(root, "compiler/b.py"));
    expect(faults()).toEqual([
      "compiler/a.py has changed since a.wasm was compiled",
      "compiler/b.py, from which a.wasm was compiled, is missing",
    ]);
  });

  test("is refused when it is another file, or none", () => {
    lay({ "lib/a.wasm": "other" });
    expect(faults()).toEqual([expect.stringMatching(/a\.wasm is not the file its manifest names$/)]);
    rmSync(join(root, "lib/a.wasm"));
    expect(faults()).toEqual([expect.stringMatching(/a\.wasm is missing$/)]);
  });
});

describe("copies of a script", () => {
  beforeEach(() =>
    lay({ "src/extract.js": "", "assets/extract.ts-A1.js": "/* extract.ts-A1.js */", "assets/panel.js": "" }),
  );

  test("that no file names are removed", () => {
    expect(removeUnusedCopies(root, ["src/page/extract.ts"])).toEqual([]);
    expect(readdirSync(join(root, "assets"))).toEqual(["panel.js"]);
    expect(readdirSync(join(root, "src"))).toEqual(["extract.js"]);
  });

  test("that a file names stay, and are told of", () => {
    lay({ "src/panel.html": '<script src="/assets/extract.ts-A1.js">' });
    expect(removeUnusedCopies(root, ["src/page/extract.ts"])).toEqual([
      "assets/extract.ts-A1.js was taken for an unused copy, but src/panel.html names it",
    ]);
    expect(readdirSync(join(root, "assets"))).toContain("extract.ts-A1.js");
  });
});

describe("the notices", () => {
  const complete = (): string[] =>
    completeNotices(root, join(root, "dist"), "LIST.md", { inner: "LICENSE-X" });
  beforeEach(() =>
    lay({
      LICENSE: "ours",
      NOTICE: "theirs",
      "package.json": '{"dependencies":{"outer":"1.0.0"}}',
      "node_modules/inner/package.json": '{"version":"2.0.0","license":"MIT"}',
      "node_modules/inner/LICENSE-X": "Copyright of inner\n",
      "dist/LIST.md": "# Licenses\n\n## outer - 1.0.0 (MIT)\n",
    }),
  );

  test("go into the build, with the packages that came inside others", () => {
    expect(complete()).toEqual([]);
    const read = (name: string): string => readFileSync(join(root, "dist", name), "utf8");
    expect([read("LICENSE"), read("NOTICE")]).toEqual(["ours", "theirs"]);
    expect(read("LIST.md")).toBe(
      "# Licenses\n\n## outer - 1.0.0 (MIT)\n\n## inner - 2.0.0 (MIT)\n\nCopyright of inner\n",
    );
  });

  test("must name every dependency", () => {
    lay({ "package.json": '{"dependencies":{"outer":"1.0.0","another":"1.0.0"}}' });
    expect(complete()).toEqual([expect.stringMatching(/^LIST\.md lacks another:/)]);
  });
});

describe("programs in strings", () => {
  const program = `data:application/octet-stream;base64,${"AGFz".repeat(300_000)}`;

  test("become modules of their own, and the code goes on with what they give", () => {
    const code = `var a="data:application/octet-stream;base64,AGFz";f("${program}");g("${program}");`;
    const split = withoutEmbedded(code);
    expect(split.strings).toEqual([program, program]);
    expect(split.code.split("\n")).toEqual([
      'import postilEmbedded0 from "postil:embedded/0";',
      'import postilEmbedded1 from "postil:embedded/1";',
      'var a="data:application/octet-stream;base64,AGFz";f(postilEmbedded0);g(postilEmbedded1);',
    ]);
  });

  test("are left where they are when they are short", () => {
    expect(withoutEmbedded('f("data:application/octet-stream;base64,AGFz")').strings).toEqual([]);
  });
});
