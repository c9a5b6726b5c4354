import { describe, expect, it } from 'vitest';
import { mappingProblems } from '#src/core/books/account-mapping.ts';
import { proposeMapping } from '#src/core/books/mapping-proposal.ts';
import { readIifChart } from '#src/files/iif-chart.ts';

const LIST = [
  '!HDR\tPROD\tVER',
  'HDR\tQuickBooks\tVersion 34',
  '!ACCNT\tNAME\tREFNUM\tACCNTTYPE\tOBAMOUNT\tACCNUM\tEXTRA',
  'ACCNT\tChecking\t2\tBANK\t"99,250.02"\t1000\t',
  'ACCNT\tManaged Services\t23\tINC\t0.00\t4010\t',
  'ACCNT\tManaged Services:Backup\t24\tINC\t0.00\t\t',
  'ACCNT\tHardware\t36\tCOGS\t"8,776.98"\t5000\tCOGS',
  'ACCNT\tAsk my accountant\t81\tEXP\t0.00\t6999\tUNCATEXP',
  'ACCNT\tInterest Income\t86\tEXINC\t-97.69\t8000\t',
  'ACCNT\tOther Expenses\t87\tEXEXP\t0.00\t9000\t',
].join('\r\n');

describe('a chart of accounts as IIF', () => {
  const chart = readIifChart(new TextEncoder().encode(LIST));

  it('holds the accounts of the statement, by section', () => {
    expect(chart.map(({ section, number, account, specialType }) => [section, number, account, specialType])).toEqual([
      ['income', '4010', 'Managed Services', null],
      ['income', null, 'Managed Services:Backup', null],
      ['cogs', '5000', 'Hardware', 'CostOfGoodsSold'],
      ['expense', '6999', 'Ask my accountant', 'UncategorizedExpenses'],
      ['other income', '8000', 'Interest Income', null],
      ['other expense', '9000', 'Other Expenses', null],
    ]);
  });

  it('proposes a mapping', () => {
    const mapping = proposeMapping(chart);
    expect(mappingProblems(mapping)).toEqual([]);
    expect(mapping.metrics).toMatchObject({
      mrr: [{ account: 'Managed Services', subAccounts: false }],
      orr: [{ account: 'Managed Services:Backup' }],
      uncategorized_expenses: [{ account: 'Ask my accountant' }],
    });
  });

  it.each(['', 'Profit and Loss,,', '!HDR\tPROD'])('is not %j', (text) => {
    expect(() => readIifChart(new TextEncoder().encode(text))).toThrow(/no IIF list of accounts/);
  });
});
