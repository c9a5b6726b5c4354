import type { z } from '@hono/zod-openapi';
import fc from 'fast-check';

/** What a client could send by mistake or on purpose: wrong types, extremes, and names that JavaScript gives a meaning. */
const ODD_TEXTS = [
  '',
  ' ',
  'null',
  'true',
  'NaN',
  '1e400',
  '-1',
  '0',
  '01',
  '2147483648',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\ud800',
  '💸',
  'İ',
  '%',
  'a'.repeat(101),
  'a'.repeat(4_001),
  '2025-13',
  '2025-1',
  '2025-Q5',
  '9999-01',
  '2025-01-01',
] as const;
const MONTHS = ['2026-01', '2025-01', '2025-03', '2026-01', '2025-02', '2026-01'] as const;
const PERIODS = [...MONTHS, '2025-Q1', '2025-Q1', '2024-11', '2031-01'] as const;
const METRICS = [
  'mrr',
  '# of Reactive Tickets Created',
  'net_profit',
  'total_close_pct',
  'Own Metric',
  'lost_mrr',
] as const;

const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 30 }));

/** Nothing, but for one time in so many. */
function seldom<Value>(arbitrary: fc.Arbitrary<Value>, times: number): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

/** Texts that are right for a field of that name. */
function textFor(name: string): fc.Arbitrary<string> {
  if (name.includes('period')) return fc.constantFrom(...PERIODS);
  if (name.startsWith('metric')) return fc.constantFrom(...METRICS);
  if (name === 'data_source') return fc.constantFrom('best', 'manual', 'quickbooks', 'collected');
  if (name === 'category') return fc.constantFrom('revenue', 'Financial Health', 'intermediate');
  if (['include_intermediate', 'dryRun', 'skipRefused'].includes(name)) return fc.constantFrom('true', 'false');
  if (name === 'digest') return fc.constantFrom('0'.repeat(64), 'f'.repeat(64));
  if (name === 'dates') return fc.constantFrom('month-first', 'day-first');
  if (name === 'numbers') return fc.constantFrom('point', 'comma');
  if (name === 'heading_row' || name === 'label_column') return fc.constantFrom('1', '2', '99');
  if (name === 'threshold_type') return fc.constantFrom('warning', 'critical');
  if (name === 'bound') return fc.constantFrom('min', 'max');
  if (name === 'vendor_id') return fc.constantFrom('5', '5', '3', '99');
  if (name.endsWith('_id')) return fc.constantFrom('1', '1', '1', '1', '99');
  return fc.constantFrom('admin', 'Counted again', 'Ü 💸', 'a b');
}

/** A query: the parameters of the route, right and wrong, missing, repeated, and others. */
export function queryText(schema: z.ZodObject, isMostlyEmpty: boolean): fc.Arbitrary<string> {
  const named = Object.keys(schema.shape).map((name) =>
    fc.option(
      fc
        .oneof({ weight: 10, arbitrary: textFor(name) }, { weight: 1, arbitrary: oddText })
        .map((value) => `${name}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))}`),
      { nil: null, freq: 3 },
    ),
  );
  const other = fc.constantFrom(
    'period=2025-01',
    '__proto__=1',
    'constructor=1',
    'nothing',
    '=',
    '%ff=%',
    'a[b]=1',
    '&&',
  );
  const others = seldom(other, isMostlyEmpty ? 30 : 8);
  return fc.tuple(...named, others).map((parts) => {
    const given = parts.filter((part) => part !== null);
    return given.length === 0 ? '' : `?${given.join('&')}`;
  });
}

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e300, -1e-300, 12_345_678_901, 9_999_999_999.99, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 3 }),
);

