/** What `JSON.parse` returns, or what an HTTP client has parsed. */
export type Json = unknown;

export function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of an array; none of anything else. */
export function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** A text as it is; empty for anything else. */
export function text(value: Json): string {
  return typeof value === 'string' ? value : '';
}
