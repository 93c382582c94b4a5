/** A download that is not whole yet, kept so that it can go on after a pause, a crash or a restart. */
import type { ByteSource } from "./byte-source.ts";

/** Implementations: `opfs-partial.ts` in the browser, `scripts/node-partial.ts` in Node. */
export interface PartialFile {
  /** Bytes appended so far, those of earlier sessions included. */
  size(): Promise<number>;
  /** @throws PostilError `model-storage-full` */
  append(bytes: Uint8Array): Promise<void>;
  /** Makes all that was appended outlive this session. @throws PostilError `model-storage-full` */
  flush(): Promise<void>;
  /** Reads what was appended; flushes first. */
  source(): Promise<ByteSource>;
  /** Deletes everything; the next append starts at 0. */
  clear(): Promise<void>;
}
