// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { show } from "./testing.ts";

const parse = vi.fn(() => ({ content: "<p>What defuddle found of it.</p>", title: "Short" }));
vi.mock("defuddle", () => ({
  default: class {
    parse = parse;
  },
}));
// Judging what is seen of so many takes happy-dom half a minute.
vi.mock("./visible.ts", async (actual) => ({
  ...(await actual<object>()),
  copyVisible: (live: Document) => live,
}));
const { readPage } = await import("./read.ts");

const page = (rows: number): string =>
  `<title>List</title><nav>Home</nav><main>${"<p>a<i>b</i></p>".repeat(rows)}</main>`;

it("leaves pages of very many elements to the plain reading, which leaves out what surrounds them", () => {
  show(page(12_600));
  expect(readPage(document).blocks).toHaveLength(12_600);
  expect(parse).not.toHaveBeenCalled();
  show(page(20));
  expect(readPage(document).title).toBe("Short");
  expect(parse).toHaveBeenCalledOnce();
});
