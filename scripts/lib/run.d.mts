interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
}
export const ROOT: string;
export function status(program: string, args: readonly string[], options?: RunOptions): Promise<number>;
export function run(program: string, args: readonly string[], options?: RunOptions): Promise<void>;
export function tool(file: string): string;
