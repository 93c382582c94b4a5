import { Window } from "happy-dom";

/** For tests: puts a page into happy-dom's document. */
export function show(html: string): void {
  document.open();
  document.write(html);
  document.close();
}

/**
 * For tests: a frame of the page's own origin at the end of its body, with `html` in it. happy-dom
 * loads none itself, and takes a `frame` for any element.
 */
export function showFrame(html: string): { frame: HTMLElement; view: globalThis.Window & typeof globalThis } {
  const view = new Window() as unknown as globalThis.Window & typeof globalThis;
  view.document.write(html);
  const frame = document.createElement("frame");
  Object.defineProperty(frame, "contentDocument", { value: view.document });
  Object.defineProperty(view, "frameElement", { value: frame });
  document.body.append(frame);
  return { frame, view };
}

/**
 * For tests: how many times more of the processor's time `work` takes with four times as much; 4 is linear, 16 is quadratic.
 * A busy machine can only make it look worse, so the best of several rounds counts; below 4 ms nothing is told apart.
 */
export async function growth(n: number, work: (n: number) => unknown): Promise<number> {
  const cost = async (size: number): Promise<number> => {
    const before = process.cpuUsage();
    await work(size);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8 && best >= PLAINLY_LINEAR; round++) {
    const small = await cost(n);
    best = Math.min(best, (await cost(4 * n)) / Math.max(small, 4));
  }
  return best;
}

/** No further round could tell more. */
const PLAINLY_LINEAR = 8;
