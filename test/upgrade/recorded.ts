import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { HEAD_BYTES, headerOf, readBackupFile } from '#src/service/backup/backup-file.ts';
import type { DumpHeader } from '#src/store/backup/dump-format.ts';
import { fill } from '#src/store/backup/fill.ts';
import { fillEmpty } from '#src/store/backup/target.ts';
import { compareVersions } from '#src/store/engine/compatibility.ts';
import type { DatabaseConnection } from '#src/store/engine/connection.ts';
import { readMigrations } from '#src/store/engine/migrate.ts';
import type { RecordedAnswer } from '../../ops/upgrade/answers.ts';

const FOLDER = fileURLToPath(new URL('databases/', import.meta.url));

/** A database that a released version has written, with what it said of it (ops/upgrade). */
export interface RecordedVersion {
  readonly version: string;
  readonly backup: string;
  readonly header: DumpHeader;
  readonly answers: readonly RecordedAnswer[];
}

/** The databases of all released versions, oldest first. */
export function recordedVersions(): RecordedVersion[] {
  const versions = readdirSync(FOLDER).flatMap((name) => /^(.+)\.backup$/.exec(name)?.[1] ?? []);
  return versions.sort(compareVersions).map((version) => {
    const backup = `${FOLDER}${version}.backup`;
    const header = headerOf(readFileSync(backup).subarray(0, HEAD_BYTES));
    if (header === null) throw new Error(`${backup} is not a backup`);
    const { answers } = JSON.parse(gunzipSync(readFileSync(`${FOLDER}${version}.answers.json.gz`)).toString());
    return { version, backup, header, answers };
  });
}

/** Fills an empty database with what a version has written, by that version's migrations and no later ones. Someone is signed in. */
export async function fillRecorded(
  connection: DatabaseConnection,
  { version, backup, header }: RecordedVersion,
): Promise<void> {
  const names = header.migrations.map(({ name }) => name);
  const migrations = readMigrations().filter(({ name }) => names.includes(name));
  const by = { at: new Date(), actor: 'test', actorId: null, credential: null };
  const record = { ...by, action: 'backup.restored', detail: () => ({}) };
  const { folderLock } = await fillEmpty(
    connection,
    { owner: { command: 'vitest' }, replacedAt: null },
    async (session) => {
      await fill(session, readBackupFile(backup), { version, migrations, record });
      await session.run(`INSERT INTO qbr_session (secret_hash, person_id, created_at, expires_at)
        SELECT repeat('a', 64), min(id), now(), now() + interval '1 day' FROM qbr_person`);
    },
  );
  folderLock?.release();
}
