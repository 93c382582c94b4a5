/**
 * A port between a panel and the engine's worker. Panels have `runtime.Port`, which a dedicated worker cannot listen for;
 * so its owner carries each over a `MessageChannel`. A `MessagePort` tells nobody that its other end is gone, so closing is a
 * message of its own: https://html.spec.whatwg.org/multipage/web-messaging.html#ports-and-garbage-collection
 */
import * as v from "valibot";

/** The host's view of a connection, whatever carries it. */
export interface HostPort {
  /** Throws, or does nothing, when the other end is gone. */
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
}

/** What travels over the channel. The message itself is checked by the one that it is for. */
const Carried = v.variant("type", [
  v.object({ type: v.literal("message"), message: v.unknown() }),
  v.object({ type: v.literal("close") }),
]);
type Carried = v.InferOutput<typeof Carried>;

/** The worker's end of a channel. */
export function hostPort(channel: MessagePort): HostPort {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  listen(channel, (carried) => {
    if (carried.type === "message") for (const listener of listeners) listener(carried.message);
    else {
      channel.close();
      for (const closer of closers) closer();
    }
  });
  return {
    postMessage: (message) => channel.postMessage({ type: "message", message } satisfies Carried),
    onMessage: (listener) => void listeners.push(listener),
    onDisconnect: (listener) => void closers.push(listener),
  };
}

/** The parts of `runtime.Port` that a pipe needs. */
export interface PanelPort {
  postMessage(message: unknown): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (message: unknown) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

/**
 * The two ends of a port within one page: no `runtime.Port` leads from a page to itself. What one end posts the other hears
 * later, as a copy; that one end disconnects only the other hears.
 * https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/runtime/connect
 */
export function portPair(): readonly [PanelPort, PanelPort] {
  const ends = [newEnd(), newEnd()] as const;
  let open = true;
  const port = (own: End, other: End): PanelPort => ({
    postMessage(message) {
      if (!open) throw new Error("the port is closed");
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of other.messages) listener(copy);
      });
    },
    disconnect() {
      if (!open) return;
      open = false;
      queueMicrotask(() => {
        for (const listener of other.closings) listener();
      });
    },
    onMessage: { addListener: (listener) => void own.messages.push(listener) },
    onDisconnect: { addListener: (listener) => void own.closings.push(listener) },
  });
  return [port(ends[0], ends[1]), port(ends[1], ends[0])];
}

interface End {
  readonly messages: ((message: unknown) => void)[];
  readonly closings: (() => void)[];
}

const newEnd = (): End => ({ messages: [], closings: [] });

export interface Pipe {
  /** Sends the panel something of the owner's own. */
  tell(message: unknown): void;
  /** Closes the panel's port; it sees the host as gone. */
  close(): void;
}

export interface PipeEvents {
  /** The panel has said something. */
  onUse(): void;
  /** The panel is gone, or `close` was called. */
  onEnd(): void;
}

/** The owner's end: carries what comes from `panel` into `channel` and back, until either closes. */
export function pipe(panel: PanelPort, channel: MessagePort, events: PipeEvents): Pipe {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    channel.postMessage({ type: "close" } satisfies Carried);
    channel.close();
    events.onEnd();
  };
  const tell = (message: unknown): void => {
    if (!open) return;
    try {
      panel.postMessage(message);
    } catch {
      // Closed a moment ago; its onDisconnect may never come to one who has already heard of it.
      end();
    }
  };
  panel.onDisconnect.addListener(end);
  panel.onMessage.addListener((message) => {
    if (!open) return;
    events.onUse();
    channel.postMessage({ type: "message", message } satisfies Carried);
  });
  listen(channel, (carried) => {
    if (carried.type === "message") tell(carried.message);
  });
  return {
    tell,
    close() {
      end();
      panel.disconnect();
    },
  };
}

function listen(channel: MessagePort, take: (carried: Carried) => void): void {
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const carried = v.safeParse(Carried, event.data);
    if (carried.success) take(carried.output);
  };
}
