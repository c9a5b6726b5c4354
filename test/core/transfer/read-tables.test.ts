import { describe, expect, it } from 'vitest';
import { readTables } from '#src/core/transfer/read-tables.ts';
import type { Table, TableCell } from '#src/core/transfer/table.ts';
import type { LayoutChoice } from '#src/core/transfer/table-layout.ts';

const NAMES = new Map<string, string>();

function table(rows: readonly (readonly TableCell[])[], name = 'Sheet1', formulas: readonly string[] = []): Table {
  return { name, rows, formulas: new Set(formulas), text: null };
}

function read(tables: Table | readonly Table[], choice: Partial<LayoutChoice> = {}) {
  const { cells, question, notes } = readTables('rows' in tables ? [tables] : tables, { names: NAMES, ...choice });
  if (question) return question.kind;
  const texts = cells.map(({ where, subject, column, content }) => {
    const name = subject.kind === 'unknown' ? `? ${subject.name}` : subject.definition.key;
    return [where, name, column?.period, content.kind === 'number' ? content.value.toFixed() : content.kind].join(' ');
  });
  return { texts, notes };
}

describe('a table', () => {
  it('has titles above, quarters and totals between, blank rows, headings and notes', () => {
    const found = read(
      table([
        ['Acme', null, null, null, null, null, null],
        ['Monthly Business Review 2025'],
        [null, 'Jan', 'Feb', 'Mar', 'Q1', 'Total', 'Notes'],
        ['Revenue'],
        ['NRR', 1, 2, 3, 6, 6, 'fine'],
        [],
        ['# of Employees', 8.5, null, '—', null, null, null],
        ['Note: three new clients', null, null, 'in March'],
      ]),
    );
    expect(found).toMatchObject({
      texts: [
        'Sheet1!B5 nrr 2025-01 1',
        'Sheet1!C5 nrr 2025-02 2',
        'Sheet1!D5 nrr 2025-03 3',
        'Sheet1!E5 nrr 2025-Q1 6',
        'Sheet1!F5 nrr 2025 6',
        'Sheet1!B7 employees 2025-01 8.5',
      ],
    });
  });

  it('may have its names in a later column, and years as sheets or beneath each other', () => {
    const rows = [
      ['Category', 'Metric', 'Jan', 'Feb'],
      ['Revenue', 'MRR', 1, 2],
    ];
    expect(read([table(rows, '2024'), table(rows, 'MBR 2025'), table([['x']], 'Ideas')])).toEqual({
      texts: [
        ...['2024!C2 mrr 2024-01 1', '2024!D2 mrr 2024-02 2'],
        ...['MBR 2025!C2 mrr 2025-01 1', 'MBR 2025!D2 mrr 2025-02 2'],
      ],
      notes: ['The sheet Ideas has no months and metrics: left out.'],
    });
    const stacked = table([
      ['2024'],
      [null, 'Jan', 'Feb'],
      ['MRR', 1, 2],
      ['2025'],
      [null, 'Jan', 'Feb'],
      ['MRR', 3, 4],
    ]);
    expect(read(stacked)).toMatchObject({
      texts: [
        ...['Sheet1!B3 mrr 2024-01 1', 'Sheet1!C3 mrr 2024-02 2'],
        ...['Sheet1!B6 mrr 2025-01 3', 'Sheet1!C6 mrr 2025-02 4'],
      ],
    });
  });

  it('may have months down and metrics across, and its cells keep their places', () => {
    const found = read(
      table([
        ['Month', 'NRR', 'MRR'],
        ['2025-01', 1, 2],
        ['2025-02', 3, 4],
      ]),
    );
    expect(found).toMatchObject({
      texts: [
        ...['Sheet1!B2 nrr 2025-01 1', 'Sheet1!B3 nrr 2025-02 3'],
        ...['Sheet1!C2 mrr 2025-01 2', 'Sheet1!C3 mrr 2025-02 4'],
      ],
    });
  });

  it('may have a value in each row, with notes and the time of the last change', () => {
    const rows = [
      ['period', 'metric', 'value', 'notes', 'updated_at'],
      ['2025-01', 'nrr', '-2044', '=late', '2025-04-15T17:00:00.000Z'],
      ['soon', 'nrr', '1', '', ''],
    ];
    const { cells } = readTables([{ ...table(rows, ''), text: { delimiter: ',', lines: [1, 2, 3] } }], {
      names: NAMES,
    });
    expect(cells).toMatchObject([
      { where: 'line 2, column C', notes: '=late', revision: new Date('2025-04-15T17:00:00Z') },
      { column: null, content: { kind: 'unreadable', reason: '“soon” is not a month such as 2026-01' } },
    ]);
  });

  it('is asked about where only a person can say it', () => {
    expect(
      read(
        table([
          ['a', 'b'],
          ['c', 1],
        ]),
      ),
    ).toBe('layout');
    expect(
      read(
        table([
          [null, 'Jan', 'Feb'],
          ['MRR', 1, 2],
        ]),
      ),
    ).toBe('year');
    expect(
      read(
        table([
          [null, '01/02/2026'],
          ['MRR', 1],
        ]),
      ),
    ).toBe('date order');
    expect(
      read(
        table([
          [null, 'Jan 2026'],
          ['MRR', '1.234'],
        ]),
      ),
    ).toBe('number style');
  });

  it('is asked about with what each answer would make of it', () => {
    const questionOf = (rows: readonly (readonly TableCell[])[]) =>
      readTables([table(rows)], { names: NAMES }).question;
    const dated = (...dates: string[]) => questionOf([['Title'], [null, ...dates, 'Total'], ['MRR', 1, 2, 3]]);
    expect(dated('01/02/2026', '3/4/26')?.dates).toEqual([
      { order: 'month first', months: ['2026-01', '2026-03'] },
      { order: 'day first', months: ['2026-02', '2026-04'] },
    ]);
    // Two columns would be January with the month first.
    expect(dated('01/02/2026', '13/1/2026', '1/3/2026')?.dates).toBeUndefined();
    const numbered = (text: string) =>
      questionOf([
        [null, 'Jan 2026'],
        ['MRR', text],
      ])?.numbers.map(({ style, value }) => [style, value.toFixed()]);
    expect(numbered('1.234')).toEqual([
      ['point', '1.234'],
      ['comma', '1234'],
    ]);
    expect(numbered('$1,234')).toEqual([
      ['point', '1234'],
      ['comma', '1.234'],
    ]);
  });

  it('is read as a person says', () => {
    const german = table([
      ['Umsatz', '01/02/2026'],
      ['Laufend', '1.234'],
    ]);
    const names = new Map([['laufend', 'mrr']]);
    const given = { headingRow: 0, labelColumn: 0, names };
    expect(read(german, { ...given, dateOrder: 'day first', numberStyle: 'comma' })).toMatchObject({
      texts: ['Sheet1!B2 mrr 2026-02 1234'],
    });
    expect(
      read(
        table([
          [null, 'Jan', 'Feb'],
          ['MRR', 1, 2],
        ]),
        { year: 2024 },
      ),
    ).toMatchObject({
      texts: ['Sheet1!B2 mrr 2024-01 1', 'Sheet1!C2 mrr 2024-02 2'],
    });
  });

  it('names errors, dates, truth values and formulas without a result', () => {
    const cells = ['#REF!', new Date('2026-01-05T00:00:00Z'), true, { formula: 'A1/B1' }, 'erase', 'n/a'];
    const months = ['2025-01', '2025-02', '2025-03', '2025-04', '2025-05', '2025-06'];
    const { cells: found } = readTables(
      [
        table([
          [null, ...months],
          ['MRR', ...cells],
        ]),
      ],
      { names: NAMES },
    );
    expect(found.map(({ content }) => ('reason' in content ? content.reason : content.kind))).toEqual([
      'The cell has the error #REF!',
      '“2026-01-05” is not a number',
      '“TRUE” is not a number',
      'no result',
      'erase',
    ]);
  });
});
