import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Answer } from '#src/http/answer-cache.ts';

/** A body with its entity tag. */
export interface Tagged extends Pick<Answer, 'bytes' | 'contentType'> {
  /** Strong, a hash of the bytes: equal data has the same tag in every instance and after a restart. */
  readonly etag: string;
}

export function taggedJson(value: unknown): Tagged {
  return tagged(JSON.stringify(value), 'application/json');
}

export function tagged(text: string, contentType: string): Tagged {
  const bytes = new TextEncoder().encode(text);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
  return { bytes, contentType, etag };
}

/** The answer, or 304 if the client already has it. Not hono's `etag`, which would hash a cached answer for each request. */
export function respond(context: Context, { bytes, contentType, etag }: Tagged): Response {
  if (matches(context.req.header('If-None-Match'), etag)) return context.body(null, 304, { ETag: etag });
  return context.body(bytes, 200, { 'Content-Type': contentType, ETag: etag });
}

/** Whether `If-None-Match` matches the entity tag (RFC 9110, 13.1.2). */
function matches(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
}
