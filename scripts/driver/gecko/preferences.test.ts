import { expect, test } from "vitest";
import { preferences, userJs } from "./preferences.ts";

const OPTIONS = { webGpu: false, uuids: { "a@b": "1-2" }, language: "en-US" };

test("everything goes to the proxy, what is on this machine included, and nothing past it", () => {
  const fields = preferences({ ...OPTIONS, proxy: "http://127.0.0.1:8080" });
  expect(fields).toMatchObject({
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 8080,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 8080,
    "network.proxy.no_proxies_on": "",
    "network.proxy.allow_hijacking_localhost": true,
    "network.proxy.failover_direct": false,
  });
  expect(preferences(OPTIONS)).not.toHaveProperty(["network.proxy.type"]);
});

test("texts that hold quotation marks are one value in the profile's file", () => {
  const line = userJs(preferences(OPTIONS))
    .split("\n")
    .find((text) => text.includes("extensions.webextensions.uuids"));
  expect(line).toBe(String.raw`user_pref("extensions.webextensions.uuids", "{\"a@b\":\"1-2\"}");`);
});
