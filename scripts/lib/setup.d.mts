export const EXTENSION: string;
export function requireNode(): void;
export function ensureDependencies(): Promise<void>;
export function ensureBuild(): Promise<void>;
export function build(): Promise<void>;
