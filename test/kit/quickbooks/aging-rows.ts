import type { CompanyState } from './company-state.ts';
import { cents, money } from './report-rows.ts';
import { attribute, element } from './xml-text.ts';

const TITLES = ['Current', '1 - 30', '31 - 60', '61 - 90', '> 90', 'TOTAL'];
const DAY_MS = 24 * 3_600_000;

/** The columns and rows of ARAgingSummary at the end of a day, as QuickBooks Desktop writes them. */
export function agingRows(
  company: CompanyState,
  { date, spoil }: { readonly date: string; readonly spoil: number },
): string {
  const customers = new Map<string, number[]>();
  for (const { customer, due, amount } of company.openInvoices) {
    const days = Math.floor((Date.parse(date) - Date.parse(due)) / DAY_MS);
    const row = customers.get(customer) ?? TITLES.map(() => 0);
    for (const column of [days <= 0 ? 0 : Math.min(Math.ceil(days / 30), 4), 5]) {
      row[column] = (row[column] ?? 0) + cents(amount);
    }
    customers.set(customer, row);
  }
  const columns = TITLES.map((title, index) => {
    const titled = `<ColTitle titleRow="1" value=${attribute(title)} />`;
    return `<ColDesc colID="${index + 2}" dataType="AMTTYPE">${titled}<ColType>${index < 5 ? 'Aging' : 'Total'}</ColType></ColDesc>`;
  });
  const cells = (label: string, amounts: readonly number[]) => {
    const shown = amounts.flatMap((amount, index) =>
      amount === 0 ? [] : [`<ColData colID="${index + 2}" value="${money(amount)}" />`],
    );
    return `<ColData colID="1" value=${attribute(label)} />${shown.join('')}`;
  };
  const rows = [...customers].map(
    ([name, amounts], index) =>
      `<DataRow rowNumber="${index + 1}"><RowData rowType="customer" value=${attribute(name)} />${cells(name, amounts)}</DataRow>`,
  );
  const totals = TITLES.map((_, index) => [...customers.values()].reduce((all, row) => all + (row[index] ?? 0), 0));
  totals[4] = (totals[4] ?? 0) + spoil;
  const total = `<TotalRow rowNumber="${rows.length + 1}">${cells('TOTAL', totals)}</TotalRow>`;
  const label = '<ColDesc colID="1" dataType="STRTYPE"><ColTitle titleRow="1" /><ColType>Label</ColType></ColDesc>';
  return label + columns.join('') + (rows.length === 0 ? '' : element('ReportData', [...rows, total].join('\n')));
}
