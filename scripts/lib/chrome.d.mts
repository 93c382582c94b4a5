export function ensureChrome(): Promise<string>;
