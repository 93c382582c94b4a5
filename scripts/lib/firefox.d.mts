export function ensureFirefox(): Promise<string>;
export function ensureVulkan(): Promise<void>;
