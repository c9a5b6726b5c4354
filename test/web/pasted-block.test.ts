import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparableName as comparableNameOfCore } from '#src/core/metrics/name.ts';
import { clipboardCells } from '#src/web/sheet/clipboard-cells.ts';
import { type PastedBlock, pastedBlock } from '#src/web/sheet/pasted-block.ts';
import { comparableName } from '#src/web/sheet/row-names.ts';
import { emptySheet } from './sheet-shape.ts';

const SHEET = emptySheet();
const METRICS = SHEET.blocks.flatMap(({ rows }) =>
  rows.flatMap(({ kind, series }) => (kind === 'metric' ? [series.definition] : [])),
);
/** The rows and headings from the top to the last editable row that is displayed. */
const ITEMS = SHEET.blocks
  .filter(({ id, isCollapsible }) => !isCollapsible && id !== 'smart-numbers')
  .flatMap(({ label, rows }) => [{ label, key: null }, ...rows.map(({ series: { definition } }) => definition)]);

const pasted = (text: string, metric = 'employees', column = 0, locale = 'en-US') =>
  pastedBlock(text, { row: `metric-${metric}`, column }, SHEET, locale);

/** `{ 'employees/2025-01': '8.5' }` */
function entered({ values }: PastedBlock): Readonly<Record<string, string | null>> {
  return Object.fromEntries(values.map(({ target, value }) => [target.place, value]));
}

const lines = (...rows: readonly (readonly string[])[]) => `${rows.map((row) => row.join('\t')).join('\r\n')}\r\n`;

describe('the cells of a text from a spreadsheet', () => {
  it.each([
    [
      '1\t2\r\n3\t4\r\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['1\n\n2', [['1'], [''], ['2']]],
    ['1\r\n\r\n\t\r\n', [['1']]],
    ['"a ""b"" c"\t2', [['a "b" c', '2']]],
    ['"two\nlines\tand a tab"\t2\n3', [['two\nlines\tand a tab', '2'], ['3']]],
    [
      '"5 inches\t2\n3\t4',
      [
        ['"5 inches', '2'],
        ['3', '4'],
      ],
    ],
    ['"Sales" team\t2\n3', [['"Sales" team', '2'], ['3']]],
    ['""\t""""', [['', '"']]],
    ['', []],
  ] as const)('%j are %j', (text, cells) => {
    expect(clipboardCells(text)).toEqual(cells);
  });

  it('equal those that it was written from, whatever they contain', () => {
    const cell = fc.string({ unit: fc.constantFrom('"', '\t', '\n', '\r', 'a', '1', ' ') });
    const quoted = (each: string) => (/["\t\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
        const whole = [...rows, ['end']];
        expect(clipboardCells(whole.map((row) => row.map(quoted).join('\t')).join('\r\n'))).toEqual(whole);
      }),
    );
  });
});

it('compares names by the server’s rule', () => {
  const name = fc.string({
    unit: fc.constantFrom('#', ' ', 'of ', 'A', 'é', '%', '$', '_', '-', '(', '9', '\u00a0', 'İ'),
  });
  fc.assert(
    fc.property(fc.oneof(name, fc.string({ unit: 'grapheme' })), (each) => {
      expect(comparableName(each)).toBe(comparableNameOfCore(each));
    }),
  );
});

