import { GraphQLScalarType, Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Decimal } from '#src/core/number.ts';
import { schema } from '#src/graphql/schema.ts';

function scalar(name: string): GraphQLScalarType {
  const type = schema.getType(name);
  if (!(type instanceof GraphQLScalarType)) throw new Error(`${name} is no scalar`);
  return type;
}

describe('Decimal', () => {
  const decimal = scalar('Decimal');

  it.each([
    ['38261.63', '38261.63'],
    ['354.0000', '354'],
    ['-0.0041', '-0.0041'],
    ['0', '0'],
    ['1e12', '1000000000000'],
    ['0.00000001', '0.00000001'],
    ['12345678901234567890.1234', '12345678901234567890.1234'],
  ])('writes %s in plain notation', (value, text) => {
    expect(decimal.serialize(new Decimal(value))).toBe(text);
  });

  it.each(['38261.63', 38261.63, '1e3', ' 5.50 ', '-.5', 0])('reads %j', (value) => {
    expect(decimal.parseValue(value)).toEqual(new Decimal(String(value).trim()));
  });

  it('reads every digit of a literal', () => {
    const value = '12345678901234567890.1234';
    for (const kind of [Kind.STRING, Kind.FLOAT] as const) {
      expect(decimal.parseLiteral({ kind, value })).toEqual(new Decimal(value));
    }
  });

  it.each(['', '1,000', 'NaN', 'Infinity', '0x10', '$5', true, null, ['1'], Number.NaN])('refuses %j', (value) => {
    expect(() => decimal.parseValue(value)).toThrow(/^A Decimal /);
  });
});

describe('Period', () => {
  const period = scalar('Period');

  it.each(['2025-01', '2025-Q4', '2100-12'])('reads and writes %s', (text) => {
    expect(period.serialize(period.parseValue(text))).toBe(text);
  });

  it.each(['2025-13', '2025-1', '2025-Q5', '25-01', '1999-12', '2025', '', 202501, null])('refuses %j', (value) => {
    expect(() => period.parseValue(value)).toThrow(/Period/);
  });
});

describe('A literal that cannot be read', () => {
  it.each([
    ['Decimal', { kind: Kind.STRING, value: 'NaN' }],
    ['Decimal', { kind: Kind.BOOLEAN, value: true }],
    ['Period', { kind: Kind.STRING, value: '2025-13' }],
    ['Period', { kind: Kind.INT, value: '2025' }],
    ['DateTime', { kind: Kind.STRING, value: 'yesterday' }],
    ['DateTime', { kind: Kind.INT, value: '2025' }],
  ] as const)('as a %s is told with where it stands: %j', (name, node) => {
    const attempt = () => scalar(name).parseLiteral(node);
    expect(attempt).toThrow(expect.objectContaining({ nodes: [node] }));
  });
});

describe('DateTime', () => {
  it('writes instants in UTC with Z', () => {
    const instant = new Date('2025-01-01T00:00:00-06:00');
    expect(scalar('DateTime').serialize(instant)).toBe('2025-01-01T06:00:00.000Z');
  });
});
