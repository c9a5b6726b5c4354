import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import split2 from 'split2';
import { z } from 'zod';
import { EXIT } from './exit-status.ts';

// The protocol between a command and the server that runs it: one JSON document per line over a socket. The server sends
// its version; the command sends its command line and later perhaps a stop; the server sends output and last the exit status.
// Between these the server may ask for a file, which the command sends, or why it cannot.

const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** As base64 it is a line. */
const MAX_FILE_BYTES = 11_000_000;

const stream = z.object({ isTTY: z.boolean(), columns: z.int().positive().optional() });

const command = z.object({
  /** Proves that the sender may read the data folder. */
  secret: z.string(),
  version: z.string(),
  args: z.array(z.string()),
  operator: z.string().max(100),
  stdout: stream,
  stderr: stream,
});
export type SentCommand = z.infer<typeof command>;
export type SentStream = z.infer<typeof stream>;

/** Documents sent to the server. */
export const toServer = z.union([
  z.object({ command }),
  z.object({ stop: z.string().max(100) }),
  /** The content of the file that was asked for. */
  z.object({ content: z.object({ base64: z.string() }) }),
  /** There is no such file. */
  z.object({ absent: z.literal(true) }),
  /** Why it cannot be read or written. */
  z.object({ unreadable: z.string() }),
]);
export type ToServer = z.infer<typeof toServer>;

/** Documents sent to the command. */
export const toCommand = z.union([
  /** The server's version, sent first. */
  z.object({ version: z.string() }),
  z.object({ stdout: z.string() }),
  z.object({ stderr: z.string() }),
  /** A file to write. */
  z.object({ file: z.object({ path: z.string(), base64: z.base64(), isNew: z.boolean() }) }),
  /** A file of which to say whether it can be written: it is answered as a file without content, or why it cannot. */
  z.object({ checked: z.object({ path: z.string() }) }),
  /** A file to send, of a larger one `maxBytes` + 1 bytes. */
  z.object({ wanted: z.object({ path: z.string(), maxBytes: z.int().positive().max(MAX_FILE_BYTES) }) }),
  /** The same of a file that may be absent, of which `maxBytes` are sent. */
  z.object({ perhaps: z.object({ path: z.string(), maxBytes: z.int().positive().max(MAX_FILE_BYTES) }) }),
  /** A file to write piece by piece, each answered as `checked`: its path, then its pieces, then null for its end. */
  z.object({ begun: z.object({ path: z.string() }) }),
  z.object({ piece: z.base64().nullable() }),
  /** Whether the command accepts a stop; otherwise only ending the connection stops it. */
  z.object({ isStoppable: z.boolean() }),
  z.object({ status: z.literal(Object.values(EXIT)) }),
]);
export type ToCommand = z.infer<typeof toCommand>;

/**
 * Sends a document; does nothing if the connection is closed.
 * @param sent called once the connection has taken it, or is closed
 */
export function send(socket: Socket, document: ToServer | ToCommand, sent: () => void = () => undefined): void {
  if (socket.writable) socket.write(`${JSON.stringify(document)}\n`, () => sent());
  else sent();
}

/**
 * The received documents, until the other side ends.
 * @throws Error if the connection breaks, or a document is not valid
 */
export async function* receive<T>(socket: Socket, schema: z.ZodType<T>): AsyncGenerator<T> {
  const lines = split2((line: string): unknown => JSON.parse(line), { maxLength: MAX_LINE_BYTES });
  // An end or error of one stream ends the other; the loop throws the error.
  pipeline(socket, lines, () => undefined);
  for await (const document of lines) yield schema.parse(document);
}
