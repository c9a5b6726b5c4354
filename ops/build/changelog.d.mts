export function releasedChangelog(text: string, release: { readonly version: string; readonly today: string }): string;
