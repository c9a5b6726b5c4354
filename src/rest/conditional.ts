import { createHash } from 'node:crypto';
import type { Answer } from '../service/answer-cache.ts';

/** An answer with its entity tag. */
export interface TaggedAnswer extends Answer {
  /** Strong, and made of the bytes: the same data has the same tag in every instance, also after a restart. */
  readonly etag: string;
}

export function taggedJson(value: unknown): TaggedAnswer {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).buffer;
  const etag = `"${createHash('sha256').update(new Uint8Array(bytes)).digest('base64url').slice(0, 27)}"`;
  return { bytes, contentType: 'application/json', etag };
}

/** Whether a client that sends `If-None-Match` has the answer already (RFC 9110, 13.1.2). */
export function hasAlready(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
