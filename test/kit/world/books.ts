import type { MetricKey } from '#src/core/metrics/metric-registry.ts';
import type { Random } from './random.ts';

/** What the postings of QuickBooks add up to. */
export const LEDGER_METRICS = [
  'nrr',
  'mrr',
  'orr',
  'total_income',
  'payroll_total',
  'total_expenses_qb',
  'product_cogs',
] as const satisfies readonly MetricKey[];

/** What no vendor knows. */
export const HAND_METRICS = [
  'owner_comp',
  'owner_comp_taxes',
  'employees',
  'technical_employees',
  'agreements',
  'telemarketing_dials',
  'first_time_appointments',
  'prospects_to_pbr',
  'new_agreements',
  'new_mrr',
  'lost_mrr',
  'cash_reserve',
  'ar_over_90_days',
  'average_monthly_expenses',
] as const satisfies readonly MetricKey[];

export const BOOK_METRICS = [...LEDGER_METRICS, ...HAND_METRICS] as const;
export type BookMetric = (typeof BOOK_METRICS)[number];

/** One month of the books. Values are decimals in plain notation; what is not known yet is not there. */
export interface BookMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly values: Readonly<Partial<Record<BookMetric, string>>>;
  /** As they are when the month is over; of a month that has ended the same. */
  readonly final: Readonly<Record<BookMetric, string>>;
}

/** What a person knows of a month that is still running. */
const KNOWN_EARLY = ['employees', 'technical_employees', 'agreements'] as const satisfies readonly BookMetric[];
/** Recurring revenue of the last month at scale 1; the rest of the magnitudes follow from it. */
const FINAL_MRR = 110_000;

interface Sales {
  readonly appointments: number;
  readonly newAgreements: number;
  readonly newMrr: number;
  readonly lostMrr: number;
}

/**
 * The books of an MSP of about $160,000 a month: recurring revenue that grows by what is sold and shrinks by what is
 * lost, products bought and resold, pay, rent and an owner who pays taxes each quarter. The last month is still running.
 */
export function generateBooks(
  random: Random,
  world: { readonly months: readonly string[]; readonly scale: number },
): BookMonth[] {
  const sales = world.months.map((month) => monthSales(random.fork(`sales ${month}`), world.scale));
  const gained = sales.reduce((sum, { newMrr, lostMrr }) => sum + newMrr - lostMrr, 0);
  let mrr = FINAL_MRR * world.scale - gained;
  let agreements = Math.max(
    6,
    Math.round(84 * world.scale) - sales.reduce((sum, { newAgreements }) => sum + newAgreements, 0),
  );
  let cashReserve = 205_000 * world.scale;
  const averages = new Map<string, number>();
  return world.months.map((month, index) => {
    const sold = sales[index] ?? { appointments: 0, newAgreements: 0, newMrr: 0, lostMrr: 0 };
    const own = random.fork(`month ${month}`);
    mrr += sold.newMrr - sold.lostMrr;
    agreements = Math.max(1, agreements + sold.newAgreements - (sold.lostMrr > 0 ? 1 : 0));
    const ledger = monthLedger(own, { month, mrr, index, scale: world.scale });
    const expenses = ledger.total_expenses_qb + ledger.product_cogs;
    // Most of the profit is paid out, and the more the fuller the reserve is.
    cashReserve += 0.4 * (ledger.total_income - expenses) - 0.05 * cashReserve;
    const year = month.slice(0, 4);
    // The prior year's average; a world's first year has to do with its first month.
    if (!averages.has(year))
      averages.set(year, averages.size === 0 ? expenses * 0.97 : expenses * own.normal(0.98, 0.02));
    const values = {
      ...ledger,
      ...salesFigures(own, sold),
      agreements,
      cash_reserve: cashReserve,
      ar_over_90_days: Math.max(0, own.normal(5200, 1800)) * world.scale,
      average_monthly_expenses: averages.get(year) ?? expenses,
    };
    const final = texts(values, BOOK_METRICS);
    const isRunning = index === world.months.length - 1;
    return { month, final, values: isRunning ? texts(values, KNOWN_EARLY) : final };
  });
}

function monthSales(random: Random, scale: number): Sales {
  const appointments = 3 + random.poisson(2.5);
  const newAgreements = Math.min(appointments, random.poisson(1.1));
  return {
    appointments,
    newAgreements,
    newMrr: Math.round(newAgreements * random.normal(1050, 220) * scale),
    lostMrr: random.chance(0.35) ? Math.round(random.normal(900, 250) * scale) : 0,
  };
}

function salesFigures(random: Random, sold: Sales) {
  return {
    telemarketing_dials: Math.round(sold.appointments * random.normal(17, 3)),
    first_time_appointments: sold.appointments,
    prospects_to_pbr: Math.min(sold.appointments, 1 + random.poisson(1.5)),
    new_agreements: sold.newAgreements,
    new_mrr: sold.newMrr,
    lost_mrr: sold.lostMrr,
  };
}

/** Revenue and expenses of a month; the sums that QuickBooks reports are the sums of their parts. */
function monthLedger(random: Random, given: { month: string; mrr: number; index: number; scale: number }) {
  const { mrr, scale, index } = given;
  // Projects are billed in lumps, and a credit note may outweigh them.
  const nrr = random.normal(13_500, 8_500) * scale;
  const orr = random.normal(3_400, 350) * scale;
  const productSales = Math.max(8_000, random.normal(33_000, 12_000)) * scale;
  const isTaxMonth = ['01', '04', '06', '09'].includes(given.month.slice(5));
  const ownerComp = 22_588 * scale;
  const ownerTaxes = (isTaxMonth ? 13_000 : 0) * scale;
  const wages = (27_500 + 260 * index + random.normal(0, 900)) * scale;
  const payroll = wages + ownerComp + ownerTaxes;
  return {
    nrr,
    mrr,
    orr,
    total_income: cents(nrr) + cents(mrr) + cents(orr) + cents(productSales),
    payroll_total: payroll,
    total_expenses_qb: payroll + random.normal(47_500, 2_900) * scale,
    product_cogs: productSales * random.normal(0.74, 0.03),
    owner_comp: ownerComp,
    owner_comp_taxes: ownerTaxes,
    employees: Math.max(1, Math.round((9 + index / 13) * scale)),
    technical_employees: Math.max(1, Math.round((5 + index / 26) * scale * 2) / 2),
  };
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function texts<M extends BookMetric>(values: Readonly<Record<M, number>>, metrics: readonly M[]): Record<M, string> {
  const pairs = metrics.map((metric) => [metric, String(cents(values[metric]))]);
  return Object.fromEntries(pairs) as Record<M, string>;
}
