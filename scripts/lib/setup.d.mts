export type BrowserName = "chromium" | "firefox";
export const BROWSERS: readonly BrowserName[];
export const EXTENSION: string;
export function extensionDir(browser: BrowserName): string;
export function requireNode(): void;
export function ensureDependencies(): Promise<void>;
export function ensureBuild(browser?: BrowserName): Promise<void>;
export function build(browser?: BrowserName): Promise<void>;
