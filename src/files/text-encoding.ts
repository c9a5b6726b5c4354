import iconv from 'iconv-lite';

export interface DecodedText {
  readonly text: string;
  /** What was assumed; null where the bytes say it themselves. */
  readonly note: string | null;
}

/**
 * Decodes a text file: by its byte order mark, else as UTF-8, else as UTF-16 by its zero bytes, else as Windows-1252, which
 * is then said. (Node 20's own decoder of Windows-1252 loses the euro sign and curly quotes.)
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = byMark(bytes);
  if (marked !== null) return { text: marked, note: null };
  const utf16 = byZeroBytes(bytes);
  if (utf16 !== null) return { text: iconv.decode(Buffer.from(bytes), utf16), note: null };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), note: null };
  } catch {
    const text = iconv.decode(Buffer.from(bytes), 'windows-1252');
    return { text, note: 'The file is not UTF-8; it was read as Windows-1252' };
  }
}

function byMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return iconv.decode(Buffer.from(bytes), 'utf-8');
  if (first === 0xff && second === 0xfe) return iconv.decode(Buffer.from(bytes), 'utf-16le');
  if (first === 0xfe && second === 0xff) return iconv.decode(Buffer.from(bytes), 'utf-16be');
  return null;
}

/** English text in UTF-16 has a zero in every second byte. */
function byZeroBytes(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const sample = bytes.subarray(0, 512);
  const zeros = [0, 1].map((parity) => sample.filter((byte, index) => byte === 0 && index % 2 === parity).length);
  const [even = 0, odd = 0] = zeros;
  const most = sample.length / 4;
  if (odd > most && even <= most) return 'utf-16le';
  return even > most && odd <= most ? 'utf-16be' : null;
}
