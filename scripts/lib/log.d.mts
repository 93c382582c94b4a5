export function say(line: string): void;
export class Stop extends Error {}
