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
 * For tests: how many times longer `work` takes with four times as much; 4 is linear, 16 is quadratic. The least of three
 * runs counts, and below 4 ms nothing is told apart.
 */
export async function growth(n: number, work: (n: number) => unknown): Promise<number> {
  const least = async (size: number): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < 3; run++) {
      const started = performance.now();
      await work(size);
      times.push(performance.now() - started);
    }
    return Math.min(...times);
  };
  const small = await least(n);
  return (await least(4 * n)) / Math.max(small, 4);
}
