import { dayStart } from './calendar.ts';
import type { Random } from './random.ts';

/** A client of the MSP, in both vendors' systems. */
export interface Client {
  readonly id: number;
  readonly name: string;
  /** Share of the tickets, and devices it starts with. */
  readonly devices: number;
  /** Instants (epoch milliseconds) between which it is a client. */
  readonly joinedAt: number;
  readonly leftAt: number;
  readonly locations: readonly string[];
}

const PLACES = [
  'Bayou',
  'Cypress',
  'Harbor',
  'Lakeshore',
  'Magnolia',
  'Northgate',
  'Pelican',
  'Pinewood',
  'Riverside',
  'Southpoint',
  'Summit',
  'Westbank',
] as const;

const TRADES = [
  'Accounting Group',
  'Animal Clinic',
  'Architects',
  'Construction',
  'Credit Union',
  'Dental Care',
  'Engineering',
  'Insurance Agency',
  'Law Firm',
  'Logistics',
  'Manufacturing',
  'Medical Center',
  'Realty',
  'School',
  'Title Company',
] as const;

const BRANCHES = ['Downtown', 'Warehouse', 'East Branch', 'West Branch'] as const;

/**
 * About 42 clients at `scale` 1: most from the beginning, a tenth joining later, one in twenty leaving. Together they
 * have about 560 devices at the beginning.
 */
export function generateClients(
  random: Random,
  options: { months: readonly string[]; timeZone: string; scale: number },
): Client[] {
  const first = options.months[0];
  if (first === undefined) throw new RangeError('A world has at least one month');
  const count = Math.max(3, Math.round(42 * options.scale));
  const begin = dayStart(`${first}-01`, options.timeZone);
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(`client ${index}`);
    const joinMonth = index % 10 === 9 ? (options.months[own.int(0, options.months.length - 1)] ?? first) : null;
    const leaveMonth = index % 20 === 4 ? (options.months[own.int(0, options.months.length - 1)] ?? first) : null;
    const branches = BRANCHES.slice(
      0,
      own.weighted([[0, 65] as const, [1, 22] as const, [2, 10] as const, [4, 3] as const]),
    );
    return {
      id: index + 1,
      name: clientName(index),
      devices: Math.max(3, Math.round(Math.exp(own.normal(2.35, 0.7)))),
      // Clients of the beginning were there long before it.
      joinedAt: joinMonth === null ? begin - 400 * 86_400_000 : dayStart(`${joinMonth}-05`, options.timeZone),
      leftAt: leaveMonth === null ? Number.POSITIVE_INFINITY : dayStart(`${leaveMonth}-20`, options.timeZone),
      locations: ['Main Office', ...branches],
    };
  });
}

/** Whether the MSP looks after the client at an instant. */
export function isClientAt(client: Client, epochMs: number): boolean {
  return client.joinedAt <= epochMs && epochMs < client.leftAt;
}

/** Every name once; numbered where the world has more clients than names. */
function clientName(index: number): string {
  const combinations = PLACES.length * TRADES.length;
  // 7 and the number of combinations share no divisor, so the walk meets each once.
  const position = (index * 7) % combinations;
  const name = `${PLACES[position % PLACES.length]} ${TRADES[Math.floor(position / PLACES.length)]}`;
  return index < combinations ? name : `${name} ${Math.floor(index / combinations) + 1}`;
}
