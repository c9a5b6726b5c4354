import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import split2 from 'split2';
import { z } from 'zod';
import { EXIT } from './exit-status.ts';

// How a command talks to the server that runs it: JSON documents, a line each, over a socket. The server says its
// version; the command sends itself and then at most its wish to stop; the server sends what is printed, and last the exit
// status.

const MAX_LINE_BYTES = 16 * 1024 * 1024;

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

/** What the server is sent. */
export const toServer = z.union([z.object({ command }), z.object({ stop: z.string().max(100) })]);
export type ToServer = z.infer<typeof toServer>;

/** What the command is sent. */
export const toCommand = z.union([
  /** The server's, sent before the command is. */
  z.object({ version: z.string() }),
  z.object({ stdout: z.string() }),
  z.object({ stderr: z.string() }),
  /** Whether it can be asked to stop; otherwise ending the connection is all that stops it. */
  z.object({ isStoppable: z.boolean() }),
  z.object({ status: z.literal(Object.values(EXIT)) }),
]);
export type ToCommand = z.infer<typeof toCommand>;

/** Sends a document, unless the other side has gone. */
export function send(socket: Socket, document: ToServer | ToCommand): void {
  if (socket.writable) socket.write(`${JSON.stringify(document)}\n`);
}

/**
 * The documents that arrive, until the other side ends.
 * @throws Error where the connection breaks, or something else arrives
 */
export async function* receive<T>(socket: Socket, schema: z.ZodType<T>): AsyncGenerator<T> {
  const lines = split2((line: string): unknown => JSON.parse(line), { maxLength: MAX_LINE_BYTES });
  // Whatever ends one of the two ends the other, and is thrown by the loop.
  pipeline(socket, lines, () => undefined);
  for await (const document of lines) yield schema.parse(document);
}
