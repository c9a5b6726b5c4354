import { randomBytes } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { Database } from '#src/store/engine/database.ts';
import { acrossOrganizations, withinOrganization } from '#src/store/engine/organization-context.ts';
import { BOUND_ROLE } from '#src/store/engine/row-security.ts';
import { freshPostgresql, openTestDatabase, query } from '../../kit/databases.ts';
import { asProgram } from '../../kit/operator-database.ts';

// Whom the policies bind: every user but a superuser or one with BYPASSRLS, whose sessions therefore take a role.

const VALUES = `INSERT INTO organization (id, name) VALUES (2, 'Second MSP');
  INSERT INTO qbr_metrics_monthly (organization_id, period, metric_name, metric_value, data_source)
  VALUES (1, '2025-01', 'nrr', 1001, 'collected'), (2, '2025-01', 'nrr', 2001, 'collected')`;

const seen = async ({ prisma }: Database): Promise<number[]> =>
  (await prisma.monthlyMetric.findMany()).map(({ metricValue }) => Number(metricValue)).sort();

it('The owner of the tables who is no superuser is bound without a role, also where another session of theirs is not', async () => {
  const { url, owner } = await freshFor('');
  const database = await openAs(owner);
  expect(database.rowSecurity).toEqual({ role: null, problem: null });
  await query(url, VALUES);
  expect(await withinOrganization(2, () => seen(database))).toEqual([2001]);
  expect(await acrossOrganizations(() => seen(database))).toEqual([1001, 2001]);
  await expect(seen(database)).rejects.toThrow(/outside of any organization/);
  // An earlier version beside this one, which knows no setting.
  expect(await query(owner, 'SELECT count(*)::int4 AS rows FROM qbr_metrics_monthly')).toEqual([{ rows: 2 }]);
  // A report that is to see one organization's rows.
  await query(url, `ALTER ROLE ${new URL(owner).username} SET qbr.organization TO '2'`);
  expect(await query(owner, 'SELECT metric_value::int4 AS value FROM qbr_metrics_monthly')).toEqual([{ value: 2001 }]);
});

it('A user with rights on the tables of another owner is bound without a role', async () => {
  const { url, owner } = await freshFor('');
  await (await openAs(owner)).close();
  const name = await makeUser(url, '', 'GRANT USAGE ON SCHEMA public');
  await query(
    url,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name};
     GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO ${name}; ${VALUES}`,
  );
  const database = await openAs(addressOf(url, name));
  expect(database.rowSecurity).toEqual({ role: null, problem: null });
  expect(await withinOrganization(2, () => seen(database))).toEqual([2001]);
  expect(await acrossOrganizations(() => seen(database))).toEqual([1001, 2001]);
  await expect(seen(database)).rejects.toThrow(/outside of any organization/);
});

it('A user whom the policies do not bind, and who cannot take the role, is told so and served', async () => {
  const { url, owner } = await freshFor('BYPASSRLS');
  const database = await openAs(owner);
  expect(database.rowSecurity).toEqual({
    role: null,
    problem: expect.stringMatching(/does not bind this program.*qbr_row_security cannot be used \(permission denied/),
  });
  await query(url, VALUES);
  expect(await withinOrganization(2, () => seen(database))).toEqual([1001, 2001]);
});

it('The role gets its rights again where a restored database lacks them', async () => {
  const { connection, remove } = await freshPostgresql();
  onTestFinished(remove);
  await query(connection.url, VALUES);
  const open = () => openAs(connection.url);
  await (await open()).close();
  await query(connection.url, `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${BOUND_ROLE}`);
  const database = await open();
  expect(database.rowSecurity).toEqual({ role: BOUND_ROLE, problem: null });
  expect(await withinOrganization(2, () => seen(database))).toEqual([2001]);
});

async function openAs(url: string): Promise<Database> {
  const database = await openTestDatabase({ kind: 'postgresql', url });
  onTestFinished(() => database.close());
  return asProgram(database);
}

/** An empty database, and a user with the right to make tables in it. */
async function freshFor(attribute: string): Promise<{ readonly url: string; readonly owner: string }> {
  const { connection, remove } = await freshPostgresql({ empty: true });
  onTestFinished(remove);
  const name = await makeUser(connection.url, attribute, 'GRANT CREATE ON SCHEMA public');
  return { url: connection.url, owner: addressOf(connection.url, name) };
}

/** @returns its name; it is dropped with all that it owns after the test */
async function makeUser(url: string, attribute: string, grant: string): Promise<string> {
  const name = `qbr_test_${randomBytes(6).toString('hex')}`;
  await query(url, `CREATE ROLE ${name} LOGIN PASSWORD 'owner' ${attribute}; ${grant} TO ${name}`);
  onTestFinished(async () => {
    await query(url, `DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
  });
  return name;
}

function addressOf(url: string, user: string): string {
  const address = new URL(url);
  address.username = user;
  address.password = 'owner';
  return address.href;
}
