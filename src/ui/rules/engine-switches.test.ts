import { describe, expect, it, vi } from "vitest";
import type { SearchSiteId } from "../../sites/search-site.ts";

vi.mock("../../messages/filter-client.ts", () => ({}));
const { EngineSwitches } = await import("./engine-switches.ts");

function made(answer: () => Promise<boolean>) {
  const on = new Set<SearchSiteId>(["kagi"]);
  const client = {
    onSwitched: vi.fn(() => () => undefined),
    runsAt: () => Promise.resolve(false),
    switchedOn: () => Promise.resolve(new Set(on)),
    switchOn: vi.fn(async (site: SearchSiteId) => {
      const granted = await answer();
      if (granted) on.add(site);
      return granted;
    }),
    switchOff: vi.fn(async (site: SearchSiteId) => void on.delete(site)),
  };
  return { client, switches: new EngineSwitches(client) };
}

describe("switches of engines", () => {
  it("follow what the browser grants", async () => {
    const { client, switches } = made(() => Promise.resolve(true));
    await vi.waitFor(() => expect([...switches.on.value]).toEqual(["kagi"]));
    const done = switches.set("google", true, "https://www.google.de/search");
    // Later, the browser would no longer take it for the user's own doing.
    expect(client.switchOn).toHaveBeenCalledExactlyOnceWith("google", "https://www.google.de/search");
    expect(await done).toBe(true);
    expect([...switches.on.value]).toEqual(["kagi", "google"]);
    expect(await switches.set("kagi", false)).toBe(true);
    expect([...switches.on.value]).toEqual(["google"]);
    expect(switches.refused.value).toBeNull();
  });

  it("say by name that the user has refused, until the next is moved", async () => {
    const { switches } = made(() => Promise.resolve(false));
    expect(await switches.set("bing", true)).toBe(false);
    expect(switches.refused.value?.code).toBe("permission-refused");
    expect(switches.on.value.has("bing")).toBe(false);
    await switches.set("kagi", false);
    expect(switches.refused.value).toBeNull();
  });

  it("say what went wrong when the browser does not even ask", async () => {
    const { switches } = made(() => Promise.reject(new Error("not in a user gesture")));
    expect(await switches.set("bing", true)).toBe(false);
    expect(switches.refused.value?.message).toContain("not in a user gesture");
  });
});
