import type { AccountType, BalanceType, CompanyAccount, CompanyState } from './company-state.ts';
import { attribute, element } from './xml-text.ts';

/** A month's rows of ProfitAndLossStandard, as QuickBooks Desktop writes them, and what the statement adds up to. */
export interface ReportRows {
  /** Empty for a month without postings. */
  readonly xml: string;
}

interface Node {
  readonly account: CompanyAccount;
  readonly children: readonly Node[];
  /** Own postings in cents; null for none. */
  readonly own: number | null;
}

const SECTIONS: Readonly<Record<AccountType, readonly [heading: string, total: string]>> = {
  Income: ['Income', 'Total Income'],
  CostOfGoodsSold: ['Cost of Goods Sold', 'Total COGS'],
  Expense: ['Expense', 'Total Expense'],
  OtherIncome: ['Other Income', 'Total Other Income'],
  OtherExpense: ['Other Expense', 'Total Other Expense'],
};

export function reportRows(
  company: CompanyState,
  { month, isCash, spoil }: { readonly month: string; readonly isCash: boolean; readonly spoil: number },
): ReportRows {
  const money = new Map<string, number>();
  for (const { account, date, amount, isUnpaid } of company.postings) {
    if (!date.startsWith(month) || (isCash && isUnpaid) || !isOfStatement(company, account)) continue;
    money.set(account, (money.get(account) ?? 0) + cents(amount));
  }
  if (money.size === 0) return { xml: '' };
  const writer = createWriter(company);
  const below = childrenByParent(company);
  const section = (type: AccountType, extra = 0): number => {
    const nodes = nodesOf(below, money, { type, parent: null });
    if (nodes.length === 0) return 0;
    const [heading, total] = SECTIONS[type];
    writer.heading(heading);
    for (const node of nodes) writeNode(writer, company, node);
    const sum = nodes.reduce((all, node) => all + sumOf(node), 0);
    writer.total('SubtotalRow', total, sum + extra);
    return sum;
  };
  writer.heading('Ordinary Income/Expense');
  const income = section('Income');
  const gross = income - section('CostOfGoodsSold');
  writer.total('SubtotalRow', 'Gross Profit', gross);
  const ordinary = gross - section('Expense', spoil);
  writer.total('SubtotalRow', 'Net Ordinary Income', ordinary);
  const hasOther = company.accounts.some(({ type, fullName }) => type.startsWith('Other') && money.has(fullName));
  if (hasOther) writer.heading('Other Income/Expense');
  const other = section('OtherIncome') - section('OtherExpense');
  if (hasOther) writer.total('SubtotalRow', 'Net Other Income', other);
  writer.total('TotalRow', 'Net Income', ordinary + other);
  return { xml: writer.text() };
}

export function isOfStatement({ accounts }: CompanyState, account: string): boolean {
  return accounts.some(({ fullName, type }) => fullName === account && type in SECTIONS);
}

/** The result of all postings to accounts of the statement up to a day, in cents. */
export function earnings(company: CompanyState, { from, to }: { readonly from: string; readonly to: string }): number {
  const typeOf = (account: string) => company.accounts.find(({ fullName }) => fullName === account)?.type ?? '';
  return company.postings
    .filter(({ date, account }) => date >= from && date <= to && isOfStatement(company, account))
    .reduce((all, { account, amount }) => all + (typeOf(account).endsWith('Income') ? 1 : -1) * cents(amount), 0);
}

export function nodesOf(
  below: ReadonlyMap<string | null, readonly CompanyAccount[]>,
  money: ReadonlyMap<string, number>,
  { type, parent }: { readonly type: AccountType | BalanceType; readonly parent: string | null },
): Node[] {
  return (below.get(parent) ?? [])
    .filter((account) => account.type === type)
    .map((account) => {
      const children = nodesOf(below, money, { type, parent: account.fullName });
      return { account, children, own: money.get(account.fullName) ?? null };
    })
    .filter(({ children, own }) => own !== null || children.length > 0);
}

export function childrenByParent({ accounts }: CompanyState): ReadonlyMap<string | null, readonly CompanyAccount[]> {
  const below = new Map<string | null, CompanyAccount[]>();
  for (const account of accounts) {
    const parent = parentOf(account.fullName);
    const siblings = below.get(parent);
    if (siblings) siblings.push(account);
    else below.set(parent, [account]);
  }
  return below;
}

export function sumOf({ own, children }: Node): number {
  return children.reduce((all, child) => all + sumOf(child), own ?? 0);
}

/** A parent with active children: heading, children, its own postings as `Parent - Other`, its subtotal. */
export function writeNode(writer: Writer, company: CompanyState, node: Node): void {
  const label = labelOf(company, node.account);
  const path = pathOf(company, node.account);
  if (node.children.length === 0) {
    writer.data(label, path, node.own ?? 0);
    return;
  }
  writer.heading(label);
  for (const child of node.children) writeNode(writer, company, child);
  if (node.own !== null) writer.data(`${label} - Other`, path, node.own);
  writer.total('SubtotalRow', `Total ${label}`, sumOf(node), path);
}

type Writer = ReturnType<typeof createWriter>;

export function createWriter({ writesReferences }: CompanyState) {
  const rows: string[] = [];
  const write = (name: string, value: string | null, content: string): void => {
    const attributes = `rowNumber="${rows.length + 1}"${value === null ? '' : ` value=${attribute(value, writesReferences)}`}`;
    rows.push(content === '' ? `<${name} ${attributes} />` : `<${name} ${attributes}>${content}</${name}>`);
  };
  const cells = (label: string, amount: number, path: string | null): string =>
    [
      path === null ? '' : `<RowData rowType="account" value=${attribute(path, writesReferences)} />`,
      `<ColData colID="1" value=${attribute(label, writesReferences)} />`,
      `<ColData colID="2" value="${money(amount)}" />`,
    ].join('');
  return {
    heading: (label: string) => write('TextRow', label, ''),
    data: (label: string, path: string | null, amount: number) => write('DataRow', null, cells(label, amount, path)),
    total: (name: 'SubtotalRow' | 'TotalRow', label: string, amount: number, path: string | null = null) =>
      write(name, null, cells(label, amount, path)),
    text: () => element('ReportData', rows.join('\n')),
  };
}

function parentOf(fullName: string): string | null {
  return fullName.includes(':') ? fullName.slice(0, fullName.lastIndexOf(':')) : null;
}

function labelOf({ usesAccountNumbers }: CompanyState, { fullName, number }: CompanyAccount): string {
  const name = fullName.slice(fullName.lastIndexOf(':') + 1);
  return usesAccountNumbers && number !== undefined ? `${number} · ${name}` : name;
}

export function pathOf(company: CompanyState, account: CompanyAccount): string {
  const name = parentOf(account.fullName);
  const parent = name === null ? undefined : company.accounts.find(({ fullName }) => fullName === name);
  const label = labelOf(company, account);
  return parent ? `${pathOf(company, parent)}:${label}` : label;
}

/** `-12.3` → −1230, exactly. */
export function cents(amount: string): number {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`${amount} is no amount`);
  return Number(`${sign}${whole}${places.padEnd(2, '0')}`);
}

export function money(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
