export function ensurePython(name: string, files: readonly string[]): Promise<string>;
