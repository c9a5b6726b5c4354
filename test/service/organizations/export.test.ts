import { gunzipSync } from 'node:zlib';
import { beforeEach, expect, it } from 'vitest';
import { viewerIn } from '#src/auth/viewer.ts';
import { Decimal } from '#src/core/number.ts';
import { invitePerson } from '#src/service/access/people.ts';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { type ExportOptions, exportOrganization } from '#src/service/organizations/export.ts';
import { archiveOrganization, createOrganization } from '#src/service/organizations/manage.ts';
import { enterMetrics } from '#src/service/values/enter.ts';
import { readDump } from '#src/store/backup/dump-format.ts';
import { readTables } from '#src/store/backup/tables.ts';
import { keyViewer } from '../../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { emptyDirectory } from '../../kit/directories.ts';
import { NOW, scopeOn } from '../../kit/services.ts';
import { fillEveryTable } from '../backup/filled.ts';

/** What only the second organization has. */
const MARK = '8800112.0900';
/** What is stored of the first one, and is a secret or opens one. */
const SECRETS = ['v1.aaaaaaaa', 'scrypt$1'];
/** Columns that may hold a hash of something else than a secret. */
const DIGESTS = ['file_sha256', 'previous_digest', 'digest', 'hash', 'last_hash', 'pruned_hash', 'previous_hash'];

describeOnBothDatabases('an export', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const exportOf = async (organizationId: number, options: Partial<ExportOptions> = {}) => {
    const chunks: Uint8Array[] = [];
    const waitingRoom = use().database.kind === 'embedded' ? emptyDirectory() : null;
    const made = await exportOrganization(scopeOn(use().database, NOW, organizationId), {
      ...{ version: '1.2.3', waitingRoom },
      save: async (bytes) => {
        for await (const chunk of bytes) chunks.push(chunk);
      },
      ...options,
    });
    const text = gunzipSync(Buffer.concat(chunks)).toString('utf8');
    const lines = text.trimEnd().split('\n');
    return { ...made, text, lines };
  };
  const withTwo = async () => {
    const { database } = use();
    await fillEveryTable(database);
    const { id } = await createOrganization(scopeOn(database), { name: 'Other' });
    const scope = { ...scopeOn(database, NOW, id), users: new Map() };
    const entries = [{ metric: 'mrr', value: new Decimal(MARK), notes: 'Marked' }];
    await enterMetrics(scope, { period: '2025-01', entries });
    await invitePerson(scope, { email: 'bob@example.com', role: 'editor' });
    return id;
  };

  it('has every row of its organization, no secret, and nothing of another one', async () => {
    const other = await withTwo();
    const { text, header, manifest } = await exportOf(1);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
    for (const foreign of ['8800112', 'Marked', 'bob@example.com', '"Other"']) expect(text).not.toContain(foreign);
    expect(text).toContain('ann@example.com');
    expect(header).toMatchObject({ organization: { id: 1 }, programVersion: '1.2.3' });
    const tables = await use().database.readMoment(readTables);
    for (const { name, columns } of tables.filter((table) => table.name in manifest.tables)) {
      if (!columns.some((column) => column.name === 'organization_id')) continue;
      const [counted] = await use().database.prisma.$queryRawUnsafe<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM ${name} WHERE organization_id = 1`,
      );
      // The entry of the export itself follows it.
      expect([name, manifest.tables[name]?.rows]).toEqual([
        name,
        (counted?.count ?? 0) - (name === 'qbr_audit' ? 1 : 0),
      ]);
    }
    const second = await exportOf(other);
    expect(second.text).toContain(MARK);
    expect(second.text).not.toContain('ann@example.com');
    for (const table of ['qbr_evidence', 'qbr_presentation', 'device_snapshot', 'qbr_api_key'])
      expect(second.manifest.tables[table]?.rows ?? 0).toBe(0);
  });

  it('leaves out each column that could hold a secret', async () => {
    await withTwo();
    const { lines } = await exportOf(1);
    const columns = lines.flatMap((line) =>
      line.startsWith('{"table"') ? (JSON.parse(line).columns as string[]) : [],
    );
    const doubtful = columns.filter((name) => /secret|password|token|hash|sealed|wrapped|digest/.test(name));
    expect(doubtful.filter((name) => !DIGESTS.includes(name))).toEqual(['refresh_token_expires_at']);
    const people = lines.find((line) => line.startsWith('{"table":"qbr_person"'));
    expect(JSON.parse(people ?? '').columns).not.toContain('subject');
  });

  it('is of an archived organization as well, and is audited there', async () => {
    const { database } = use();
    const other = await withTwo();
    await archiveOrganization(scopeOn(database, NOW, other), true);
    const { header, manifest } = await exportOf(other);
    const entries = await database.prisma.auditEntry.findMany({
      where: { organizationId: other },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(entries).toMatchObject([{ action: 'organization.exported', detail: { digest: manifest.digest } }]);
    const [organizationId = 0, id = 0, hash = ''] = (header.auditAnchor ?? '').split(':');
    const anchor = { organizationId: Number(organizationId), id: Number(id), hash: String(hash) };
    expect((await verifyAudit(database, [anchor], other)).map((each) => each.problems)).toEqual([[]]);
  });

  it('is no backup, and is refused to whoever is not both admin and operator', async () => {
    const other = await withTwo();
    const { lines } = await exportOf(other);
    const reading = async () => {
      for await (const _ of readDump(
        (async function* () {
          yield* lines;
        })(),
      ));
    };
    await expect(reading()).rejects.toThrow('not a backup');
    const save = () => Promise.reject(new Error('Nothing may be written'));
    const operator = { ...keyViewer(), isOperator: true };
    for (const [viewer, code] of [
      [keyViewer('admin'), 'ORGANIZATION_NOT_FOUND'],
      [operator, 'FORBIDDEN'],
    ] as const) {
      const scope = { ...scopeOn(use().database, NOW, other), viewer: viewerIn(viewer, other) };
      const exporting = exportOrganization(scope, { version: '1', waitingRoom: null, save });
      await expect(exporting).rejects.toMatchObject({ code });
    }
    await expect(exportOf(99)).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND' });
  });
});
