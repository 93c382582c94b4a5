/** A page with the CPU engine alone in a worker. */
import { type EnginePage, enginePage } from "./engine-page.ts";

export type CpuPage = EnginePage;

export function cpuPage(): Promise<CpuPage> {
  return enginePage({ worker: "cpu-worker.ts", webgpu: false });
}
