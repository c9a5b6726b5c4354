import type { ConnectWiseRows } from '../connectwise/rows.ts';
import { type BookMonth, generateBooks } from './books.ts';
import { dayStart, localDateTime, monthsUntil } from './calendar.ts';
import { generateClients } from './clients.ts';
import { generateNinjaOne, type NinjaOneWorld } from './devices.ts';
import { generatePostings, type QuickBooksRows } from './postings.ts';
import { createRandom } from './random.ts';
import { generateTickets } from './tickets.ts';
import { generateTimeEntries } from './time-entries.ts';

export interface WorldOptions {
  /** The same seed gives the same world. */
  readonly seed: string;
  /** Now: nothing in the world is later. */
  readonly until: Date;
  /** How many months there are, the running one included. */
  readonly months: number;
  /** IANA zone in which the MSP works. */
  readonly timeZone: string;
  /** Size of the MSP; 1 has about 350 reactive tickets a month, 600 endpoints and $160,000 revenue. */
  readonly scale?: number;
}

/** A managed service provider as its vendors' systems know it. All names are invented. */
export interface World {
  /** Months `YYYY-MM`, oldest first. */
  readonly months: readonly string[];
  readonly connectwise: ConnectWiseRows;
  readonly ninjaone: NinjaOneWorld;
  readonly books: readonly BookMonth[];
  readonly quickbooks: QuickBooksRows;
}

/** Generates a plausible MSP, for the demo and for tests that need data as a whole. */
export function generateWorld(options: WorldOptions): World {
  const { timeZone, scale = 1 } = options;
  const random = createRandom(options.seed);
  const until = options.until.getTime();
  const months = monthsUntil(options.until, options.months, timeZone);
  const begin = dayStart(`${months[0]}-01`, timeZone);
  const clients = generateClients(random.fork('clients'), { months, timeZone, scale });
  const tickets = generateTickets(random.fork('tickets'), { clients, months, timeZone, until, scale });
  const books = generateBooks(random.fork('books'), { months, scale });
  const today = localDateTime(until, timeZone).slice(0, 10);
  return {
    months,
    connectwise: {
      tickets: tickets.map(({ row }) => row),
      timeEntries: generateTimeEntries(random.fork('time'), { tickets, begin, until, scale }),
    },
    ninjaone: generateNinjaOne(random.fork('devices'), { clients, begin, until, scale }),
    books,
    quickbooks: generatePostings(random.fork('postings'), books, { today, scale }),
  };
}
