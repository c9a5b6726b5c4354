import { createHash } from 'node:crypto';
import { BackupError, NewerBackupError } from '#src/store/engine/errors.ts';
import type { SequenceValues } from './tables.ts';

// A dump is lines of JSON. The first one is the header. For each table follow its name and columns, an array for each row with the
// values as PostgreSQL writes them, and the number of its rows with their digest. The last line is the manifest, whose digest is
// of all lines before it. Digests are SHA-256 of lines with their line ends, hexadecimal.

/** The first property of every dump. */
export const FORMAT = 'qbr-backup';
const FORMAT_VERSION = 1;
/** Rows that are handed on together. */
const BATCH_CHARACTERS = 1_000_000;

/** What a dump says of itself before its rows. */
export interface DumpHeader {
  readonly programVersion: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly migrations: readonly DumpedMigration[];
  /** The newest entry of each organization's audit trail, as `anchorText` formats it. */
  readonly auditAnchors: readonly string[];
  readonly sequences: SequenceValues;
  /** Number of values that are sealed with the installation's key. */
  readonly sealedSecrets: number;
  /** Tables whose rows are not in it. */
  readonly leftOut: readonly string[];
}

/** A migration that the dumped database had. */
export interface DumpedMigration {
  readonly name: string;
  /** SHA-256 of its file. */
  readonly checksum: string;
}

export interface TableDigest {
  readonly rows: number;
  readonly digest: string;
}

/** What a dump says of its rows at its end. */
export interface DumpManifest {
  readonly tables: Readonly<Record<string, TableDigest>>;
  readonly digest: string;
}

/** The rows of all tables together. */
export function rowCount(tables: DumpManifest['tables']): number {
  return Object.values(tables).reduce((sum, { rows }) => sum + rows, 0);
}

/** A part of a dump, in its order: the header; for each table its name, rows and end; the manifest. */
export type DumpPart =
  | { readonly kind: 'header'; readonly header: DumpHeader }
  | { readonly kind: 'table'; readonly name: string; readonly columns: readonly string[] }
  /** Some rows of the table, each a JSON array of texts and nulls. */
  | { readonly kind: 'rows'; readonly rows: readonly string[] }
  | ({ readonly kind: 'end'; readonly name: string } & TableDigest)
  | { readonly kind: 'manifest'; readonly manifest: DumpManifest };

/** The first line, without its end. */
export function headerLine(header: DumpHeader): string {
  return JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, ...header });
}

/** Computes the digest of a table's rows, given in order. */
export function createTableDigest() {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(lines: readonly string[]): void {
      rows += lines.length;
      for (const line of lines) hash.update(`${line}\n`);
    },
    digest: (): TableDigest => ({ rows, digest: hash.digest('hex') }),
  };
}

/** The header of a dump from its first line; null for the line of anything else. @throws BackupError for a later format */
export function parseHeader(line: string): DumpHeader | null {
  if (!line.startsWith(`{"format":"${FORMAT}"`)) return null;
  const { formatVersion, ...header } = parseLine<DumpHeader & { readonly formatVersion: number }>(line);
  if (formatVersion === FORMAT_VERSION) return header;
  throw new NewerBackupError(
    `The backup was made by a newer version of this program, ${header.programVersion}: its format is ${formatVersion}, and this version reads ${FORMAT_VERSION}. Restore it with version ${header.programVersion} or later. Nothing was changed.`,
  );
}

/**
 * Reads a dump and checks it while it is read: the order of its parts, every count and every digest. Whoever must not act on a
 * changed dump reads it to its end first.
 * @param lines without their ends
 * @throws BackupError for anything but a whole, unchanged dump
 */
export async function* readDump(lines: AsyncIterable<string>): AsyncGenerator<DumpPart> {
  const reader = new DumpReader();
  for await (const line of lines) yield* reader.take(line);
  reader.end();
}

/** The state of reading a dump. */
class DumpReader {
  readonly #whole = createHash('sha256');
  readonly #tables: Record<string, TableDigest> = {};
  #table: { readonly name: string; readonly digest: ReturnType<typeof createTableDigest> } | null = null;
  #batch: string[] = [];
  #characters = 0;
  #state: 'begin' | 'tables' | 'ended' = 'begin';

