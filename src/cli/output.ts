/** Writes a line to stdout: what a command was asked for. */
export function print(line = ''): void {
  try {
    process.stdout.write(`${line}\n`);
  } catch (error) {
    // A file on a full disk throws at once; pipes and terminals tell by an event.
    process.stdout.emit('error', error);
  }
}

/** Writes a line to stderr: how it goes, and what went wrong. Where nobody can read it, nothing else is stopped. */
export function tell(line: string): void {
  try {
    process.stderr.write(`${line}\n`);
  } catch {
    // As there.
  }
}

/** Writes the one JSON document of `--json`. Decimals are strings, as everywhere outside. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

/** A text table: columns as wide as their widest cell, numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const isNumeric = head.map((_, column) => rows.every((row) => /^[\d,.]+$|^–$/.test(String(row[column] ?? '–'))));
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isNumeric[column] ? String(cell).padStart(width) : String(cell).padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n');
}

/** `1 month`, `13 months`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-21 22:30`, in the zone of the schedule. */
export function localTime(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}
