import { describe, expect, it } from 'vitest';
import { query } from '../../kit/databases.ts';
import { document, ENDED_MONTH, useHarness } from '../harness.ts';

describe('qbr audit verify', () => {
  const use = useHarness();
  const tamper = (sql: string) => {
    const { connection } = use().database;
    const url = connection.kind === 'postgresql' ? connection.url : '';
    return query(url, `ALTER TABLE qbr_audit DISABLE TRIGGER USER; ${sql}; ALTER TABLE qbr_audit ENABLE TRIGGER USER`);
  };

  it('proves the trail, prints what to keep elsewhere, and finds what was changed since', async () => {
    const { qbr } = use();
    expect(await qbr(['audit', 'verify'])).toMatchObject({ status: 0, stdout: 'No entries yet.\n' });
    for (const value of ['1', '2', '3']) await qbr(['enter', ENDED_MONTH, 'nrr', value]);
    const proven = await qbr(['audit', 'verify']);
    expect(proven.status).toBe(0);
    expect(proven.stdout).toMatch(
      /^Organization 1: 3 entries, 1 to 3: unbroken\.\n {2}Anchor, to be stored elsewhere: 1:3:[0-9a-f]{64}\n$/,
    );
    const anchor = /1:3:[0-9a-f]{64}/.exec(proven.stdout)?.[0] ?? '';
    await qbr(['enter', ENDED_MONTH, 'nrr', '4']);
    expect(await qbr(['audit', 'verify', '--anchor', anchor])).toMatchObject({ status: 0 });
    expect(document(await qbr(['audit', 'verify', '--json']))).toMatchObject({
      isProven: true,
      organizations: [
        {
          organizationId: 1,
          entries: 4,
          firstId: 1,
          prunedId: 0,
          problems: [],
          anchor: expect.stringMatching(/^1:4:/),
        },
      ],
    });

    await tamper(`UPDATE qbr_audit SET actor = 'eve' WHERE id = 2`);
    const broken = await qbr(['audit', 'verify']);
    expect(broken).toMatchObject({ status: 1, stderr: '' });
    expect(broken.stdout).toBe(
      'Organization 1: 4 entries, 1 to 4: BROKEN, 1 problem.\n  Entry 2 has been changed: its hash does not match its content.\n',
    );
    await tamper('DELETE FROM qbr_audit WHERE id = 2');
    const json = await qbr(['audit', 'verify', '--json', '--anchor', anchor.replace(/.$/, 'x')]);
    expect(json.status).toBe(3);
    const gone = await qbr(['audit', 'verify', '--json']);
    expect(gone.status).toBe(1);
    expect(document(gone)).toMatchObject({
      isProven: false,
      organizations: [{ entries: 3, problems: [{ id: 2, message: 'Entry 2 is missing' }] }],
    });
  });

  it('is fed by the server, which logs the newest entry and removes what is too old', async () => {
    const { qbr, start } = use();
    await qbr(['enter', ENDED_MONTH, 'nrr', '1']);
    await tamper(`DELETE FROM qbr_audit`);
    await tamper('ALTER TABLE qbr_audit_chain DISABLE TRIGGER USER; DELETE FROM qbr_audit_chain');
    const old = `INSERT INTO qbr_audit (organization_id, at, actor, action, detail)
      SELECT 1, now() - interval '40 days', 'ann', 'metrics.entered', '{}' FROM generate_series(1, 5)`;
    await tamper(`ALTER TABLE qbr_audit ENABLE TRIGGER USER; ${old}`);
    await qbr(['enter', ENDED_MONTH, 'nrr', '2']);
    const server = start(['serve'], { QBR_AUDIT_RETENTION_DAYS: '30', QBR_PORT: '0' });
    const output = await server.waitFor(/"anchor":"1:7:[0-9a-f]{64}"/);
    server.process.kill('SIGTERM');
    await server.ended;
    expect(output).toContain('"pruned":5');
    const anchor = /1:7:[0-9a-f]{64}/.exec(output)?.[0] ?? '';
    const { status, stdout } = await qbr(['audit', 'verify', '--anchor', anchor]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('2 entries, 6 to 7: unbroken')]);
    expect(stdout).toContain('Entries up to 5 were pruned after their retention period, as recorded in the trail.');
  });
});
