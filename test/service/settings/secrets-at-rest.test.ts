import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '#src/service/backup/backup.ts';
import { readBackupFile } from '#src/service/backup/backup-file.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { listSettings } from '#src/service/settings/list.ts';
import { readSecretsStatus, rotateSecrets } from '#src/service/settings/rotate-secrets.ts';
import { freshEmbedded, openTestDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { allRows } from '../backup/filled.ts';
import { accessOfConnectWise, addOrganization, adminOf, configWith, inputOf, installationKey } from './harness.ts';

/** A secret in every spelling in which a file may hold it. */
function spellings(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const utf16 = Buffer.from(secret, 'utf16le');
  // At each offset into a group of three the characters that depend on the secret alone.
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const texts = [
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  ];
  return [bytes, utf16, Buffer.from(utf16).swap16(), ...texts.map((text) => Buffer.from(text))];
}

/** Whichever of the secrets some bytes hold. */
function found(bytes: Buffer, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => spellings(secret).some((form) => bytes.includes(form)));
}

function filesBelow(directory: string): Buffer[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

describe('stored secrets', { timeout: 120_000 }, () => {
  it('are in no table, file, backup, list or audit entry, however they are spelt', async () => {
    const [older, newer] = [installationKey(), installationKey()];
    const { connection, remove } = await freshEmbedded();
    const database = await openTestDatabase(connection);
    await addOrganization(database, 2);
    const told: unknown[] = [];
    const config = configWith([newer, older]);
    for (const id of [1, 2]) {
      told.push(await updateSettings(adminOf(database, id), configWith([older]), inputOf(accessOfConnectWise(id))));
    }
    told.push(await rotateSecrets(adminOf(database, 1), config));
    // Replaced and removed ones are gone too.
    told.push(
      await updateSettings(
        adminOf(database, 2),
        config,
        inputOf({ 'connectwise.private_key': 'Another/secret+of 2"' }),
      ),
    );
    told.push(await updateSettings(adminOf(database, 2), config, inputOf({ 'connectwise.client_id': null })));
    told.push(await listSettings(adminOf(database, 1), config), await readSecretsStatus(adminOf(database, 1), config));
    const secrets = [
      ...[1, 2].flatMap((id) =>
        Object.entries(accessOfConnectWise(id))
          .slice(2)
          .map(([, secret]) => secret),
      ),
      'Another/secret+of 2"',
      ...[older, newer],
    ];
    const backup = join(emptyDirectory(), 'x.backup');
    await makeBackup(adminOf(database, 1), {
      ...{ version: '1.2.3', waitingRoom: null },
      save: (bytes) => writeFile(backup, bytes),
    });
    const dump: unknown[] = [];
    for await (const part of readBackupFile(backup)) dump.push(part);
    expect(JSON.stringify(dump)).toContain('connectwise.private_key');
    const rows = JSON.stringify(await allRows(database));
    expect(rows).toContain('connectwise.private_key');
    await database.close();
    for (const bytes of [
      Buffer.from(rows),
      Buffer.from(JSON.stringify(told)),
      Buffer.from(JSON.stringify(dump)),
      ...filesBelow(connection.directory),
    ]) {
      expect(found(bytes, secrets)).toEqual([]);
    }
    // The search finds what is there.
    for (const form of spellings('PrivateKey/1+"ü\\'))
      expect(found(Buffer.concat([Buffer.from('x '), form]), secrets)).toEqual(['PrivateKey/1+"ü\\']);
    await remove();
  });
});
