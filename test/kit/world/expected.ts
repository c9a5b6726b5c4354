import type { ConnectWiseRows } from '../connectwise/rows.ts';
import type { WorldAccount } from './accounts.ts';
import { monthInstants } from './calendar.ts';
import type { NinjaOneWorld } from './devices.ts';
import type { QuickBooksRows } from './postings.ts';

/**
 * What a world's numbers have to be, computed plainly from its rows and docs/calculations.md sections 10 and 11, sharing no
 * code with the program that is tested against it.
 */

const REACTIVE_BOARDS = ['Help Desk'];
const CLOSED_STATUSES = ['>Closed', '>Closed - No response', 'Closed'];

/** The three ConnectWise metrics of a month; the time in hours, to two decimals. */
export interface ExpectedReactive {
  readonly reactive_tickets_created: number;
  readonly reactive_tickets_closed: number;
  readonly reactive_time_spent: string;
}

/** Counts a local month `YYYY-MM` of a world. */
export function expectedReactive(
  world: { readonly connectwise: ConnectWiseRows },
  month: string,
  timeZone: string,
): ExpectedReactive {
  const { tickets, timeEntries } = world.connectwise;
  const { start, end } = monthInstants(month, timeZone);
  const isInMonth = (instant: string | null | undefined) => {
    const time = instant ? Date.parse(instant) : Number.NaN;
    return start <= time && time < end;
  };
  const parents = tickets.filter(
    (ticket) => REACTIVE_BOARDS.includes(ticket.board?.name ?? '') && (ticket.parentTicketId ?? null) === null,
  );
  const created = parents.filter((ticket) => isInMonth(ticket._info.dateEntered));
  const closed = parents.filter(
    (ticket) => isInMonth(ticket.closedDate) && CLOSED_STATUSES.includes(ticket.status?.name ?? ''),
  );
  const boards = new Map(tickets.map((ticket) => [ticket.id, ticket.board?.name]));
  const entries = timeEntries.filter(
    (entry) =>
      entry.chargeToType === 'ServiceTicket' &&
      isInMonth(entry.dateEntered) &&
      REACTIVE_BOARDS.includes(entry.ticketBoard ?? boards.get(entry.chargeToId ?? 0) ?? ''),
  );
  return {
    reactive_tickets_created: created.length,
    reactive_tickets_closed: closed.length,
    reactive_time_spent: sumOfHours(entries.map((entry) => entry.actualHours ?? 0)),
  };
}

/** Endpoints and seats of a world at an instant, with its internal organizations. */
export function expectedDevices(
  world: { readonly ninjaone: NinjaOneWorld },
  at: Date,
): { endpoints_managed: number; seats_managed: number } {
  const { organizations, locations, internalOrganizations, devicesAt } = world.ninjaone;
  const counted = devicesAt(at).filter((device) => {
    const organization = organizations.find(({ id }) => id === device.organizationId);
    const location = locations.find(({ id }) => id === device.locationId);
    const names = `${device.displayName ?? device.systemName ?? ''}\n${location?.name ?? ''}`;
    return !internalOrganizations.includes(organization?.name ?? '') && !/spare/i.test(names);
  });
  const without = (...classes: string[]) =>
    counted.filter((device) => !classes.includes(device.nodeClass ?? '')).length;
  return {
    endpoints_managed: without('VMWARE_VM_GUEST', 'HYPERV_VMM_GUEST'),
    seats_managed: without('VMWARE_VM_GUEST', 'WINDOWS_SERVER', 'VMWARE_VM_HOST'),
  };
}

/** Exact sum, rounded half up to two decimals: counted in millionths of an hour, without fractions. */
function sumOfHours(hours: readonly number[]): string {
  const millionths = hours.reduce((sum, value) => sum + BigInt(Math.round(value * 1_000_000)), 0n);
  const hundredths = (millionths + 5_000n) / 10_000n;
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

/** The nine metrics of a month's books, as decimals with two places: postings added up by account type and by chart. */
export type ExpectedBooks = Readonly<Record<(typeof LISTED)[number] | keyof typeof TOTALS, string>>;

const TOTALS = { total_income: 'Income', product_cogs: 'CostOfGoodsSold', total_expenses_qb: 'Expense' } as const;
const LISTED = ['nrr', 'mrr', 'orr', 'misc_revenue', 'payroll_total', 'uncategorized_expenses'] as const;

export function expectedBooks(world: { readonly quickbooks: QuickBooksRows }, month: string): ExpectedBooks {
  const { accounts, postings } = world.quickbooks;
  const posted = postings.filter(({ date }) => date.startsWith(month));
  const sumWhere = (isCounted: (account: WorldAccount) => boolean) => {
    const names = new Set(accounts.filter(isCounted).map(({ fullName }) => fullName));
    const counted = posted.filter(({ account }) => names.has(account));
    return money(counted.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n));
  };
  // An account belongs to its own metric, or to that of an account above it.
  const listed = ({ fullName }: WorldAccount) =>
    accounts.find(({ fullName: above, metric }) => metric !== null && `${fullName}:`.startsWith(`${above}:`))?.metric;
  return Object.fromEntries([
    ...Object.entries(TOTALS).map(([metric, type]) => [metric, sumWhere((account) => account.type === type)]),
    ...LISTED.map((metric) => [metric, sumWhere((account) => listed(account) === metric)]),
  ]) as ExpectedBooks;
}

function money(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
