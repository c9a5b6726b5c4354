import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KnownAccount } from '#src/core/books/account-mapping.ts';
import { NO_FURTHER_READINGS } from '#src/core/books/further-readings.ts';
import { parseMappingFile, writeMappingFile } from '#src/files/account-mapping-file.ts';
import { mappedStatement } from '../kit/books/mappings.ts';

const CHART: readonly KnownAccount[] = [
  { account: 'Managed Services', accountId: '45', section: 'income' },
  { account: 'Job Materials', accountId: '46', section: 'income' },
  { account: 'Job Materials', accountId: '47', section: 'expense' },
  { account: 'Wages', accountId: '48', section: 'cogs' },
];

const YAML = `
from: 2024-01
reason: First mapping
nrr: none
mrr:
  - { account: "Managed Services", subAccounts: true }
orr: none
misc_revenue: []
payroll_total:
  - { account: Wages, subAccounts: true }
  - { account: "Job Materials", subAccounts: false }
uncategorized_expenses: none
otherIncomeCounts: false
otherExpenseCounts: true
reclassify:
  - { account: Wages, subAccounts: true }
`;

function problemsOf(text: string): string[] {
  const result = parseMappingFile(text, CHART);
  return 'problems' in result ? result.problems.map(({ message }) => message) : [];
}

describe('the file of a mapping', () => {
  it('names accounts, which the chart places and identifies', () => {
    expect(parseMappingFile(YAML, CHART)).toEqual({
      from: '2024-01',
      reason: 'First mapping',
      mapping: {
        metrics: {
          nrr: 'none',
          mrr: [{ account: 'Managed Services', section: 'income', accountId: '45', subAccounts: true }],
          orr: 'none',
          misc_revenue: [],
          payroll_total: [
            { account: 'Wages', section: 'cogs', accountId: '48', subAccounts: true },
            { account: 'Job Materials', section: 'expense', accountId: '47', subAccounts: false },
          ],
          uncategorized_expenses: 'none',
        },
        otherIncomeCounts: false,
        otherExpenseCounts: true,
        reclassify: [{ account: 'Wages', section: 'cogs', accountId: '48', subAccounts: true }],
        further: NO_FURTHER_READINGS,
      },
    });
  });

  it('that was written reads back, for any mapping', () => {
    fc.assert(
      fc.property(mappedStatement, ({ mapping }) => {
        const file = { from: '2025-03', reason: 'because: "it" is\nso', mapping } as const;
        const text = writeMappingFile({ ...file, from: '2025-03' as never });
        expect(parseMappingFile(text, [])).toEqual(file);
      }),
    );
  });

  it.each([
    ['from: 2024-01', 'from: 2024-13', 'from must be a month YYYY-MM (2000–2100)'],
    ['reason: First mapping', 'reason: ""', 'reason must be a text of 1 to 500 characters'],
    ['nrr: none', 'nrr: all', 'nrr must be none or a list of { account, subAccounts }'],
    ['subAccounts: true', 'subAccounts: yes', 'mrr[0].subAccounts must be true or false'],
    ['orr: none', 'orr: [{ subAccounts: true }]', 'orr[0].account must be the full name of an account, Parent:Child'],
    ['orr: none', 'orr: [5]', 'orr[0] must be { account, subAccounts }'],
    ['otherIncomeCounts: false', 'otherIncomeCounts: 1', 'otherIncomeCounts must be true or false'],
    [
      'orr: none',
      'orr: [{ account: A, subAccounts: true, section: revenue }]',
      'orr[0].section must be one of income, cogs, expense, other income, other expense',
    ],
  ])('%s changed to %s is refused', (before, after, problem) => {
    expect(problemsOf(YAML)).toEqual([]);
    expect(problemsOf(YAML.replace(before, after))).toEqual([problem]);
  });

  it.each(['', 'nonsense', 'a: b: c', 'a: &x [1]\nb: [*x, *x]', '- 1', '{', '\u0000'])('%j is refused', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  it('with an unknown key is refused with the known ones', () => {
    expect(problemsOf(`${YAML}\nmrrr: none`)[0]).toMatch(/^mrrr is unknown; accepted are from, reason, nrr, /);
  });
});
