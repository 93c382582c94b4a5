export interface Finding {
  readonly code: string;
  readonly file?: string;
  readonly line?: number;
  readonly message: string;
}
export const ACCEPTED: readonly { readonly code: string; readonly file: RegExp; readonly why: string }[];
export function lintAddon(): Promise<{ faults: readonly Finding[]; accepted: readonly Finding[] }>;
