import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLogger, type Logger } from '#src/log/log.ts';
import { emptyDirectory } from '../kit/directories.ts';

const SECRETS = ['k3y/with"quote\\and+more=', 'postgres', '30'];

/** What `write` puts into the log, line by line. */
function logged(write: (logger: Logger) => void): Record<string, unknown>[] {
  const file = join(emptyDirectory(), 'log');
  write(createLogger({ level: 'debug', file, stream: 'none', secrets: SECRETS }));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a configured secret', () => {
  const [secret = ''] = SECRETS;
  const encoded = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(`user:${secret}`).toString('base64'),
    JSON.stringify({ secret }),
    secret.toUpperCase(),
  ];

  it.each(encoded)('is not logged as %s: not in message, field, key, error, stack or cause', (form) => {
    const error = new Error(`refused ${form}`, { cause: new TypeError(`inner ${form}`, { cause: form }) });
    const lines = logged((logger) => {
      logger.info(`message ${form}`);
      logger.info({ deep: [{ er: { [form]: form } }] }, 'fields');
      logger.error({ err: error }, 'error');
      logger.child({ bound: form }).warn('child');
    });
    expect(lines).toHaveLength(4);
    const text = JSON.stringify(lines);
    for (const each of [form, JSON.stringify(form).slice(1, -1)]) expect(text).not.toContain(each);
    expect(lines.map(({ level }) => level)).toEqual([30, 30, 50, 40]);
    expect(lines[2]).toMatchObject({ err: { type: 'Error', cause: { type: 'TypeError' } } });
  });

  it('that is an ordinary word or number is taken out where it stands alone, and the line stays readable', () => {
    const [line] = logged((logger) => logger.info({ port: 30, ms: 130 }, 'PostgreSQL refused user "postgres"'));
    expect(line).toMatchObject({ level: 30, port: '***', ms: 130, msg: 'PostgreSQL refused user "***"' });
  });
});

describe('a credential that is not configured', () => {
  it.each([
    'password',
    'secret',
    'token',
    'apiKey',
    'clientSecret',
    'client_secret',
    'access_token',
    'refresh_token',
    'id_token',
    'authorization',
    'cookie',
    'set-cookie',
    'x-api-key',
  ])('is not logged as %s, however deep', (name) => {
    const fields = { [name]: 'canary', a: { [name]: 'canary', b: { [name]: 'canary', c: { [name]: 'canary' } } } };
    expect(JSON.stringify(logged((logger) => logger.info(fields, 'told')))).not.toContain('canary');
  });

  it.each(['Bearer canary-0123456789', 'Basic canarycanary==', 'bearer canary.canary.canary'])(
    'is not logged as %s within a text',
    (header) => {
      const lines = logged((logger) => logger.warn({ err: new Error(`sent Authorization: ${header}`) }, header));
      expect(JSON.stringify(lines)).not.toContain('canary');
    },
  );
});

it('a line without a secret is logged as it is', () => {
  const [line] = logged((logger) => logger.info({ runId: 7, vendors: ['connectwise'] }, 'Collection started'));
  expect(line).toMatchObject({ level: 30, runId: 7, vendors: ['connectwise'], msg: 'Collection started' });
});
