export function ensureEmscripten(): Promise<void>;
