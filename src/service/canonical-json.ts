import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256, in hexadecimal, over the canonical form of a JSON value (RFC 8785): the same for every formatting of it.
 * @throws Error for a text with a lone surrogate, which has no canonical form
 */
export function canonicalDigest(value: object): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
