import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { operatorViewer } from '#src/auth/viewer.ts';
import { type SentCommand, type SentStream, send } from './command-protocol.ts';
import { createTerminal, type OutputStream, type Terminal } from './terminal.ts';

/** The terminal of the process that sent a command. Output after that process has ended is dropped. */
export function remoteTerminal(socket: Socket, { stdout, stderr, operator }: SentCommand, stop: AbortSignal): Terminal {
  return createTerminal({
    stdout: remoteStream(stdout, (text) => send(socket, { stdout: text })),
    stderr: remoteStream(stderr, (text) => send(socket, { stderr: text })),
    operator: operatorViewer(operator),
    saveFile: async (path, content) =>
      send(socket, { file: { path, base64: Buffer.from(content).toString('base64') } }),
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

function remoteStream({ isTTY, columns }: SentStream, write: (text: string) => void): OutputStream {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY, ...(columns && { columns }) });
}
