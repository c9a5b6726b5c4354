import { readFileSync } from 'node:fs';

/** A file that holds no text in an encoding that is read; `message` says what it is instead, never what is in it. */
export class TextEncodingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TextEncodingError';
  }
}

const REPLACEMENT = '\uFFFD';

/**
 * A file's text: UTF-8, with or without a byte order mark, or UTF-16 with one, as Windows's editors and PowerShell write it.
 * The mark is no part of it. Bytes that are no UTF-8 are U+FFFD.
 * @throws TextEncodingError for UTF-16 without its mark, and the system's errors
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes);
  if (first === 0xfe && second === 0xff) return utf16(swapped(bytes));
  if (bytes.includes(0)) throw new TextEncodingError('holds NUL bytes, as UTF-16 without a byte order mark does');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Whether a text that was read holds what its file's encoding does not allow. */
export function isMangled(text: string): boolean {
  return text.includes(REPLACEMENT);
}

function utf16(bytes: Buffer): string {
  if (bytes.length % 2 !== 0) throw new TextEncodingError('is UTF-16 that ends within a character');
  return bytes.subarray(2).toString('utf16le');
}

function swapped(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16() : bytes;
}
