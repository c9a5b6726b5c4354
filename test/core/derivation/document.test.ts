import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplainedMonth } from '#src/core/calculation/explanation.ts';
import type { Month } from '#src/core/period.ts';
import { packageRoot } from '#src/package-root.ts';
import type { DerivationDocument } from '#src/service/derivation/derivation.ts';
import { hasPython, verify } from '../../kit/verifier.ts';
import { derivedMonth, JANUARY_2026_EXPENSES, Q1_2025, randomMonths } from '../month-values.ts';
import { type Change, changesOf, kindsOf, numberKindsOf } from './changed-documents.ts';
import { documentOf, sealed } from './documents.ts';

const SEED = 20_250_401;
const QUARTER = ['2025-01', '2025-02', '2025-03'] as Month[];
const WITH_HOLES: ExplainedMonth[] = [
  derivedMonth(
    '2025-01',
    { nrr: '10.5', mrr: '-3', employees: 0, new_mrr: 5, total_income: '812.25' },
    { net_profit: 7 },
  ),
  derivedMonth('2025-02', { nrr: '99999999', mrr: '9.99', employees: '0.01', lost_mrr: 0 }),
  derivedMonth('2025-03', { nrr: 1, mrr: 1, employees: 3, orr: 2, total_income: 0 }),
];
const WORKED = [
  documentOf(Q1_2025),
  ...Q1_2025.map((month) => documentOf([month])),
  documentOf([derivedMonth('2026-01', JANUARY_2026_EXPENSES)]),
  documentOf(WITH_HOLES),
  documentOf([derivedMonth('2025-01', {})]),
];

const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(packageRoot(), 'docs/derivation.schema.json'), 'utf8')),
);

function randomDocuments(count: number): DerivationDocument[] {
  const absence = fc.constantFrom(0, 0.05, 0.3, 0.9);
  const worlds = absence.chain((share) => randomMonths(QUARTER, share));
  const months = worlds.chain((world) => fc.constantFrom<ExplainedMonth[]>(world, world.slice(0, 1)));
  return fc.sample(months, { numRuns: count, seed: SEED }).map(documentOf);
}

