/** The names of the backups that drills make: `qbr-20261128-221503.backup`, UTC. */
const DATED = /^qbr-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})\.backup$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The name of a drill's backup. */
export function datedBackupName(at: Date): string {
  return `qbr-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup`;
}

/** The names of drills' backups that are older than `keepDays`; other names are never among them. */
export function expiredBackups(
  names: readonly string[],
  { at, keepDays }: { readonly at: Date; readonly keepDays: number },
): string[] {
  const oldest = at.getTime() - keepDays * DAY_MS;
  return names.filter((name) => {
    const [, ...parts] = DATED.exec(name) ?? [];
    if (parts.length === 0) return false;
    const [year, month, day, hour, minute, second] = parts;
    return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) < oldest;
  });
}
