import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { EXIT, exitStatusOf } from '#src/cli/exit-status.ts';
import { runProgram } from '#src/cli/program.ts';
import { processTerminal } from '#src/cli/terminal.ts';
import { openTestDatabase } from '../../kit/databases.ts';
import { enter } from '../../kit/services.ts';
import { document, ENDED_MONTH, MONTHS, useHarness } from '../harness.ts';

const NOWHERE = { DATABASE_URL: 'postgresql://nobody:hidden-password@127.0.0.1:9/nothing' };

describe('closing and reopening a month', () => {
  const use = useHarness();

  it.each([
    [['close', '2025-Q1'], 'Period must be a month YYYY-MM'],
    [['close'], "missing required argument 'month'"],
    [['reopen', '2025-13', '--reason', 'x'], 'Period must be a month YYYY-MM'],
    [['reopen', '2025-01'], 'Reopening a month requires --reason'],
    [['reopen', '2025-01', '--reason', ' '], 'Reopening a month requires --reason'],
  ])('is refused with status 3 before the database is opened: qbr %j', async (args, message) => {
    const error = await runProgram({ args, environment: NOWHERE, version: '', terminal: processTerminal() }).catch(
      (caught: unknown) => caught,
    );
    expect(exitStatusOf(error)).toBe(EXIT.unusable);
    expect((error as Error).message).toContain(message);
  });

  it('says what is missing, refuses values while closed, and accepts them once open again', async () => {
    const { qbr, database } = use();
    const opened = await openTestDatabase(database.connection);
    const values = { new_mrr: 5, payroll_total: 100, owner_comp: 20, owner_comp_taxes: 10, employee_expense: 75 };
    await enter(opened, ENDED_MONTH, values, new Date());
    try {
      const closed = await qbr(['close', ENDED_MONTH]);
      expect(closed.status).toBe(0);
      expect(closed.stdout).toMatch(/^Missing: .*, Lost MRR, /);
      expect(closed.stdout).toMatch(/\n1 finding not acknowledged:\n {2}Employee Expense of .* is closed\.\n$/s);
      expect(await opened.prisma.periodClosing.findMany()).toMatchObject([{ closedBy: userInfo().username }]);
      const again = document(await qbr(['close', ENDED_MONTH, '--json']));
      expect(again).toMatchObject({ period: ENDED_MONTH, changed: false, openFindings: [{ id: 1 }] });
      expect(again.missing).toContain('lost_mrr');
      expect(await qbr(['enter', ENDED_MONTH, 'new_mrr', '6'])).toMatchObject({
        status: 3,
        stderr: expect.stringContaining('is closed'),
      });
      const reopened = await qbr(['reopen', ENDED_MONTH, '--reason', 'late invoice']);
      expect(reopened).toMatchObject({ status: 0, stdout: expect.stringMatching(/ is reopened\.\n$/) });
      const open = document(await qbr(['reopen', ENDED_MONTH, '--reason', 'once more', '--json']));
      expect(open).toEqual({ period: ENDED_MONTH, changed: false, changes: [], derivedChanges: 0, proposal: null });
      expect((await qbr(['enter', ENDED_MONTH, 'new_mrr', '6'])).status).toBe(0);
    } finally {
      await opened.close();
    }
  });

  it('needs two people where two admins close a month, of whom the command line is one', async () => {
    const { qbr, database } = use();
    const two = { QBR_AUTH: 'required', QBR_CLOSING_APPROVALS: '2' };
    const proposed = document(await qbr(['close', ENDED_MONTH, '--reason', 'all in', '--json'], two));
    expect(proposed).toMatchObject({
      changed: false,
      proposal: { id: 1, kind: 'close', period: ENDED_MONTH, reason: 'all in', proposedBy: userInfo().username },
    });
    const listed = await qbr(['proposals', 'list'], two);
    expect(listed.stdout).toMatch(/^Closing .* waits for a second admin: proposal 1 of .*\n {2}Reason: all in\n/);
    expect(document(await qbr(['proposals', 'list', '--json'], two))).toEqual({ proposals: [proposed.proposal] });
    expect(await qbr(['proposals', 'approve', '1'], two)).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('Another admin must approve this'),
    });
    // Proposed by somebody else, as the dashboard would.
    const opened = await openTestDatabase(database.connection);
    await opened.prisma.closingProposal.updateMany({ data: { accountableId: 'local', proposerId: 'local' } });
    await opened.close();
    const approved = await qbr(['proposals', 'approve', '1'], two);
    expect(approved).toMatchObject({ status: 0, stdout: expect.stringMatching(/ is closed\.\n$/) });
    const reopening = await qbr(['reopen', ENDED_MONTH, '--reason', 'late invoice'], two);
    expect(reopening.stdout).toMatch(/^Reopening .* waits for a second admin: proposal 2 /);
    const declined = await qbr(['proposals', 'decline', '2', '--reason', 'no'], two);
    expect(declined).toMatchObject({ status: 0, stdout: expect.stringMatching(/ stays closed\.\n$/) });
    expect((await qbr(['proposals', 'list'], two)).stdout).toBe('No proposal waits for a second admin.\n');
    expect((await qbr(['reopen', ENDED_MONTH, '--reason', 'late invoice'])).stdout).toMatch(/ is reopened\.\n$/);
  }, 60_000);

  it('exits 3 for the month that is running', async () => {
    const ended = await use().qbr(['close', MONTHS.at(-1) ?? '']);
    expect(ended).toMatchObject({ status: 3, stdout: '', stderr: expect.stringContaining('has not ended') });
  });
});