function valueFor(name: string, field: z.ZodType): fc.Arbitrary<unknown> {
  if (name === 'metrics' || name === 'thresholds') {
    const element = elementOf(field);
    return fc.array(element ? objectOf(element) : oddValue, { maxLength: 3, size: 'small' });
  }
  if (name === 'metric_names') return fc.array(textFor('metric'), { maxLength: 4 });
  if (name === 'vendor_id') return fc.constantFrom(3, 5, 5, 5, 99);
  if (name.endsWith('_id')) return fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 99);
  if (name === 'force_update') return fc.boolean();
  if (name === 'period') return fc.constantFrom(...MONTHS, ...MONTHS, '2025-Q1', '2031-01');
  const isText = /period|name|type|bound|notes|entered_by/.test(name) || name === 'metric';
  return isText
    ? textFor(name)
    : fc.oneof(fc.integer({ min: -1_000, max: 100_000 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
}

function elementOf(field: z.ZodType): z.ZodObject | null {
  let inner = field as unknown as { readonly _zod: { readonly def: { readonly element?: unknown } } };
  const { element } = inner._zod.def;
  inner = element as typeof inner;
  return element !== undefined && 'shape' in (element as object) ? (element as z.ZodObject) : null;
}

/** An object of the schema's fields, most right, some missing, wrong or beside them. */
function objectOf(schema: z.ZodObject): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(schema.shape).map(([name, field]) =>
    fc
      .oneof(
        { weight: 60, arbitrary: valueFor(name, field as z.ZodType) },
        { weight: 1, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: oddValue },
      )
      .map((value) => [name, value] as const),
  );
  const other = seldom(fc.tuple(oddText, oddValue), 20);
  return fc
    .tuple(fc.tuple(...fields), other)
    .map(([pairs, beside]) =>
      Object.fromEntries([...pairs, ...(beside === null ? [] : [beside])].filter(([, value]) => value !== undefined)),
    );
}

/** JSON in which one of the object's keys stands twice, the wrong value first or last. */
function withKeyTwice(body: Record<string, unknown>): fc.Arbitrary<string> {
  const keys = Object.keys(body);
  const text = JSON.stringify(body);
  if (keys.length === 0) return fc.constant('{"period":"2025-01","period":"2025-02"}');
  return fc.tuple(fc.constantFrom(...keys), oddValue, fc.boolean()).map(([key, value, isFirst]) => {
    const again = `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    return isFirst ? `{${again},${text.slice(1)}` : `${text.slice(0, -1)},${again}}`;
  });
}

/** Methods of HTTP, of its extensions, and of nobody; `fetch` sends them as they are, but for the common ones in small letters. */
export const methodText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'QUERY', 'PROPFIND', 'LOCK', 'pOsT'),
  fc
    .string({ unit: fc.constantFrom(...'ABCXYZabcxyz019-_.!#$'), minLength: 1, maxLength: 12 })
    .filter((method) => !/^(connect|trace|track)$/i.test(method)),
);

export interface FuzzedBody {
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly type: string | null;
}

const BROKEN: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '{"period":"2025-01",}',
  '{"period":"2025-01","metrics":[{"metric_name":"mrr","metric_value":1e400}]}',
  '{"period":"2025-01","metrics":[{"metric_name":"mrr","metric_value":NaN}]}',
  '{"period":"2025-01","metrics":[{"metric_name":"mrr","metric_value":01}]}',
  '{"__proto__":{"period":"2025-01"},"constructor":{"prototype":{}}}',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `{"a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d),
  Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
  'x'.repeat(1_048_577),
];

const RIGHT = 'application/json';
const JSON_TYPES = [
  RIGHT,
  RIGHT,
  RIGHT,
  `${RIGHT}; charset=utf-8`,
  'Application/JSON',
  'application/vnd.api+json',
] as const;
/** What is no JSON by its content type, though the body may be. */
export const OTHER_TYPES: readonly (string | null)[] = [
  ...[null, '', 'json', 'text/plain', 'text/json', 'application/xml', 'application/jsonp', 'application/json-seq'],
  ...[
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json, text/plain',
    'x-application/json',
    '*/*',
  ],
];

/** A body: of one of the forms, right or wrong; sometimes no JSON, or said to be something else. */
export function bodyText(bodies: readonly z.ZodObject[]): fc.Arbitrary<FuzzedBody> {
  const forms = bodies.length === 0 ? [fc.constant({})] : bodies.map(objectOf);
  const body = fc.oneof(...forms);
  const content = fc.oneof(
    { weight: 16, arbitrary: body.map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: body.chain(withKeyTwice) },
    { weight: 2, arbitrary: fc.constantFrom(...BROKEN) },
  );
  const type = fc.oneof(
    { weight: 15, arbitrary: fc.constantFrom(...JSON_TYPES) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_TYPES) },
  );
  return fc.record({ content, type });
}
