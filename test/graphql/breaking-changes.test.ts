import { execFileSync } from 'node:child_process';
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { printedSchema } from '#src/graphql/printed-schema.ts';
import { packageRoot } from '#src/package-root.ts';

/** A schema.graphql that has been released. */
interface Release {
  readonly tag: string;
  readonly sdl: string;
}

/** The schema of the newest tag behind the current commit; null without git, a tag, or a schema at that tag. */
function lastRelease(): Release | null {
  try {
    const tag = git('describe', '--tags', '--abbrev=0').trim();
    return { tag, sdl: git('show', `${tag}:schema.graphql`) };
  } catch {
    return null;
  }
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: packageRoot(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** What a client that was written for the released schema would trip over. */
function broken(released: string, current: string): string[] {
  return findBreakingChanges(buildSchema(released), buildSchema(current)).map(({ description }) => description);
}

const release = lastRelease();

describe('schema.graphql', () => {
  it.runIf(release !== null)(`takes nothing away that ${release?.tag} promised`, () => {
    expect(broken(release?.sdl ?? '', printedSchema())).toEqual([]);
  });

  it.runIf(release === null)('has no tagged version yet to be compared with: it is compared with nothing', () => {
    expect(broken('type Query { _: Int }', 'type Query { _: Int }')).toEqual([]);
  });
});

describe('this test would notice', () => {
  // Without its descriptions, so that a field is a line.
  const released = printedSchema().replace(/^ *"""[\s\S]*?"""\n/gm, '');

  it.each([
    [
      'a field taken away',
      (sdl: string) => sdl.replace(/^(type Viewer \{.*?)^ {2}name: String!\n/ms, '$1'),
      /^Viewer\.name was removed\.$/,
    ],
    [
      'a type taken away',
      (sdl: string) => sdl.replaceAll('CollectionStatus', 'CollectionState'),
      /^CollectionStatus was removed\.$/,
    ],
    [
      'a value that may now be absent',
      (sdl: string) => sdl.replace(/^ {2}formatted: String!/m, '  formatted: String'),
      /changed type from String! to String/,
    ],
    [
      'an enum value taken away',
      (sdl: string) => sdl.replace(/^ {2}CLOSED\n/m, ''),
      /^CLOSED was removed from enum type PeriodStatus\.$/,
    ],
    [
      'an argument that must now be given',
      (sdl: string) => sdl.replace(/^ {4}last: Int$/m, '    last: Int!'),
      /last has changed type from Int to Int!/,
    ],
  ])('%s', (_, change, description) => {
    const changed = change(released);
    expect(changed).not.toBe(released);
    expect(broken(released, changed)).toEqual(expect.arrayContaining([expect.stringMatching(description)]));
  });

  it('and takes what is added, or deprecated, for what it is', () => {
    const more = released.replace(
      /^ {2}viewer: Viewer!/m,
      '  """More."""\n  more: Int\n\n  viewer: Viewer! @deprecated(reason: "Use more.")',
    );
    expect(broken(released, more)).toEqual([]);
    expect(findDangerousChanges(buildSchema(released), buildSchema(more))).toEqual([]);
  });
});
