import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SECRET_VARIABLES } from '#src/config/secrets.ts';
import { emptyDirectory } from '../kit/directories.ts';
import { has, readUnit, unitsNamed } from './systemd.ts';

const SERVICES = unitsNamed('.service');
const hasSystemd = has('systemd-analyze', '--version');

/** The units in a folder, with the Node that is here, and every secret set. */
function filledUnits(): string[] {
  const folder = emptyDirectory();
  const secrets = readUnit('secrets.conf').replace(/^#(?=[A-Z])/gm, '');
  return unitsNamed('.service', '.timer').map((name) => {
    const unit = readUnit(name).replaceAll('/usr/bin/node', process.execPath);
    writeFileSync(join(folder, name), name.endsWith('.service') ? unit.replace('[Service]', secrets) : unit);
    return join(folder, name);
  });
}

describe.skipIf(!hasSystemd)(hasSystemd ? 'systemd' : 'systemd (skipped: no systemd-analyze)', () => {
  it('finds nothing to say about the units', () => {
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...filledUnits()], { encoding: 'utf8' });
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it.each(SERVICES)('says that %s is exposed at 2.0 at most', (name) => {
    const unit = filledUnits().find((path) => path.endsWith(`/${name}`)) ?? '';
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
    expect(Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(2);
  });

  it('runs the collection at 22:30 in Chicago', () => {
    const [calendar = ''] = /(?<=^OnCalendar=).*$/m.exec(readUnit('qbr-collect.timer')) ?? [];
    const args = ['calendar', '--iterations=1', '--base-time=2026-07-01 00:00 UTC', calendar];
    const { stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } });
    expect(stdout).toMatch(/Next elapse: Wed 2026-07-01 03:30:00 UTC/);
  });
});

describe('the units', () => {
  it('have the same restrictions', () => {
    const restrictions = SERVICES.map((name) => /^# Restrictions[\s\S]*?(?=^$)/m.exec(readUnit(name))?.[0]);
    expect(restrictions[0]).toContain('ProtectSystem=strict');
    expect(new Set(restrictions).size).toBe(1);
  });

  it('can have every secret as a credential', () => {
    const names = [...readUnit('secrets.conf').matchAll(/^#Environment=(\w+)_FILE=%d\/\1$/gm)].map(([, name]) => name);
    const loaded = [...readUnit('secrets.conf').matchAll(/^#LoadCredential=(\w+):\/etc\/qbr\/secrets\/\1$/gm)];
    expect(names.sort()).toEqual([...SECRET_VARIABLES].sort());
    expect(loaded).toHaveLength(names.length);
  });
});
