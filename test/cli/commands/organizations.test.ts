import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgram } from '#src/cli/program.ts';
import { type FreshDatabase, freshPostgresql } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { environmentFor, runQbr } from '../../kit/program.ts';

/** Commands that are of the whole installation, or name organizations themselves. */
const OF_INSTALLATION = [
  ...['serve', 'migrate', 'doctor', 'mcp', 'mcp call', 'backup', 'backup drill', 'restore', 'move'],
  ...['secrets status', 'secrets rotate', 'benchmarks import', 'benchmarks list', 'benchmarks compute'],
  ...['organizations create', 'organizations list', 'organizations rename', 'organizations archive'],
  ...['organizations unarchive', 'organizations export', 'operators list', 'operators appoint', 'operators dismiss'],
];

/** Every command with what it does itself, by its words. */
function acting(command: Command, before: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((each) => {
    const words = [...before, each.name()];
    const isGroup = each.commands.length > 0 && each.registeredArguments.length === 0 && each.name() !== 'mcp';
    return [...(isGroup ? [] : [[words.join(' '), each] as [string, Command]]), ...acting(each, words)];
  });
}

it('every command takes --organization, but those of the whole installation', () => {
  const never = () => Promise.reject(new Error('Nothing runs here'));
  const commands = acting(createProgram('1.2.3', { run: never, runOnEnvironment: never }));
  const without = commands.filter(([, { options }]) => !options.some(({ long }) => long === '--organization'));
  expect(without.map(([words]) => words).sort()).toEqual([...OF_INSTALLATION].sort());
});

describe('qbr organizations', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshPostgresql();
  });
  afterAll(() => fresh.remove());
  const qbr = (...args: string[]) => runQbr(args, environmentFor({ connection: fresh.connection }));

  it('makes organizations, on which other commands act by slug or id', async () => {
    const made = JSON.parse((await qbr('organizations', 'create', 'Acme IT', '--currency', 'eur', '--json')).stdout);
    expect(made).toMatchObject({ name: 'Acme IT', slug: 'acme-it', currency: 'EUR', timeZone: null, archivedAt: null });
    const { id } = made as { id: number };
    await qbr('enter', '2026-05', 'mrr', '8800112.09', '--organization', 'acme-it');
    await qbr('enter', '2026-05', 'mrr', '11.5');
    const values = async (...named: string[]) => (await qbr('export', 'values', '--from', '2026-05', ...named)).stdout;
    expect(await values('--organization', String(id))).toMatch(/^[^\n]+\n2026-05,mrr,8800112.09,[^\n]+\n$/);
    expect(await values()).toMatch(/^[^\n]+\n2026-05,mrr,11.5,[^\n]+\n$/);
    const file = join(emptyDirectory(), 'acme.jsonl.gz');
    expect(await qbr('organizations', 'export', 'acme-it', file)).toMatchObject({ status: 0 });
    expect(existsSync(file)).toBe(true);
    expect(await qbr('organizations', 'export', 'acme-it', file)).toMatchObject({ status: 3, stdout: '' });
    expect(await qbr('organizations', 'archive', 'acme-it')).toMatchObject({ status: 0 });
    expect((await qbr('organizations', 'list')).stdout).not.toContain('acme-it');
    expect((await qbr('organizations', 'list', '--all')).stdout).toContain('acme-it');
    const written = await qbr('enter', '2026-05', 'mrr', '1', '--organization', 'acme-it');
    expect(written).toMatchObject({ status: 3, stdout: '' });
    expect(written.stderr).toContain('is archived');
  }, 120_000);

  it.each([
    [['status', '--organization', 'nobody'], 'There is no organization nobody'],
    [['organizations', 'archive', '99'], 'There is no organization 99'],
    [['organizations', 'archive', '1'], 'The first organization stays active'],
    [['organizations', 'rename', '1'], 'Give a name, --slug'],
    [['secrets', 'status', '--organization', '1'], "unknown option '--organization'"],
    [['keys', 'list', '--operator', '--organization', '1'], "'--operator' cannot be used with option '--organization"],
    [['keys', 'create', '--name', 'x'], 'Give --role'],
    [['people', 'remove', 'bob@example.com'], 'There is no person bob@example.com'],
    [['operators', 'dismiss', '7'], 'There is no operator 7'],
  ])('%j exits 3 and says why', async (args, message) => {
    const ended = await qbr(...args);
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(ended.stderr).toContain(message);
  });
});
