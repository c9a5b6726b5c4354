import { z } from '@hono/zod-openapi';
import { InvalidPeriodError } from '#src/core/errors.ts';
import { Decimal } from '#src/core/number.ts';
import { isQuarter, parseMonth, parsePeriod, type Quarter } from '#src/core/period.ts';
import { textReadBy } from '#src/http/text-read-by.ts';
import { MAX_NAME_CHARACTERS, MAX_NOTE_CHARACTERS, MAX_ROW_ID, WRITTEN_LIMITS } from '#src/service/limits.ts';

const TEXT = 'must be given once, as a text';

/** A month in a query or a body. */
export const monthField = textReadBy((text) => parseMonth(text), TEXT).openapi({
  type: 'string',
  description: 'A month, `YYYY-MM`.',
  example: '2025-01',
  pattern: '^20\\d\\d-(0[1-9]|1[0-2])$|^2100-(0[1-9]|1[0-2])$',
});

/** A month or quarter in a query. */
export const periodField = textReadBy((text) => parsePeriod(text), TEXT).openapi({
  type: 'string',
  description: 'A month, `YYYY-MM`, or a quarter, `YYYY-QN`.',
  example: '2025-Q1',
});

/** A quarter in a query. */
export const quarterField = textReadBy(readQuarter, TEXT).openapi({
  type: 'string',
  description: 'A quarter, `YYYY-QN`.',
  example: '2025-Q1',
});

function readQuarter(text: string): Quarter {
  const period = parsePeriod(text);
  if (isQuarter(period)) return period;
  throw new InvalidPeriodError(`Period must be a quarter YYYY-QN, not the month ${text}`, { field: 'period' });
}

const NUMBER = `must be a whole number from 1 to ${MAX_ROW_ID}`;

/** An ID of an organization or vendor in a query. */
export const idParameter = z
  .string({ error: NUMBER })
  .regex(/^[1-9]\d{0,9}$/, NUMBER)
  .transform(Number)
  .refine((id) => id <= MAX_ROW_ID, NUMBER)
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_ROW_ID });

/** The version of a presentation in a query. */
export const presentationField = idParameter.openapi({
  type: 'integer',
  minimum: 1,
  maximum: MAX_ROW_ID,
  description: 'The version of a presentation of the period; what is stored now if omitted.',
});

/** The same in a body, where it is a JSON number. */
export const idField = z.int(NUMBER).min(1, NUMBER).max(MAX_ROW_ID, NUMBER);

/** The organization of a query. */
export const organizationParameter = idParameter
  .optional()
  .transform((id) => id ?? 1)
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_ROW_ID, default: 1, description: 'ID of the organization.' });

/** The organization of a body. */
export const organizationField = idField.default(1).openapi({ description: 'ID of the organization.' });

/** A boolean in a query. */
export const flagParameter = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' });

/**
 * An amount in a body. JSON numbers are read as doubles, whose shortest text keeps every digit of a number with up to 15
 * significant digits, more than the ten before and four after the point that are stored. Digits of a longer literal that a
 * double cannot hold are lost.
 */
export const amountField = z
  .number({ error: 'must be a finite JSON number' })
  .transform((value) => new Decimal(value))
  .openapi({ type: 'number', example: 350 });

/** Message for a list item that is not an object. */
export const AN_OBJECT = 'must be an object';

/** A name of a metric, or of the person who enters values. */
export const nameField = z
  .string({ error: 'must be a text' })
  .refine((name) => name.trim() !== '', 'must not be empty')
  .max(MAX_NAME_CHARACTERS, `has at most ${WRITTEN_LIMITS.nameCharacters}`)
  .refine((name) => !/[\p{Cc}\p{Surrogate}]/u.test(name), 'must have no control characters');

/** Notes on a value. */
export const notesField = z
  .string({ error: 'must be a text, or null' })
  .max(MAX_NOTE_CHARACTERS, `has at most ${WRITTEN_LIMITS.noteCharacters}`)
  .nullish();
