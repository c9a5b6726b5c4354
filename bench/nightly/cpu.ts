import { readdirSync, readFileSync } from 'node:fs';

/** Kernel ticks a second, as Linux tells programs. */
const TICKS = 100;

/** CPU time of a process and of all below it, those that have ended included, in milliseconds. Linux only. */
export function cpuMsOfTree(root: number): number {
  const processes = new Map(readdirSync('/proc').flatMap(statOf));
  const isBelow = (pid: number): boolean => {
    if (pid === root) return true;
    const parent = processes.get(pid)?.parent ?? 0;
    return parent > 1 && isBelow(parent);
  };
  const ticks = [...processes].filter(([pid]) => isBelow(pid)).reduce((sum, [, stat]) => sum + stat.ticks, 0);
  return (ticks * 1_000) / TICKS;
}

function statOf(name: string): [number, { readonly parent: number; readonly ticks: number }][] {
  if (!/^\d+$/.test(name)) return [];
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The command, in parentheses, may contain anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return [[Number(name), { parent: fields[1] ?? 0, ticks: user + system + endedUser + endedSystem }]];
  } catch {
    // It has ended.
    return [];
  }
}