describe('a block that names its metrics and months', () => {
  const MONTH_FORMS: readonly ((month: number) => string)[] = [
    (month) => `2025-${String(month).padStart(2, '0')}`,
    (month) => `${month}/2025`,
    (month) => `${month}/${new Date(Date.UTC(2025, month, 0)).getUTCDate()}/2025`,
    (month) => `${month}/28/25`,
    ...(['short', 'long'] as const).flatMap((style) => {
      const name = (month: number) => new Intl.DateTimeFormat('en', { month: style }).format(new Date(2025, month - 1));
      const forms = ['', ' 2025', '-25', ' ’25', '. 2025', ' 15, 2025'];
      return forms.map((form) => (month: number) => `${name(month)}${form}`);
    }),
    (month) => `31-${new Intl.DateTimeFormat('en', { month: 'short' }).format(new Date(2025, month - 1))}`,
  ];

  it('goes to them, independent of where it is pasted, of other lines and of the order', () => {
    const metrics = fc.shuffledSubarray(METRICS, { minLength: 1 });
    const months = fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], { minLength: 1 });
    const between = fc.array(fc.constantFrom('Q1', 'Q4 2025', 'Total', '', '2025', 'YTD', 'Notes'));
    const spacers = fc.array(fc.constantFrom('', 'Sales', 'A note', 'General'));
    const form = fc.constantFrom(...MONTH_FORMS);
    const named = fc.constantFrom<(metric: (typeof METRICS)[number]) => string>(
      ({ label }) => label,
      ({ key }) => key,
      ({ label }) => ` # of ${label.toUpperCase()}:`,
    );
    const start = fc.tuple(fc.constantFrom(...METRICS.slice(0, 27)), fc.integer({ min: 0, max: 13 }));
    fc.assert(
      fc.property(
        metrics,
        months,
        between,
        spacers,
        form,
        named,
        start,
        (rows, columns, others, gaps, month, name, at) => {
          const headings = [...columns.map((each) => month(each)), ...others];
          const order = headings.map((_, index) => (index * 7) % headings.length);
          const isWhole = new Set(order).size === headings.length;
          const places = isWhole ? order : headings.map((_, index) => index);
          const table = [
            ['Metric', ...places.map((place) => headings[place] ?? '')],
            ...gaps.map((gap) => [gap]),
            ...rows.map((metric, row) => [
              name(metric),
              ...places.map((place) => `${row * 100 + place + 1}${metric.format === 'PERCENTAGE' ? '%' : ''}`),
            ]),
          ];
          const expected = rows.flatMap(({ key, format }, row) =>
            columns.map((each, place) => {
              const value = row * 100 + place + 1;
              const place2025 = `${key}/2025-${String(each).padStart(2, '0')}`;
              return [place2025, format === 'PERCENTAGE' ? String(value / 100) : String(value)];
            }),
          );
          const block = pasted(lines(...table), at[0].key, at[1]);
          expect(block.obstacle).toBeNull();
          expect(entered(block)).toEqual(Object.fromEntries(expected));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names its skipped rows and columns', () => {
    const block = pasted(
      lines(['', 'Dec 2024', 'Jan 2025', 'Q1'], ['Employees', '1', '2', '3'], ['Head count', '4', '5', '6']),
    );
    expect(entered(block)).toEqual({ 'employees/2025-01': '2' });
    expect(block.leftOut).toEqual(['Dec 2024', 'Q1', 'Head count']);
  });

  it('resolves a name shared by a metric and a SmartNumber by its label', () => {
    const csv = lines(['Sales', 'lost_mrr', 'Lost MRR', '1'], ['SmartNumbers', 'lost_mrr', 'Lost MRR (churn)', '2']);
    expect(pasted(csv)).toMatchObject({ obstacle: null, outside: 1, values: [{ text: '1' }] });
    expect(entered(pasted(lines(['lost_mrr', '5'])))).toEqual({ 'lost_mrr/2025-01': '5' });
  });

  it('is placed by column if it names only metrics, and by row if it names only months', () => {
    expect(entered(pasted(lines(['Telemarketing Dials', '5', '6']), 'nrr', 3))).toEqual({
      'telemarketing_dials/2025-04': '5',
      'telemarketing_dials/2025-05': '6',
    });
    expect(entered(pasted(lines(['Mar', 'Total', 'Feb'], ['5', '11', '6'], ['7', '15', '8']), 'employees', 9))).toEqual(
      {
        'employees/2025-03': '5',
        'employees/2025-02': '6',
        'technical_employees/2025-03': '7',
        'technical_employees/2025-02': '8',
      },
    );
  });

  it('goes to metrics of a collapsed block', () => {
    expect(entered(pasted(lines(['Total Income (QuickBooks)', '5'])))).toEqual({ 'total_income/2025-01': '5' });
  });

  it('reads months in the viewer’s language, and the day before the month if the dates require it', () => {
    expect(entered(pasted(lines(['März', 'Mai 2025'], ['1', '2']), 'employees', 0, 'de-DE'))).toEqual({
      'employees/2025-03': '1',
      'employees/2025-05': '2',
    });
    expect(entered(pasted(lines(['01/02/2025', '01/03/2025'], ['1', '2'])))).toEqual({
      'employees/2025-02': '1',
      'employees/2025-03': '2',
    });
  });

  it.each<[string, RegExp, readonly (readonly string[])[]]>([
    [
      'dates that may be two months',
      /more than one month/,
      [
        ['1/2/2025', '3/4/2025'],
        ['1', '2'],
      ],
    ],
    ['dates that are none', /more than one month/, [['13/13/2025'], ['1']]],
    [
      'a month twice',
      /More than one column is January 2025/,
      [
        ['Jan', 'January 2025'],
        ['1', '2'],
      ],
    ],
    [
      'two years side by side',
      /More than one column/,
      [
        ['', 'Jan', 'Feb', 'Jan'],
        ['Employees', '1', '2', '3'],
      ],
    ],
    [
      'another year',
      /no month of 2025/,
      [
        ['Jan 2024', 'Feb 2024'],
        ['1', '2'],
      ],
    ],
    ['another year in its title', /no month of 2025/, [['Review of 2024'], ['Jan', 'Feb'], ['1', '2']]],
    [
      'two years beneath one another',
      /more than one row of months/,
      [
        ['', 'Jan'],
        ['Employees', '1'],
        ['', 'Feb'],
        ['Employees', '2'],
      ],
    ],
    [
      'months down its side',
      /months and values in one row/,
      [
        ['', 'Employees'],
        ['Jan', '5'],
        ['Feb', '6'],
      ],
    ],
    [
      'values above its months',
      /values above its row of months/,
      [
        ['5', '6'],
        ['Jan', 'Feb'],
        ['7', '8'],
      ],
    ],
    [
      'a metric twice',
      /More than one row is Employees/,
      [
        ['Employees', '1'],
        ['employees', '2'],
      ],
    ],
    ['two metrics in a row', /matches more than one row/, [['Employees', 'New MRR', '1']]],
    [
      'names that are not metrics',
      /not metrics of the sheet: “Staff”, “Techs”/,
      [
        ['Staff', '5'],
        ['Techs', '6'],
      ],
    ],
    ['names on the right of its values', /no values next to its names/, [['5', 'Employees']]],
    ['no values', /has no values/, [['Employees'], ['Sales']]],
    [
      'more columns than there are months',
      /15 columns of values, but the sheet has 14/,
      [['Employees', ...Array<string>(15).fill('1')]],
    ],
  ])('is rejected if it has %s', (_, reason, table) => {
    expect(pasted(lines(...table))).toMatchObject({ values: [], obstacle: expect.stringMatching(reason) });
  });
});

describe('a block without names', () => {
  const slice = fc
    .tuple(fc.nat(ITEMS.length - 1), fc.integer({ min: 2, max: ITEMS.length }))
    .map(([from, count]) => ITEMS.slice(from, from + count))
    .filter((items) => items.length > 1 && items[0]?.key !== null && items.at(-1)?.key !== null);
  const blanks = fc.infiniteStream(fc.boolean());
  const lineOf = (item: (typeof ITEMS)[number], number: number, isBlank: boolean) => {
    if (item.key !== null) return `${number}${'format' in item && item.format === 'PERCENTAGE' ? '%' : ''}`;
    return isBlank ? '' : item.label.toUpperCase();
  };
  const expectedOf = (items: typeof ITEMS) =>
    Object.fromEntries(items.flatMap(({ key }, index) => (key === null ? [] : [[`${key}/2025-02`, index + 1]])));
  const numbers = (block: PastedBlock) =>
    Object.fromEntries(block.values.map(({ target, text }) => [target.place, Number(text.replace('%', ''))]));

  it('keeps every value on its row if its headings, empty or not, are the sheet’s', () => {
    fc.assert(
      fc.property(slice, blanks, (items, stream) => {
        const text = items.map((item, index) => lineOf(item, index + 1, stream.next().value)).join('\r\n');
        const block = pasted(text, items[0]?.key ?? '', 1);
        expect(block.obstacle).toBeNull();
        expect(numbers(block)).toEqual(expectedOf(items));
      }),
    );
  });

  it('is rejected if a line before one of its headings is missing or extra', () => {
    const heading = (items: typeof ITEMS) => items.findLastIndex(({ key }) => key === null);
    fc.assert(
      fc.property(
        slice.filter((items) => heading(items) > 1),
        blanks,
        fc.nat(),
        fc.boolean(),
        (items, stream, at, isExtra) => {
          const text = items.map((item, index) => lineOf(item, index + 1, stream.next().value));
          text.splice(1 + (at % (heading(items) - 1)), isExtra ? 0 : 1, ...(isExtra ? ['77'] : []));
          const { obstacle, values } = pasted(text.join('\r\n'), items[0]?.key ?? '', 1);
          expect(values).toEqual([]);
          expect(obstacle).toMatch(/^Its row \d+ .*; copy it with the names of its metrics\.$/);
        },
      ),
    );
  });

  it('skips the sheet’s headings if it has none', () => {
    expect(entered(pasted('31\n1200', 'agreements'))).toEqual({
      'agreements/2025-01': '31',
      'telemarketing_dials/2025-01': '1200',
    });
  });

  it('may begin with the heading above its first row, and have blank lines around headings', () => {
    expect(entered(pasted('Sales\n1200', 'telemarketing_dials'))).toEqual({ 'telemarketing_dials/2025-01': '1200' });
    expect(entered(pasted('31\n\nSales\n\n1200', 'agreements'))).toEqual({
      'agreements/2025-01': '31',
      'telemarketing_dials/2025-01': '1200',
    });
  });

  it.each([
    ['8.5\n\n31', 'employees', 'Its row 2 is blank where the sheet has Technical Employees'],
    ['8.5\nSales\n31', 'employees', 'Its row 2 is “Sales” where the sheet has Technical Employees'],
    ['31\nRevenue\n1200', 'agreements', 'Its row 2 is “Revenue” where the sheet has the heading Sales'],
    ['31\n1200\n\n40', 'agreements', 'Its row 2 has values where the sheet has the heading Sales'],
    ['Sales\n8.5', 'employees', 'Its row 1 is “Sales” where the sheet has the heading General'],
    ['1\n2', 'gross_margin_per_employee', null],
    [`${'1\n'.repeat(60)}`, 'employees', 'It has more rows than the sheet'],
  ])('%j at %s: %s', (text, metric, reason) => {
    const { obstacle } = pasted(text, metric);
    if (reason === null) expect(obstacle).toBeNull();
    else expect(obstacle).toContain(reason);
  });

  it('keeps a cell that is not a number among others, with its problem', () => {
    const block = pasted('5\tx\n#N/A\t6', 'employees');
    expect(block.values.map(({ text, value }) => [text, value])).toEqual([
      ['5', '5'],
      ['x', null],
      ['#N/A', null],
      ['6', '6'],
    ]);
  });
});

describe('a pasted percentage', () => {
  it('is a fraction of 1 in a metric that is a percentage', () => {
    expect(entered(pasted('12.5%\t(3%)', 'gross_margin_pct'))).toEqual({
      'gross_margin_pct/2025-01': '0.125',
      'gross_margin_pct/2025-02': '-0.03',
    });
  });

  it.each([
    ['0.125', 'gross_margin_pct', /fraction or a percentage/],
    ['12.5%', 'employees', /not a number but a percentage/],
    ['12.5%', 'new_mrr', /not a number but a percentage/],
  ])('%s is rejected in %s', (text, metric, problem) => {
    expect(pasted(text, metric).values).toMatchObject([{ value: null, problem: expect.stringMatching(problem) }]);
  });
});