describe('a derivation', () => {
  it('states leaves, rules and values, each with its exact fraction, stored decimal and display', () => {
    const [{ leaves, values, metrics }] = WORKED as [DerivationDocument];
    const of = (key: string, period: string) =>
      [...leaves, ...values].filter((each) => each.key === key && each.period === period);
    expect(of('reactive_time_spent', '2025-02')).toEqual([
      {
        ...{ period: '2025-02', key: 'reactive_time_spent', value: '138.3', exact: '1383/10', display: '138.3' },
        ...{
          source: 'collected',
          vendor: 'connectwise',
          run: 812,
          enteredBy: null,
          storedAt: '2025-04-15T17:00:00.000Z',
        },
        evidence: { digest: null, reason: 'the rows that it was counted from are not stored' },
      },
    ]);
    expect(of('total_close_pct', '2025-Q1')).toEqual([
      {
        ...{ kind: 'smartNumber', period: '2025-Q1', key: 'total_close_pct', value: '0.9991', exact: '1080/1081' },
        ...{ display: '99.91%', months: QUARTER, reason: null },
      },
    ]);
    expect(of('seats_managed', '2025-01')).toMatchObject([{ value: null, exact: null, display: '—', source: null }]);
    expect(of('avg_aisp', '2025-Q1')).toMatchObject([{ value: null, reason: 'missing', months: [] }]);
    expect(metrics.find(({ key }) => key === 'net_profit')?.formula).toBe('total_revenue - total_expenses');
  });

  it('has the committed schema, whatever is absent', () => {
    for (const document of [...WORKED, ...randomDocuments(40)]) {
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  it('has a schema that refuses a field more and a field less', () => {
    const [document] = WORKED as [DerivationDocument];
    const changes = kindsOf(document).flatMap((kind) => changesOf(document, kind, { count: 6, seed: SEED }));
    const ofFields = changes.filter(
      ({ what, path }) => what === 'added' || (what === 'removed' && typeof path.at(-1) === 'string'),
    );
    expect(ofFields.filter(({ changed }) => validate(changed)).map(({ path }) => path.join('.'))).toEqual([]);
    expect(ofFields.length).toBeGreaterThan(50);
  });
});

describe.skipIf(!hasPython)('the verifier (skipped without python3)', () => {
  it('agrees with the worked examples and with 200 random worlds', () => {
    const documents = [...WORKED, ...randomDocuments(200)];
    expect(verify(documents)).toEqual({ status: 0, found: documents.map(() => []), stderr: '' });
  }, 60_000);

  it('takes a document in any JSON formatting', () => {
    const [document] = WORKED as [DerivationDocument];
    const escaped = JSON.stringify(backwards(document)).replace(/"(?:[^"\\]|\\.)*"/g, escapedText);
    const texts = [JSON.stringify(document, null, 7), `\uFEFF${JSON.stringify(document)}\r\n`, escaped];
    const numbers = JSON.stringify(document).replaceAll('"places":2', '"places":20e-1');
    expect(verify([...texts, numbers])).toMatchObject({ status: 0, found: [[], [], [], []] });
  });

  it('refuses a change of a digit, a field or a row, of every kind of field', () => {
    const document = documentOf(WITH_HOLES);
    const changes = kindsOf(document).flatMap((kind) => changesOf(document, kind, { count: 6, seed: SEED }));
    expect(notRefused(changes)).toEqual([]);
    expect(changes.length).toBeGreaterThan(300);
  }, 120_000);

  it('refuses another number also under a digest of its own', () => {
    const document = documentOf(WITH_HOLES);
    const changes = numberKindsOf(document).flatMap((kind) => changesOf(document, kind, { count: 12, seed: SEED }));
    const resealed = changes.map(({ changed, ...each }) => ({ ...each, changed: sealed(changed) }));
    expect(notRefused(resealed)).toEqual([]);
    expect(changes.length).toBeGreaterThan(150);
  }, 120_000);

  it('reads the whole language of formulas, and refuses what is no formula', () => {
    const [quarter] = WORKED as [DerivationDocument];
    const withFormula = (formula: string) => {
      const isClosing = ({ key }: { readonly key: string }) => key === 'total_close_pct';
      const rules = quarter.smartNumbers.map((rule) => (isClosing(rule) ? { ...rule, formula } : rule));
      return sealed({ ...quarter, smartNumbers: rules });
    };
    const [closed, created] = ['reactive_tickets_closed', 'reactive_tickets_created'];
    const equal = [
      `0 − −${closed} ÷ (2 × ${created} − ${created})`,
      `-${closed}/-(${created}-3+months)`,
      `${closed} * 0.25 * annual / ${created} + 1 - 0.5 - 0.5`,
    ];
    expect(verify(equal.map(withFormula))).toMatchObject({ status: 0, found: [[], [], []] });
    const none = [
      '',
      `${closed} ${created}`,
      `(${closed}`,
      `${closed})`,
      `${closed} +`,
      `${closed} % 2`,
      'A',
      '1.',
      'x',
    ];
    const { status, found } = verify(none.map(withFormula));
    const words = none.map(
      (text) => `"${text}" ${text === 'x' ? 'names x, of which there is no rule' : 'is no formula'}`,
    );
    expect([status, found]).toEqual([1, words.map((each) => [each])]);
  });

  it('names what disagrees in words', () => {
    const [quarter, january] = WORKED as [DerivationDocument, DerivationDocument];
    const withValue = (key: string, value: string) => ({
      ...quarter,
      values: quarter.values.map((each) => (each.key === key && each.period === '2025-Q1' ? { ...each, value } : each)),
    });
    const formula = {
      ...january,
      smartNumbers: january.smartNumbers.map((rule) => ({ ...rule, formula: rule.formula.replace('167', '168') })),
    };
    const reversed = { ...quarter, months: quarter.months.toReversed() };
    const circle = {
      ...january,
      metrics: january.metrics.map((rule) => (rule.key === 'nrr' ? { ...rule, formula: 'total_revenue' } : rule)),
    };
    const { found } = verify([
      withValue('total_close_pct', '0.9992'),
      sealed(withValue('total_close_pct', '0.9992')),
      sealed(formula),
      sealed({ ...circle, leaves: circle.leaves.filter(({ key }) => key !== 'nrr' && key !== 'total_revenue') }),
      sealed(reversed),
    ]);
    expect(found[4]?.[0]).toBe(
      '2025-Q1: the list of months is 2025-03 2025-02 2025-01, but must be 2025-01 2025-02 2025-03',
    );
    expect(found[0]).toEqual([
      'smartNumber total_close_pct of 2025-Q1: the value is 0.9992, but must be 0.9991',
      'smartNumber total_close_pct of 2025-Q1: the display is 99.91%, but must be 99.92%',
      expect.stringMatching(/^the digest is [0-9a-f]{64}, but this document has [0-9a-f]{64}$/),
    ]);
    expect(found[1]).toEqual(found[0]?.slice(0, 2));
    expect(found[2]).toEqual([
      expect.stringContaining('smartNumber reactive_service_pct of 2025-01: the exact value is'),
      expect.stringContaining('smartNumber reactive_service_pct of 2025-01: the value is'),
    ]);
    expect(found[3]?.at(-1)).toContain('its formulas name each other in a circle');
  });

  it.each([
    ['it is no JSON document', ''],
    ['the document cannot be []', '[]'],
    ['an object gives a name twice', '{"format": 1, "format": 2}'],
    ['1.5 is not a whole number', '{"period": 1.5}'],
    ['NaN is not a whole number', '{"period": NaN}'],
    ['surrogates not allowed', '{"period": "\\ud800"}'],
    ['nested too deeply', '['.repeat(100_000)],
    ['it is no JSON document', new Uint8Array([0x22, 0xff, 0x22])],
  ])('says of what is no derivation: %s', (words, text) => {
    const { status, found, stderr } = verify([text]);
    expect([status, stderr]).toEqual([1, '']);
    expect(found[0]?.join('\n')).toContain(words);
  });
});

function notRefused(changes: readonly Change[]): string[] {
  const { status, found, stderr } = verify(changes.map(({ changed }) => changed));
  expect([status, stderr]).toEqual([1, '']);
  return changes.flatMap(({ path, what }, index) => (found[index]?.length ? [] : [`${path.join('.')}: ${what}`]));
}

/** A JSON text with every UTF-16 code unit escaped. */
function escapedText(json: string): string {
  const units = (JSON.parse(json) as string).split('');
  return `"${units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}

/** With the fields of every object the other way round. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, each]) => [name, backwards(each)]),
  );
}
