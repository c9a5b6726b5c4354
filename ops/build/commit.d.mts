export function commitOf(folder: string, environment?: NodeJS.ProcessEnv): string | null;
