import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallExport } from '../../test/kit/books/small-export.ts';
import {
  UpgradeAcknowledgeDocument,
  UpgradeEnterDocument,
  UpgradeInviteDocument,
  UpgradeOpenFindingsDocument,
  UpgradeThresholdDocument,
} from '../../test/kit/gql/operations.ts';
import type { World } from '../../test/kit/world/world.ts';
import { execute } from './answers.ts';
import type { RecordedProgram } from './recorded-program.ts';

const NOTES = 'Counted by hand.\n„Übung“ — "quoted", 100 %';

/** Fills the database of a program by its commands, GraphQL and REST, whose names do not change, with a bit of everything. */
export async function writeCompany(program: RecordedProgram, world: World): Promise<void> {
  const ended = world.months.slice(0, -1);
  await program.qbr('collect');
  await bringBooks(program, ended);
  await enterByHand(program, world);
  await importAndUndo(program, ended);
  await judge(program, ended);
  await program.qbr('collect', '--period', at(ended, -1), '--force', '--reason', 'A technician logged time late');
  await closeMonths(program, ended);
  await giveAccess(program);
}

function at(months: readonly string[], index: number): string {
  const month = months.at(index);
  if (month === undefined) throw new Error('The company has too few months');
  return month;
}

/** A statement of each month, one of them in two versions, and a confirmed mapping in two versions. */
async function bringBooks({ qbr, directory }: RecordedProgram, months: readonly string[]): Promise<void> {
  const file = join(directory, 'profit-and-loss.csv');
  const statements = months.map((month, index) => ({
    ...{ heading: headingOf(month), managed: 4_100.05 + 37 * index, project: 250.5 * index - 90 },
    ...{ materials: 238.75, wages: 1_653 + index, rent: 44 },
  }));
  writeFileSync(file, smallExport(statements));
  await qbr('import', 'books', file);
  await qbr('books', 'mapping', 'import', mappingFile(directory, at(months, 0), 'First mapping'), '--confirm');
  const corrected = statements.map((each, index) => (index === 1 ? { ...each, project: 1_000.01 } : each));
  writeFileSync(file, smallExport(corrected));
  await qbr('import', 'books', file);
  await qbr('books', 'mapping', 'import', mappingFile(directory, at(months, 2), 'Rent is paid', true), '--confirm');
  await qbr('books', 'connect', '--user', 'qbr-books');
}

/** `Feb 2025` */
function headingOf(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T00:00:00Z`),
  );
}

/** With the wages in two mappings, the second of which no longer has projects apart. */
function mappingFile(directory: string, from: string, reason: string, isSecond = false): string {
  const file = join(directory, 'mapping.yaml');
  const accounts = (...names: readonly string[]) => names.map((account) => ({ account, subAccounts: true }));
  const mapping = {
    ...{ from, reason },
    nrr: isSecond ? 'none' : accounts('Project Labor'),
    mrr: isSecond ? accounts('Managed Services', 'Project Labor') : accounts('Managed Services'),
    ...{ orr: 'none', misc_revenue: 'none' },
    payroll_total: accounts('Payroll Expenses'),
    uncategorized_expenses: 'none',
    ...{ otherIncomeCounts: true, otherExpenseCounts: true, reclassify: [] },
  };
  // YAML is read from JSON as well.
  writeFileSync(file, JSON.stringify(mapping));
  return file;
}

/** What no vendor knows, an override of a collected and of a calculated value, and one that was released again. */
async function enterByHand({ url, qbr }: RecordedProgram, { months, books }: World): Promise<void> {
  const ended = months.slice(0, -1);
  for (const period of ended) {
    const { values = {} } = books.find(({ month }) => month === period) ?? {};
    const byHand = ['owner_comp', 'owner_comp_taxes', 'employees', 'technical_employees', 'agreements', 'new_mrr'];
    const entries = Object.entries(values).flatMap(([metric, value]) =>
      byHand.includes(metric) ? [{ metric, value, notes: NOTES }] : [],
    );
    await execute(url, UpgradeEnterDocument, { input: { period, entries } });
  }
  await post(url, '/metrics/manual', {
    ...{ period: at(ended, 0), metric_name: 'Reactive Tickets Created', metric_value: 0, entered_by: 'Ann Example' },
    notes: 'None were created',
  });
  await post(url, '/metrics/manual', {
    period: at(ended, 1),
    metrics: [
      { metric_name: 'Cups of Coffee', metric_value: 12.5 },
      { metric_name: 'Net Profit', metric_value: 1234.5678, notes: 'As the accountant says' },
    ],
  });
  await qbr('enter', at(ended, 2), 'reactive_tickets_closed', '1', '--notes', 'A mistake');
  await qbr('release', at(ended, 2), 'reactive_tickets_closed');
  await qbr('enter', at(ended, 3), 'reactive_tickets_closed', '9000');
}

async function post(url: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}/api/qbr${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

/** One import that stands and one that was undone. */
async function importAndUndo({ qbr, directory }: RecordedProgram, months: readonly string[]): Promise<void> {
  const write = (name: string, dials: number): string => {
    const file = join(directory, name);
    const rows = months.map((month, index) => `${month},telemarketing_dials,${dials + index}`);
    writeFileSync(file, ['period,metric,value', ...rows].join('\n'));
    return file;
  };
  await qbr('import', write('dials.csv', 900));
  await qbr('import', write('wrong-dials.csv', 90));
  await qbr('import', 'undo', '2');
}

/** Thresholds, and a finding that was acknowledged. */
async function judge({ url }: RecordedProgram, months: readonly string[]): Promise<void> {
  const thresholds = [
    { metric: 'rhem', type: 'WARNING', bound: 'MAX', value: '0.25' },
    { metric: 'rhem', type: 'CRITICAL', bound: 'MAX', value: '0.35' },
    { metric: 'net_profit', type: 'WARNING', bound: 'MIN', value: '2000.0001' },
  ];
  for (const input of thresholds) await execute(url, UpgradeThresholdDocument, { input });
  const { organization } = await execute<{
    readonly organization: { readonly findings: { readonly edges: readonly { readonly node: { id: number } }[] } };
  }>(url, UpgradeOpenFindingsDocument);
  const [first, second] = organization.findings.edges;
  if (!first || !second) throw new Error(`There are too few findings in ${months.join()}`);
  const input = { id: first.node.id, note: 'The holidays' };
  await execute(url, UpgradeAcknowledgeDocument, { input });
}

async function closeMonths({ qbr }: RecordedProgram, months: readonly string[]): Promise<void> {
  await qbr('close', at(months, 0));
  await qbr('close', at(months, 1));
  await qbr('reopen', at(months, 1), '--reason', 'An invoice came late');
}

async function giveAccess({ url, qbr }: RecordedProgram): Promise<void> {
  for (const [email, role] of [
    ['ann@example.com', 'ADMIN'],
    ['bob@example.com', 'VIEWER'],
  ]) {
    await execute(url, UpgradeInviteDocument, { input: { email, role } });
  }
  await qbr('keys', 'create', '--name', 'office', '--role', 'viewer');
  await qbr('keys', 'create', '--name', 'former', '--role', 'editor');
  await qbr('keys', 'revoke', '2');
}
