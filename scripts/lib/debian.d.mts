export function mayInstall(version?: string): Promise<boolean>;
export function install(name: string, what: string): Promise<void>;
