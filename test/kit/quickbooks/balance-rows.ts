import type { CompanyState } from './company-state.ts';
import { cents, childrenByParent, createWriter, earnings, nodesOf, sumOf, writeNode } from './report-rows.ts';

/** The rows of BalanceSheetStandard at the end of a day, as QuickBooks Desktop writes them; empty without any posting. */
export function balanceRows(
  company: CompanyState,
  { date, spoil }: { readonly date: string; readonly spoil: number },
): string {
  const money = new Map<string, number>();
  const add = (account: string, amount: string) => money.set(account, (money.get(account) ?? 0) + cents(amount));
  const banks = company.accounts.filter(({ type }) => type === 'Bank').map(({ fullName }) => fullName);
  for (const posting of company.postings) {
    if (posting.date <= date && banks.includes(posting.account)) add(posting.account, posting.amount);
  }
  const receivable = company.accounts.find(({ type }) => type === 'AccountsReceivable')?.fullName ?? '';
  for (const { due, amount } of company.openInvoices) if (due <= date) add(receivable, amount);
  if (money.size === 0) return '';
  const writer = createWriter(company);
  const below = childrenByParent(company);
  const group = (heading: string, type: 'Bank' | 'AccountsReceivable'): number => {
    const nodes = nodesOf(below, money, { type, parent: null });
    if (nodes.length === 0) return 0;
    writer.heading(heading);
    for (const node of nodes) writeNode(writer, company, node);
    const total = nodes.reduce((all, node) => all + sumOf(node), 0);
    writer.total('SubtotalRow', `Total ${heading}`, total);
    return total;
  };
  writer.heading('ASSETS');
  writer.heading('Current Assets');
  const assets = group('Checking/Savings', 'Bank') + group('Accounts Receivable', 'AccountsReceivable');
  writer.total('SubtotalRow', 'Total Current Assets', assets);
  writer.total('TotalRow', 'TOTAL ASSETS', assets);
  const netIncome = earnings(company, { from: `${date.slice(0, 4)}-01-01`, to: date });
  writer.heading('LIABILITIES & EQUITY');
  writer.heading('Equity');
  writer.data('Opening Balance Equity', 'Opening Balance Equity', assets - netIncome + spoil);
  // Net income is no account, and its row has none.
  writer.data('Net Income', null, netIncome);
  writer.total('SubtotalRow', 'Total Equity', assets + spoil);
  writer.total('TotalRow', 'TOTAL LIABILITIES & EQUITY', assets + spoil);
  return writer.text();
}
