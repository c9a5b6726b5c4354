import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A message as a mail server has received it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body. */
  readonly source: string;
  /** The user that signed in; null without one. */
  readonly user: string | null;
}

/** A mail server on a loopback port. */
export interface MailServer {
  readonly host: string;
  /** What it has accepted. */
  readonly received: readonly ReceivedMail[];
  /** Refuses the next messages, with 451. */
  refuseNext(count: number): void;
  close(): Promise<void>;
}

/** Starts a mail server that takes every message, and every password. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let refused = 0;
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData(stream, { envelope, user }, done) {
      void text(stream).then((source) => {
        if (refused > 0) {
          refused -= 1;
          done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
          return;
        }
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), source, user: user ?? null });
        done();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    refuseNext(count) {
      refused = count;
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}
