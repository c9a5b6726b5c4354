import type { StatementRow } from './statement-rows.ts';

export interface NamedAccount {
  /** Full name, `Parent:Child`, without numbers. */
  readonly account: string;
  readonly number: string | null;
  readonly accountId: string | null;
}

interface Label {
  readonly number: string | null;
  readonly name: string;
}

/** `6200 · Automobile`, as QuickBooks Desktop writes numbered accounts; the dot is U+00B7. */
const DOTTED = /^([\w.-]{1,7})\s+·\s+(.+)$/;
/** `6200 Automobile`, as QuickBooks Online writes them. */
const SPACED = /^(\d[\d.-]{2,})\s+(.+)$/;
/** From this share of all accounts on, leading digits are account numbers, not part of a name such as `1099 Labor`. */
const NUMBERED_SHARE = 2 / 3;

/**
 * Splits the labels of one report, and gives the full name of an account by the rows from its outermost parent to itself
 * (`own` is the row that holds its money: `Parent - Other` ends with the row of the parent).
 */
export function accountNames(
  rows: readonly StatementRow[],
): (chain: readonly StatementRow[], own: StatementRow) => NamedAccount {
  const labels = new Set(rows.map(({ label }) => label));
  const spaced = [...labels].filter((label) => SPACED.test(label)).length;
  const isNumbered = spaced > 0 && spaced >= labels.size * NUMBERED_SHARE;
  const split = (label: string): Label => splitLabel(label, isNumbered);
  return (chain, own) => {
    const parts = chain.map(({ label }) => split(label));
    const number = parts.at(-1)?.number ?? null;
    const account = own.path === null ? parts.map(({ name }) => name).join(':') : namesOfPath(own.path, parts);
    return { account, number, accountId: own.accountId ?? chain.at(-1)?.accountId ?? null };
  };
}

function splitLabel(label: string, isNumbered: boolean): Label {
  const match = DOTTED.exec(label) ?? (isNumbered ? SPACED.exec(label) : null);
  const [, number, name] = match ?? [];
  return number && name ? { number, name: name.trim() } : { number: null, name: label };
}

/**
 * QuickBooks Desktop gives the full name of a row as `Automobile:Fuel`, `6200 · Automobile:6210 · Fuel` or `6200:Fuel`: a
 * number alone takes its name from the label on its level.
 */
function namesOfPath(path: string, labels: readonly Label[]): string {
  const steps = path.split(':').map((step) => step.trim());
  return steps
    .map((step, level) => {
      const dotted = splitLabel(step, false);
      const label = labels[level + labels.length - steps.length];
      return dotted.number === null && label?.number === step ? label.name : dotted.name;
    })
    .join(':');
}

/** The account that a cell of a report names by its full name: `4010 · Managed Services:4020 · Backup`, or without numbers. */
export function accountOfPath(path: string): Pick<NamedAccount, 'account' | 'number'> {
  const steps = path.split(':').map((step) => splitLabel(step.trim(), false));
  return { account: steps.map(({ name }) => name).join(':'), number: steps.at(-1)?.number ?? null };
}
