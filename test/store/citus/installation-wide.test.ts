import { expect, it } from 'vitest';
import { verifyAudit } from '#src/service/audit/verify.ts';
import { computeBenchmarks } from '#src/service/benchmarks/compute.ts';
import { closeInterruptedCollections } from '#src/service/collection/close-interrupted.ts';
import { verifyPresentations } from '#src/service/presentation/verify.ts';
import { appendAudit, PROGRAM_ORIGIN } from '#src/store/audit.ts';
import { insertRun } from '#src/store/collection-runs.ts';
import { describeOnOwnDatabases } from '../../kit/databases.ts';
import { asProgram } from '../../kit/operator-database.ts';
import { tablesWithoutCondition } from '../../kit/organization-condition.ts';
import { peersWith, storePeers } from '../../kit/peers.ts';
import { NOW, scopeOn } from '../../kit/services.ts';
import { captureStatements } from '../row-security/captured.ts';

/**
 * The statements of the program that read rows of all organizations, and so of all shards, by the tables that they have no condition on.
 * None of them is of a request.
 */
const INSTALLATION_WIDE: Readonly<Record<string, string>> = {
  'qbr_audit_chain,qbr_audit': 'qbr audit verify asks which organizations have a trail',
  qbr_presentation: 'verifying presentations asks which organizations have some',
  qbr_collection_run: 'a start asks where a killed program has left runs',
  'qbr_smartnumbers,qbr_setting': 'benchmarks are of all that share: which years, and which values',
};

describeOnOwnDatabases('what the program does for the whole installation', (use) => {
  it('are a few statements', async () => {
    const database = asProgram(use().database);
    const { prisma } = use().database;
    await storePeers(use().database, '2025-Q1', peersWith('net_profit_pct', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]));
    await appendAudit(prisma, 1, { at: NOW, actor: 'ann', origin: PROGRAM_ORIGIN, action: 'key.used', detail: {} });
    const run = { trigger: 'cli', scheduledFor: null, startedAt: NOW, force: false, reason: null } as const;
    await insertRun(prisma, 1, { ...run, requestedBy: 'ann', host: 'host', processId: 1 });
    const { captured } = await captureStatements(async () => {
      await verifyPresentations(database);
      await verifyAudit(database);
      await computeBenchmarks({ ...scopeOn(use().database), database });
      expect(await closeInterruptedCollections(database, { at: NOW, logger: { warn: () => undefined } })).toBe(1);
    });
    const wide = captured.map(({ sql }) => tablesWithoutCondition(sql).join()).filter((tables) => tables !== '');
    expect(new Set(wide)).toEqual(new Set(Object.keys(INSTALLATION_WIDE)));
  });
});
