import { beforeEach, expect, it } from 'vitest';
import { membershipsOf } from '#src/auth/person-access.ts';
import { hashSecret, newSecret } from '#src/auth/secret.ts';
import { accessBy, type Role, type Viewer } from '#src/auth/viewer.ts';
import { createApiKey, revokeApiKey } from '#src/service/access/api-keys.ts';
import { changePersonRole, removePerson } from '#src/service/access/people.ts';
import { acknowledgeFinding } from '#src/service/findings/acknowledge.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { approveProposal, declineProposal } from '#src/service/periods/decide-proposal.ts';
import { type ClosingRules, listPendingProposals } from '#src/service/periods/proposal.ts';
import { requestClosing, requestReopening } from '#src/service/periods/propose.ts';
import { findPerson, insertPerson, saveMembership } from '#src/store/people.ts';
import { insertSession, listSessions } from '#src/store/sessions.ts';
import { memberOfFirst } from '../../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../../kit/databases.ts';
import { enter, NOW, scopeOn, TESTER } from '../../kit/services.ts';
import { usersOf } from '../../kit/users.ts';

const DAY_MS = 86_400_000;
const MARCH = { period: '2025-03' };
const CONFIGURED = usersOf({ 'cleo@example.com': 'admin' });
const TWO: ClosingRules = { approvals: 2, users: CONFIGURED };
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

