import { beforeEach, describe, expect, it, vi } from "vitest";
import { hostWith, job, READY_HOST } from "../../test/ui/states.ts";
import { PostilError } from "../errors.ts";
import type { HostClientEvents } from "../messages/client.ts";
import { HostLink } from "./host-link.ts";

vi.mock("webextension-polyfill", () => import("../../test/ui/fake-browser.ts"));

/** A host that can be reached or not, and taken away. */
class FakeClient {
  events: HostClientEvents | null = null;
  reachable = true;
  attempts = 0;
  connect = async (): Promise<void> => {
    this.attempts++;
    if (!this.reachable) throw new PostilError("engine-gone", { attempt: this.attempts });
    this.events?.onState(READY_HOST);
  };
  send = (): Promise<string> => Promise.resolve("");
}

let client: FakeClient;
let link: HostLink;
let waits: number[];
let clock: number;

beforeEach(() => {
  client = new FakeClient();
  waits = [];
  clock = 0;
  link = new HostLink(
    (events) => {
      client.events = events;
      return client;
    },
    (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    () => clock,
  );
});

describe("HostLink", () => {
  it("says what the host says", async () => {
    expect(link.state.value).toBeNull();
    await link.connect();
    expect(link.state.value).toEqual(READY_HOST);
  });

  it("connects again by itself when the host is gone, and keeps what it had written", async () => {
    await link.connect();
    client.events?.onState(
      hostWith(job({ id: "done" }), job({ id: "cut off", tabId: 8, status: "running" })),
    );
    client.events?.onGone();
    await vi.waitFor(() => expect(client.attempts).toBe(2));
    expect(link.kept.value.map(({ id, status, error }) => [id, status, error?.code])).toEqual([
      ["done", "done", undefined],
      ["cut off", "failed", "engine-gone"],
    ]);
    expect(link.state.value?.jobs).toEqual([]);
  });

  it("says why when no attempt reaches a host, and forgets it when one does", async () => {
    client.reachable = false;
    await link.connect();
    expect(client.attempts).toBeGreaterThan(2);
    expect(link.error.value?.code).toBe("engine-gone");
    client.reachable = true;
    await link.connect();
    expect(link.error.value).toBeNull();
    expect(link.state.value).toEqual(READY_HOST);
  });
});

describe("HostLink, with hosts that do not stay", () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it("waits longer each time, gives up after a few, and begins anew when asked", async () => {
    await link.connect();
    for (let lost = 0; lost < 6 && link.error.value === null; lost++) {
      client.events?.onGone();
      await settle();
    }
    expect(link.error.value).toMatchObject({
      code: "engine-gone",
      detail: { reason: "the host does not stay" },
    });
    expect(waits).toEqual([0, 300, 1000, 3000]);
    expect(client.attempts).toBe(4);
    await link.connect();
    expect(link.error.value).toBeNull();
    expect(waits.at(-1)).toBe(0);
  });

  it("forgets failures once a host has stayed", async () => {
    await link.connect();
    for (let lost = 0; lost < 10; lost++) {
      clock += 60_000;
      client.events?.onGone();
      await settle();
    }
    expect(link.error.value).toBeNull();
    expect(new Set(waits)).toEqual(new Set([0]));
  });

  it("goes on counting when a host that was lost cannot be reached again", async () => {
    await link.connect();
    client.reachable = false;
    client.events?.onGone();
    await settle();
    expect(link.error.value?.code).toBe("engine-gone");
    expect(waits).toEqual([0, 300, 1000, 3000]);
  });
});
