import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { operatorViewer } from '#src/auth/viewer.ts';
import { runProgram } from '#src/cli/program.ts';
import { createTerminal } from '#src/cli/terminal.ts';

/** Unidiomatic wording that user-visible texts must not return to; CONTRIBUTING's glossary has the terms to use. */
const OLD_WORDS: readonly RegExp[] = [
  /\banew\b/i,
  /\bfor ever\b/i,
  /\bmeanwhile\b/i,
  /\ball the same\b/i,
  /\bas many as come\b/i,
  /\bwhoever\b/i,
  /\bwhat became of\b/i,
  /\bis no (metric|vendor|action|month|period|number|role)\b/i,
  /\bare no (metrics|vendors|actions|months|periods|numbers|roles)\b/i,
  /\bis none of\b/i,
  /\bwhere there is none\b/i,
  /\bmade up\b/i,
  /\bmade again\b/i,
  /\b(lets?|let) (us|them|you) in\b/i,
  /\bcomes? in with\b/i,
  /\b(is|are) told\b/i,
];

function oldWordsIn(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line) => (OLD_WORDS.some((word) => word.test(line)) ? [line.trim()] : []));
}

function readRoot(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
}

/** The help of a command and of its subcommands, by command. */
async function helpOf(command: readonly string[]): Promise<(readonly [name: string, help: string])[]> {
  const help = await printed([...command, '--help']);
  const listed = /^Commands:\n([\s\S]*)/m.exec(help)?.[1] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name]) => (name && name !== 'help' ? [name] : []));
  const below = await Promise.all(names.map((name) => helpOf([...command, name])));
  return [[['qbr', ...command].join(' '), help], ...below.flat()];
}

async function printed(args: readonly string[]): Promise<string> {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const terminal = createTerminal({
    stdout: stream,
    stderr: stream,
    operator: operatorViewer('test'),
    onStop: () => () => undefined,
    saveFile: async () => undefined,
    requireWritable: async () => undefined,
    saveWhole: async () => undefined,
    findFile: async () => null,
    readFile: async () => new Uint8Array(),
  });
  await runProgram({ args, environment: {}, terminal, version: '0.0.0' }).catch((error: unknown) => {
    if (!(error instanceof CommanderError && error.code === 'commander.helpDisplayed')) throw error;
  });
  return text;
}

const HELP = await helpOf([]);

describe('old words are gone from', () => {
  it.each(['schema.graphql', '.env.example'])('%s', (path) => {
    expect(oldWordsIn(readRoot(path))).toEqual([]);
  });

  it('the table of variables in docs/operations.md', () => {
    const rows = readRoot('docs/operations.md').match(/^\| `[A-Z_]+` \|.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(30);
    expect(oldWordsIn(rows.join('\n'))).toEqual([]);
  });

  it.each(HELP)('%s --help', (_, help) => {
    expect(oldWordsIn(help)).toEqual([]);
  });
});

it('are looked for in the help of every command and subcommand', () => {
  const names = HELP.map(([name]) => name);
  expect(names).toEqual(expect.arrayContaining(['qbr', 'qbr serve', 'qbr audit verify', 'qbr keys create']));
  expect(names.length).toBeGreaterThanOrEqual(20);
});

it.each(['Whoever asks gets it anew.', '0: as many as come', 'Kept for ever', 'x is no metric; known are y'])(
  'would be found in: %s',
  (text) => {
    expect(oldWordsIn(text)).toEqual([text]);
  },
);
