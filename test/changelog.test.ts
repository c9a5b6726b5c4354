import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot, programVersion } from '#src/package-root.ts';
import { compareVersions } from '#src/store/engine/compatibility.ts';
import { releasedChangelog } from '../ops/build/changelog.mjs';
import { recordedVersions } from './upgrade/recorded.ts';

describe('CHANGELOG.md', () => {
  const text = readFileSync(join(packageRoot(), 'CHANGELOG.md'), 'utf8');
  const [first, ...releases] = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);

  it('has what is unreleased, then each version with its date, the newest first, as Keep a Changelog has it', () => {
    expect(first).toBe('Unreleased');
    expect(releases.filter((heading) => !/^\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/.test(heading))).toEqual([]);
    const [versions, dates] = [0, 1].map((part) => releases.map((heading) => heading.split(' - ')[part] ?? ''));
    expect(versions).toEqual([...(versions ?? [])].sort((a, b) => compareVersions(b, a)));
    expect(dates).toEqual([...(dates ?? [])].sort().reverse());
    const kinds = [...text.matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind);
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    expect(kinds.filter((kind) => !known.includes(kind))).toEqual([]);
  });

  it('and package.json have the same newest version, and a database is kept of each', () => {
    const versions = releases.map((heading) => heading.split(' - ')[0]);
    expect(versions[0]).toBe(programVersion());
    expect(recordedVersions().map(({ version }) => version)).toEqual(versions.reverse());
  });
});

describe('npm version', () => {
  const today = '2027-01-31';
  const changelog = (unreleased: string, ...sections: string[]) =>
    ['# Changelog\n\n## Unreleased\n', unreleased, ...sections].join('');
  const ADDED = '\n### Added\n\n- A thing.\n';
  const OLD = '\n## 1.0.0 - 2026-12-01\n\n### Added\n\n- All.\n';

  it('gives what is unreleased the version and the date', () => {
    expect(releasedChangelog(changelog(ADDED, OLD), { version: '1.1.0', today })).toBe(
      changelog('', '\n## 1.1.0 - 2027-01-31\n', ADDED, OLD),
    );
  });

  it('of a version that is not tagged yet changes the date', () => {
    const released = releasedChangelog(changelog('', OLD), { version: '1.0.0', today });
    expect(released).toBe(changelog('', OLD.replace('2026-12-01', today)));
  });

  it('refuses where there is nothing to say, or the version is there', () => {
    expect(() => releasedChangelog(changelog('', OLD), { version: '1.1.0', today })).toThrow('says nothing');
    expect(() => releasedChangelog(changelog(ADDED, OLD), { version: '1.0.0', today })).toThrow('already');
    expect(() => releasedChangelog(OLD, { version: '1.1.0', today })).toThrow('not one heading');
  });
});