  *take(line: string): Generator<DumpPart> {
    if (this.#state === 'ended') throw changed('there is more after its end');
    if (this.#state === 'begin') yield this.#begin(line);
    else if (line.startsWith('[')) yield* this.#row(line);
    else {
      yield* this.#rows();
      const part = parsePart(line);
      this.#check(part);
      yield part;
    }
    if (this.#state === 'tables') this.#whole.update(`${line}\n`);
  }

  /** @throws BackupError unless the last line was the manifest */
  end(): void {
    if (this.#state !== 'ended') throw truncated();
  }

  #begin(line: string): DumpPart {
    const header = parseHeader(line);
    if (header === null) throw notABackup();
    this.#state = 'tables';
    return { kind: 'header', header };
  }

  *#row(line: string): Generator<DumpPart> {
    if (this.#table === null) throw changed('there is a row outside of a table');
    this.#batch.push(line);
    this.#characters += line.length;
    if (this.#characters >= BATCH_CHARACTERS) yield* this.#rows();
  }

  /** The rows that were not handed on yet. */
  *#rows(): Generator<DumpPart> {
    const rows = this.#batch;
    if (rows.length === 0) return;
    this.#table?.digest.add(rows);
    this.#batch = [];
    this.#characters = 0;
    yield { kind: 'rows', rows };
  }

  #check(part: NamedPart): void {
    if (part.kind === 'table') {
      if (this.#table !== null || part.name in this.#tables) throw changed(`${part.name} begins in a wrong place`);
      this.#table = { name: part.name, digest: createTableDigest() };
    } else if (part.kind === 'end') {
      if (this.#table?.name !== part.name) throw changed(`${part.name} ends in a wrong place`);
      const found = this.#table.digest.digest();
      requireEqual(part.name, part, found);
      this.#tables[part.name] = found;
      this.#table = null;
    } else {
      if (this.#table !== null) throw changed(`${this.#table.name} has no end`);
      requireManifest(part.manifest, { tables: this.#tables, digest: this.#whole.digest('hex') });
      this.#state = 'ended';
    }
  }
}

type NamedPart = Exclude<DumpPart, { readonly kind: 'header' | 'rows' }>;

function parsePart(line: string): NamedPart {
  const { table, columns, end, rows, digest, manifest } = parseLine<{
    readonly table?: string;
    readonly columns?: readonly string[];
    readonly end?: string;
    readonly rows?: number;
    readonly digest?: string;
    readonly manifest?: DumpManifest;
  }>(line);
  if (table !== undefined && columns) return { kind: 'table', name: table, columns };
  if (end !== undefined && rows !== undefined && digest !== undefined) return { kind: 'end', name: end, rows, digest };
  if (manifest) return { kind: 'manifest', manifest };
  throw changed('one of its lines has no meaning');
}

function parseLine<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw changed('one of its lines is not JSON');
  }
}

function requireManifest(said: DumpManifest, found: DumpManifest): void {
  const names = new Set([...Object.keys(said.tables ?? {}), ...Object.keys(found.tables)]);
  for (const name of names) requireEqual(name, said.tables?.[name], found.tables[name]);
  if (said.digest !== found.digest) throw changed('its digest does not match its content');
}

/** @throws BackupError unless a table has the rows that the dump says it has */
export function requireEqual(name: string, said: TableDigest | undefined, found: TableDigest | undefined): void {
  if (said?.rows === found?.rows && said?.digest === found?.digest) return;
  throw changed(`the rows of ${name} are not those that it says it has`);
}

/** The error for a dump that is not what was written. */
export function changed(how: string): BackupError {
  return new BackupError(`The backup is damaged or was changed: ${how}. Nothing was changed.`);
}

/** The error for a dump that ends before its end. */
export function truncated(): BackupError {
  return new BackupError('The backup is truncated: its end is missing. Nothing was changed.');
}

/** The error for another kind of file. */
export function notABackup(): BackupError {
  return new BackupError('This is not a backup of this program (qbr backup FILE). Nothing was changed.');
}
