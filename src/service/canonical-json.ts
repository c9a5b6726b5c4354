import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** The canonical form of a JSON value (RFC 8785). @throws Error for a text with a lone surrogate, which has none */
export function canonicalText(value: object): string {
  return canonicalize(value) ?? '';
}

/** The value as its canonical form has it: fields in order, without those that are undefined. */
export function canonicalValue<Value extends object>(value: Value): Value {
  return JSON.parse(canonicalText(value)) as Value;
}

/**
 * SHA-256, in hexadecimal, over the canonical form of a JSON value (RFC 8785): the same for every formatting of it.
 * @throws Error for a text with a lone surrogate, which has no canonical form
 */
export function canonicalDigest(value: object): string {
  return createHash('sha256').update(canonicalText(value)).digest('hex');
}
