import { GraphQLError, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { QbrError } from '#src/core/errors.ts';
import { type Decimal, parseDecimal } from '#src/core/number.ts';
import { type Period, parsePeriod } from '#src/core/period.ts';
import { builder } from '#src/graphql/builder.ts';
import { UploadedFile } from '#src/graphql/guards/multipart.ts';

builder.scalarType('Decimal', {
  description:
    'An exact decimal number as a string in plain notation, `"38261.63"` or `"-0.0041"`, never with an exponent. Input is a string or a number; strings keep every digit.',
  serialize: (value) => value.toFixed(),
  parseValue: (value) => readDecimal(value),
  parseLiteral: (node) => readDecimal(literal(node), node),
});

builder.scalarType('Period', {
  description: 'A calendar month, `"2025-01"`, or quarter, `"2025-Q1"`, of the years 2000 to 2100.',
  serialize: (value) => value,
  parseValue: (value) => readPeriod(value),
  parseLiteral: (node) => readPeriod(node.kind === Kind.STRING ? node.value : undefined, node),
});

builder.scalarType('DateTime', {
  description: 'An instant in ISO 8601, in UTC with `Z`: `"2025-01-01T06:00:00.000Z"`.',
  serialize: (value) => writeInstant(value),
  parseValue: (value) => GraphQLDateTimeISO.parseValue(value),
  parseLiteral: (node, variables) => GraphQLDateTimeISO.parseLiteral(node, variables),
});

builder.scalarType('JSON', {
  description: 'Any JSON value. Output only.',
  serialize: (value) => value,
  parseValue: () => {
    throw new GraphQLError('JSON cannot be used as input');
  },
});

let written = { time: Number.NaN, text: '' };

/** The values of a month have few instants, one after the other the same: it is written once. */
function writeInstant(value: Date): string {
  const time = value.getTime();
  if (time !== written.time) written = { time, text: GraphQLDateTimeISO.serialize(value) };
  return written.text;
}

builder.scalarType('Upload', {
  description:
    'A file, sent as the GraphQL multipart request convention says, with the header `GraphQL-Require-Preflight: 1`. One a request, at most 10 MB. Input only.',
  serialize: () => {
    throw new GraphQLError('An Upload cannot be an output');
  },
  parseValue: (value) => readUpload(value),
  parseLiteral: (node) => readUpload(null, node),
});

function readUpload(value: unknown, node?: ValueNode): UploadedFile {
  if (value instanceof UploadedFile) return value;
  throw inputError('An Upload is a file of a multipart request, given by a variable', node);
}

/** `node` gives a literal's location in an error; GraphQL itself names the variable of a value without one. */
function readDecimal(value: unknown, node?: ValueNode): Decimal {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw inputError('A Decimal is a string or a number', node);
  }
  return asInputError(() => parseDecimal(String(value), 'A Decimal'), node);
}

function readPeriod(value: unknown, node?: ValueNode): Period {
  if (typeof value !== 'string') throw inputError('A Period is a string such as "2025-01" or "2025-Q1"', node);
  return asInputError(() => parsePeriod(value), node);
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : undefined;
}

/** A malformed scalar is an ordinary input error of GraphQL. */
function asInputError<T>(parse: () => T, node: ValueNode | undefined): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof QbrError) throw inputError(error.message, node);
    throw error;
  }
}

function inputError(message: string, node: ValueNode | undefined): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null });
}
