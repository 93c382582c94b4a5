export function mayInstall(): Promise<boolean>;
export function install(name: string, what: string): Promise<void>;
