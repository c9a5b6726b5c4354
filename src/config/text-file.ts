import { readFileSync } from 'node:fs';

/** The file is not text in a supported encoding. `message` describes the encoding and never quotes the content. */
export class TextEncodingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TextEncodingError';
  }
}

const REPLACEMENT = '\uFFFD';

/**
 * A file's text: UTF-8, with or without a byte order mark, or UTF-16 with one, as Windows's editors and PowerShell write it.
 * The mark is removed. Invalid UTF-8 becomes U+FFFD.
 * @throws TextEncodingError for UTF-16 without its mark, and system errors
 */
export function readTextFile(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes);
  if (first === 0xfe && second === 0xff) return utf16(swapped(bytes));
  if (bytes.includes(0)) throw new TextEncodingError('contains NUL bytes, like UTF-16 without a byte order mark');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Whether the text contains bytes that were invalid in its encoding. */
export function isMangled(text: string): boolean {
  return text.includes(REPLACEMENT);
}

function utf16(bytes: Buffer): string {
  if (bytes.length % 2 !== 0) throw new TextEncodingError('is UTF-16 with an incomplete last character');
  return bytes.subarray(2).toString('utf16le');
}

function swapped(bytes: Buffer): Buffer {
  return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16() : bytes;
}
