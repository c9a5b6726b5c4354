import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type SentCommand, type SentStream, send, type ToCommand } from './command-protocol.ts';
import { SetUpError } from './exit-status.ts';
import { createTerminal, type OutputStream, type Terminal } from './terminal.ts';

/** A file that a command sends, or why it cannot. */
export type SentFile =
  | { readonly content: { readonly base64: string } }
  | { readonly unreadable: string }
  | { readonly absent: true };

/** What a running command sends. */
export interface SentDocuments {
  /** Aborted with the reason when the command is asked to stop. */
  readonly stop: AbortSignal;
  /** The next file. Rejects when the process that sends it has ended. */
  nextFile(): Promise<SentFile>;
}

/** The terminal of the process that sent a command. Output after that process has ended is dropped. */
export function remoteTerminal(
  socket: Socket,
  { stdout, stderr, operator }: SentCommand,
  { stop, nextFile }: SentDocuments,
): Terminal {
  const askFor = async (question: ToCommand): Promise<Uint8Array | null> => {
    const sent = nextFile();
    send(socket, question);
    const file = await sent;
    if ('unreadable' in file) throw new SetUpError(file.unreadable);
    return 'absent' in file ? null : Buffer.from(file.content.base64, 'base64');
  };
  const answerTo = async (question: ToCommand): Promise<Uint8Array> => (await askFor(question)) ?? new Uint8Array();
  return createTerminal({
    stdout: remoteStream(stdout, (text, sent) => send(socket, { stdout: text }, sent)),
    stderr: remoteStream(stderr, (text, sent) => send(socket, { stderr: text }, sent)),
    operator: operatorViewer(operator),
    saveFile: async (path, content, { isNew = false } = {}) =>
      send(socket, { file: { path, base64: Buffer.from(content).toString('base64'), isNew } }),
    requireWritable: async (path) => void (await answerTo({ checked: { path } })),
    readFile: (path, maxBytes) => answerTo({ wanted: { path, maxBytes } }),
    findFile: (path, maxBytes) => askFor({ perhaps: { path, maxBytes } }),
    async saveWhole(path, bytes) {
      await answerTo({ begun: { path } });
      for await (const chunk of bytes) await answerTo({ piece: Buffer.from(chunk).toString('base64') });
      await answerTo({ piece: null });
    },
    onStop(listener) {
      const onAbort = (): void => listener(String(stop.reason));
      if (stop.aborted) onAbort();
      else stop.addEventListener('abort', onAbort, { once: true });
      send(socket, { isStoppable: true });
      return () => {
        stop.removeEventListener('abort', onAbort);
        send(socket, { isStoppable: false });
      };
    },
  });
}

function remoteStream(
  { isTTY, columns }: SentStream,
  write: (text: string, written: () => void) => void,
): OutputStream {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      write(String(chunk), done);
    },
  });
  return Object.assign(stream, { isTTY, ...(columns && { columns }) });
}
