import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Web } from "./web.ts";

let web: Web;
let folder: string;
beforeEach(async () => {
  web = await Web.start();
  folder = await mkdtemp(join(tmpdir(), "postil-web-"));
});
afterEach(async () => {
  await web.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Asks as a browser asks its proxy: with the whole address. `raw` is sent as it is, dots and all. */
function ask(raw: string): Promise<Answer> {
  const { hostname, port } = new URL(web.proxy);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: raw }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode, type: response.headers["content-type"], body }),
      );
    });
    sent.on("error", reject).end();
  });
}

test("serves a page under any name of this machine, and leaves the charset to the page", async () => {
  const address = web.put("/page", { body: "<p>hello" }, "shop.localhost");
  expect(await ask(address)).toEqual({ status: 200, type: "text/html", body: "<p>hello" });
  expect(web.requests).toEqual([{ host: "shop.localhost", path: "/page" }]);
  expect(web.foreignRequests).toEqual([]);
});

test("serves a file and what lies beside it, and nothing outside its folder", async () => {
  await writeFile(join(folder, "a page#1.html"), "<p>file");
  await writeFile(join(folder, "style.css"), "p{}");
  const address = web.putFile(join(folder, "a page#1.html"));
  expect(await ask(address)).toEqual({ status: 200, type: "text/html", body: "<p>file" });
  const origin = new URL(address).origin;
  expect(await ask(`${origin}/style.css`)).toMatchObject({ status: 200, type: "text/css" });
  for (const path of [
    "/../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%00",
    "/%",
    "/",
  ])
    expect(await ask(origin + path)).toMatchObject({ status: 404, body: "" });
});

test("refuses every other host and notes that it was asked; what the browser asks for itself is told apart", async () => {
  for (const url of ["http://evil.example/x?y", "http://notlocalhost/x", "http://localhost.evil.example/x"])
    expect(await ask(url)).toMatchObject({ status: 502, body: "" });
  expect(web.foreignRequests).toEqual([
    { host: "evil.example", path: "/x" },
    { host: "notlocalhost", path: "/x" },
    { host: "localhost.evil.example", path: "/x" },
  ]);
  for (const url of [
    "http://browser.invalid/update",
    "http://redirector.gvt1.com/edgedl/chrome/dict/en-us.bdic",
  ])
    expect(await ask(url)).toMatchObject({ status: 502 });
  expect(web.foreignRequests).toHaveLength(3);
});

test("refuses tunnels, and notes their host", async () => {
  const { hostname, port } = new URL(web.proxy);
  const status = await new Promise((resolve, reject) => {
    const tunnel = request({ hostname, port, method: "CONNECT", path: "evil.example:443" });
    tunnel.on("connect", (response, socket) => {
      socket.destroy();
      resolve(response.statusCode);
    });
    tunnel.on("error", reject).end();
  });
  expect(status).toBe(502);
  expect(web.foreignRequests).toEqual([{ host: "evil.example", path: "" }]);
});