describeOnBothDatabases('closing with two admins', (use) => {
  beforeEach(() => emptyDatabase(use()));

  const scopeOf = (viewer: Viewer, at = after(1)) => ({ ...scopeOn(use().database, at), viewer, actor: viewer.name });

  /** Somebody who is signed in. */
  const person = (
    name: string,
    { role = 'admin', directoryRole = null }: { role?: Role | null; directoryRole?: Role | null } = {},
  ): Promise<Viewer> =>
    use().database.transaction(async (tx) => {
      const identity = { issuer: 'https://login.example.com', subject: name };
      const stored = await insertPerson(tx, {
        ...{ email: `${name.toLowerCase()}@example.com`, identity },
        ...{ createdAt: NOW, createdBy: 'tester' },
      });
      const membership = { organizationId: 1, personId: stored.id };
      if (role) await saveMembership(tx, { ...membership, role }, { at: NOW, by: 'tester' });
      const known = (await findPerson(tx, stored.id)) ?? stored;
      const sessionId = await insertSession(tx, {
        ...{ secretHash: hashSecret(newSecret()), personId: stored.id, createdAt: NOW, expiresAt: after(DAY_MS) },
        ...{ address: null, directoryRole, providerSession: null },
      });
      return {
        ...{ kind: 'person', id: `person:${stored.id}`, name, isLocal: false },
        ...accessBy(membershipsOf(known, directoryRole, CONFIGURED), false),
        ...{ session: { id: sessionId, personId: stored.id, expiresAt: after(DAY_MS) }, address: null },
      };
    });
  const idOf = ({ id }: Viewer) => Number(id.split(':')[1]);
  /** A program with a key that `creator` made. */
  const keyOf = async (creator: Viewer): Promise<Viewer> => {
    const { apiKey } = await createApiKey(scopeOf(creator, NOW), { name: 'closing', role: 'admin' });
    return {
      ...{ kind: 'key', id: `key:${apiKey.id}`, name: 'API key closing', ...memberOfFirst('admin'), isLocal: false },
      ...{ session: null, address: null },
    };
  };

  const propose = (viewer: Viewer, reason?: string, at = NOW) =>
    requestClosing(scopeOf(viewer, at), { ...MARCH, reason }, TWO);
  const proposeOne = async (viewer: Viewer): Promise<number> => (await propose(viewer)).proposal?.id ?? 0;
  const approve = (viewer: Viewer, id: number, at?: Date, rules = TWO) =>
    approveProposal(scopeOf(viewer, at), { id }, rules);
  const pending = async (at?: Date) => (await listPendingProposals(scopeOf(TESTER, at))).map(({ id }) => id);
  const isClosed = async () => (await use().database.prisma.periodClosing.count()) === 1;
  const audited = async () => {
    const rows = await use().database.prisma.auditEntry.findMany({
      where: { action: { startsWith: 'period.' } },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ actor, action, detail }) => ({ actor, action, detail }));
  };

  it('is proposed by the first, with what is missing, and done when the second approves', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    await enter(use().database, '2025-03', {
      ...{ payroll_total: 100, owner_comp: 20, owner_comp_taxes: 10, employee_expense: 75 },
    });
    const { proposal, changed, missing, openFindings } = await propose(ann, ' all invoices are in ');
    expect(changed).toBe(false);
    expect(await isClosed()).toBe(false);
    expect(proposal).toMatchObject({
      ...{ kind: 'close', month: '2025-03', reason: 'all invoices are in', proposedBy: 'Ann', outcome: null },
      ...{ missing: missing.map(({ key }) => key), openFindings: openFindings.map(({ message }) => message) },
      expiresAt: after(14 * DAY_MS),
    });
    expect(openFindings).toHaveLength(1);
    expect(await pending()).toEqual([proposal?.id]);

    const approved = await approve(bob, proposal?.id ?? 0);
    expect(approved).toMatchObject({ outcome: 'approved', decidedBy: 'Bob', decidedAt: after(1) });
    expect(await use().database.prisma.periodClosing.findMany()).toMatchObject([
      { closedAt: after(1), closedBy: 'Bob' },
    ]);
    expect(await pending()).toEqual([]);
    const found = { missing: missing.map(({ key }) => key), openFindings: 1 };
    const reason = 'all invoices are in';
    expect(await audited()).toEqual([
      {
        ...{ actor: 'Ann', action: 'period.closing_proposed' },
        detail: { period: '2025-03', proposal: proposal?.id, reason, ...found },
      },
      {
        ...{ actor: 'Bob', action: 'period.closed' },
        detail: {
          ...{ period: '2025-03', before: 'open', after: 'closed', reason, ...found },
          ...{ proposal: proposal?.id, proposedBy: 'Ann' },
        },
      },
    ]);
  });

  it('is reopened in the same way', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    await closePeriod(scopeOf(ann, NOW), MARCH);
    const { proposal, changed } = await requestReopening(scopeOf(ann), { ...MARCH, reason: 'invoice was wrong' }, TWO);
    expect(changed).toBe(false);
    expect(await isClosed()).toBe(true);
    await approve(bob, proposal?.id ?? 0, after(2));
    expect(await isClosed()).toBe(false);
    expect((await audited()).slice(1)).toMatchObject([
      { actor: 'Ann', action: 'period.reopening_proposed', detail: { reason: 'invoice was wrong' } },
      { actor: 'Bob', action: 'period.reopened', detail: { reason: 'invoice was wrong', proposedBy: 'Ann' } },
    ]);
  });

  it('is not approved by the same admin, nor by a key of theirs, nor what such a key proposed', async () => {
    const ann = await person('Ann');
    const key = await keyOf(ann);
    const keyOfKey = await keyOf(key);
    const refused = { code: 'FORBIDDEN', name: 'SecondAdminRequiredError', field: 'id' };
    for (const [proposer, approvers] of [
      [ann, [ann, key, keyOfKey]],
      [keyOfKey, [ann, key, keyOfKey]],
    ] as const) {
      const id = await proposeOne(proposer);
      for (const approver of approvers) await expect(approve(approver, id)).rejects.toMatchObject(refused);
      await declineProposal(scopeOf(ann), { id });
    }
    expect(await isClosed()).toBe(false);
  });

  it('takes the command line for one person, and a key that it created for whoever has it', async () => {
    const id = await proposeOne(TESTER);
    await expect(approve(TESTER, id)).rejects.toMatchObject({ name: 'SecondAdminRequiredError' });
    const [first, second] = [await keyOf(TESTER), await keyOf(TESTER)];
    await approve(first, id);
    const { proposal } = await requestReopening(scopeOf(first), { ...MARCH, reason: 'x' }, TWO);
    await expect(approve(first, proposal?.id ?? 0)).rejects.toMatchObject({ name: 'SecondAdminRequiredError' });
    await approve(second, proposal?.id ?? 0);
    expect(await isClosed()).toBe(false);
  });

  it('refuses a key whose creator was not recorded', async () => {
    const key = await keyOf(TESTER);
    await use().database.prisma.apiKey.updateMany({ data: { creatorId: null } });
    await expect(propose(key)).rejects.toMatchObject({ name: 'ForbiddenError' });
    const id = await proposeOne(TESTER);
    await expect(approve(key, id)).rejects.toMatchObject({ name: 'ForbiddenError' });
  });

  it('needs a proposer who is still an admin', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const manager = { ...scopeOf(bob), users: CONFIGURED };
    const id = await proposeOne(ann);
    await changePersonRole(manager, { id: idOf(ann), role: 'editor' });
    const ended = { code: 'CONFLICT', name: 'ProposalEndedError' };
    await expect(approve(bob, id)).rejects.toMatchObject(ended);
    expect(await isClosed()).toBe(false);
    // A new proposal takes its place.
    const { proposal } = await propose(bob);
    expect(await pending()).toEqual([proposal?.id]);
    await expect(approve(bob, id)).rejects.toMatchObject(ended);

    await changePersonRole(manager, { id: idOf(ann), role: 'admin' });
    await removePerson({ ...scopeOf(ann), users: CONFIGURED }, { id: idOf(bob) });
    await expect(approve(ann, proposal?.id ?? 0)).rejects.toMatchObject(ended);
  });

  it('counts the role that configuration gives, and the one that the directory gave last', async () => {
    const [bob, cleo] = [await person('Bob'), await person('Cleo', { role: null })];
    const dan = await person('Dan', { role: null, directoryRole: 'admin' });
    await approve(bob, await proposeOne(cleo));
    const reopen = (viewer: Viewer, at?: Date) =>
      requestReopening(scopeOf(viewer, at), { ...MARCH, reason: 'x' }, TWO).then(({ proposal }) => proposal?.id ?? 0);
    // Signed out since, so that nothing newer is known.
    const first = await reopen(dan);
    await use().database.prisma.session.deleteMany({ where: { personId: idOf(dan) } });
    await approve(bob, first);

    const danAgain = { ...dan, session: null };
    const { proposal } = await propose(danAgain);
    await expect(approve(bob, proposal?.id ?? 0)).rejects.toMatchObject({ name: 'ProposalEndedError' });
    expect(await listSessions(use().database.prisma, { now: NOW, personId: idOf(dan) })).toEqual([]);
  });

  it('does not take the proposal of a key that was revoked', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const key = await keyOf(ann);
    const id = await proposeOne(key);
    await revokeApiKey(scopeOf(ann), { id: idOf(key) });
    await expect(approve(bob, id)).rejects.toMatchObject({ name: 'ProposalEndedError' });
  });

  it('is refused to a second person who is an admin no longer', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const id = await proposeOne(ann);
    const demoted = { ...bob, roles: ['editor'] as const };
    await expect(approve(demoted, id)).rejects.toMatchObject({ name: 'ForbiddenError' });
    await expect(declineProposal(scopeOf(demoted), { id })).rejects.toMatchObject({ name: 'ForbiddenError' });
    await expect(propose(demoted)).rejects.toMatchObject({ name: 'ForbiddenError' });
  });

  it('ends a proposal when a value of the month changes, and not for another month or an acknowledgement', async () => {
    const { database } = use();
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    await enter(database, '2025-03', {
      payroll_total: 100,
      owner_comp: 20,
      owner_comp_taxes: 10,
      employee_expense: 75,
    });
    const id = await proposeOne(ann);
    await enter(database, '2025-02', { new_mrr: 1 });
    await enter(database, '2025-03', { payroll_total: 100 });
    await acknowledgeFinding(scopeOf(bob), { id: 1, note: 'right' });
    expect(await pending()).toEqual([id]);
    await enter(database, '2025-03', { new_mrr: 2 });
    expect(await pending()).toEqual([]);
    await expect(approve(bob, id)).rejects.toMatchObject({
      ...{ code: 'CONFLICT', name: 'ProposalEndedError' },
      message: expect.stringContaining('March 2025 has changed'),
    });
    expect(await isClosed()).toBe(false);
    const { proposal } = await propose(bob);
    await approve(ann, proposal?.id ?? 0);
    expect(await isClosed()).toBe(true);
  });

  it('ends a proposal after 14 days', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const id = await proposeOne(ann);
    expect(await pending(after(14 * DAY_MS - 1))).toEqual([id]);
    expect(await pending(after(14 * DAY_MS))).toEqual([]);
    await expect(approve(bob, id, after(14 * DAY_MS))).rejects.toMatchObject({
      ...{ name: 'ProposalEndedError', message: expect.stringContaining('expired') },
    });
    await approve(bob, id, after(14 * DAY_MS - 1));
  });

  it('leaves a proposal that waits as it is, whoever proposes again', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const { proposal } = await propose(ann, 'first');
    expect((await propose(ann, 'second')).proposal).toEqual(proposal);
    expect((await propose(bob)).proposal).toEqual(proposal);
    expect(await audited()).toHaveLength(1);
    expect(await isClosed()).toBe(false);
  });

  it('lets any admin decline, its proposer too; a declined one cannot be approved', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const id = await proposeOne(ann);
    const declined = await declineProposal(scopeOf(bob), { id, reason: ' one invoice is open ' });
    expect(declined).toMatchObject({ outcome: 'declined', decidedBy: 'Bob', decisionReason: 'one invoice is open' });
    for (const act of [approve(bob, id), declineProposal(scopeOf(bob), { id })]) {
      await expect(act).rejects.toMatchObject({ message: 'Bob has already declined the proposal' });
    }
    await declineProposal(scopeOf(ann), { id: await proposeOne(ann) });
    expect((await audited()).map(({ action }) => action)).toEqual([
      ...['period.closing_proposed', 'period.proposal_declined'],
      ...['period.closing_proposed', 'period.proposal_declined'],
    ]);
    expect((await audited())[1]?.detail).toEqual({
      ...{ period: '2025-03', proposal: id, kind: 'close', proposedBy: 'Ann', reason: 'one invoice is open' },
    });
  });

  it('closes once where two approve at the same time', async () => {
    const [ann, bob, cleo] = [await person('Ann'), await person('Bob'), await person('Cleo')];
    const id = await proposeOne(ann);
    const results = await Promise.allSettled([
      approve(bob, id),
      approve(cleo, id),
      declineProposal(scopeOf(ann), { id }),
    ]);
    const [done, ...refused] = results.sort((a, b) => (a.status < b.status ? -1 : 1));
    expect(done?.status).toBe('fulfilled');
    for (const each of refused) {
      expect(each).toMatchObject({ status: 'rejected', reason: { name: 'ProposalEndedError' } });
    }
    const outcome = done?.status === 'fulfilled' ? done.value.outcome : null;
    expect(await isClosed()).toBe(outcome === 'approved');
  });

  it('and a change of the month at the same time end in one order', async () => {
    const [ann, bob] = [await person('Ann'), await person('Bob')];
    const id = await proposeOne(ann);
    const [approved, entered] = await Promise.allSettled([
      approve(bob, id),
      enter(use().database, '2025-03', { new_mrr: 2 }),
    ]);
    expect([approved.status, entered.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await isClosed()).toBe(approved.status === 'fulfilled');
  });

  it('changes nothing where there is nothing to do', async () => {
    const ann = await person('Ann');
    await closePeriod(scopeOf(ann, NOW), MARCH);
    expect(await propose(ann)).toMatchObject({ changed: false, proposal: null });
    const reopening = { period: '2025-02', reason: 'x' };
    expect(await requestReopening(scopeOf(ann), reopening, TWO)).toMatchObject({ changed: false, proposal: null });
    expect(await audited()).toHaveLength(1);
  });

  it('is done at once by one admin where one is enough, which ends what waits', async () => {
    const ann = await person('Ann');
    const id = await proposeOne(ann);
    const one = { ...TWO, approvals: 1 } as const;
    expect(await requestClosing(scopeOf(ann), MARCH, one)).toMatchObject({ changed: true, proposal: null });
    await requestReopening(scopeOf(ann), { ...MARCH, reason: 'x' }, one);
    expect(await pending()).toEqual([]);
    await expect(approve(ann, id, undefined, one)).rejects.toMatchObject({ name: 'ProposalEndedError' });
    const again = await proposeOne(ann);
    await approve(ann, again, undefined, one);
    expect(await isClosed()).toBe(true);
  });

  it('is refused with what is wrong with the input', async () => {
    const ann = await person('Ann');
    const request = (period: string, reason: string | null) => requestClosing(scopeOf(ann), { period, reason }, TWO);
    await expect(request('2025-05', null)).rejects.toMatchObject({ code: 'INVALID_PERIOD', field: 'period' });
    await expect(request('2025-Q1', 'x'.repeat(4_001))).rejects.toMatchObject({
      errors: [{ field: 'period' }, { field: 'reason' }],
    });
    await expect(requestReopening(scopeOf(ann), { ...MARCH, reason: ' ' }, TWO)).rejects.toMatchObject({
      code: 'MISSING_FIELD',
    });
    await expect(approve(ann, 999)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'id' });
    await expect(approve(ann, 2 ** 40)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const elsewhere = { ...scopeOn(use().database, NOW, 7), viewer: ann };
    await expect(requestClosing(elsewhere, MARCH, TWO)).rejects.toMatchObject({ code: 'ORGANIZATION_NOT_FOUND' });
  });
});
