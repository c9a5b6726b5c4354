import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#src/package-root.ts';

/** The folder of the units. */
export const UNITS = join(packageRoot(), 'ops/systemd');

/** Names of the files of the units with this ending. */
export function unitsNamed(...endings: readonly string[]): string[] {
  return readdirSync(UNITS).filter((name) => endings.some((ending) => name.endsWith(ending)));
}

/** A file of `ops/systemd`. */
export function readUnit(name: string): string {
  return readFileSync(join(UNITS, name), 'utf8');
}

/** The values of a setting of a unit, in their order. */
export function settingsOf(unit: string, name: string): string[] {
  return [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);
}

/** Whether a program is there. */
export function has(program: string, ...args: readonly string[]): boolean {
  const { status, error } = spawnSync(program, args, { stdio: 'ignore' });
  return error === undefined && status === 0;
}

/** The system calls that a unit's `SystemCallFilter=` allows: later lines take from earlier ones. */
export function allowedSystemCalls(unit: string): Set<string> {
  const groups = systemCallGroups();
  const allowed = new Set<string>();
  for (const line of settingsOf(unit, 'SystemCallFilter')) {
    const isDenied = line.startsWith('~');
    const named = line.replace('~', '').split(' ');
    for (const call of named.flatMap((each) => membersOf(each, groups))) {
      if (isDenied) allowed.delete(call);
      else allowed.add(call);
    }
  }
  return allowed;
}

type Groups = ReadonlyMap<string, readonly string[]>;

/** The groups of system calls of the installed systemd, each with its calls and further groups. */
function systemCallGroups(): Groups {
  const { stdout } = spawnSync('systemd-analyze', ['syscall-filter'], { encoding: 'utf8' });
  const groups = new Map<string, string[]>();
  let members: string[] = [];
  for (const line of stdout.split('\n')) {
    if (line.startsWith('@')) {
      members = [];
      groups.set(line.trim(), members);
    } else if (/^ +[^# ]/.test(line)) members.push(line.trim());
  }
  return groups;
}

function membersOf(name: string, groups: Groups): string[] {
  const members = groups.get(name);
  return members ? members.flatMap((member) => membersOf(member, groups)) : [name];
}
