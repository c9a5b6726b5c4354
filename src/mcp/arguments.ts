import { z } from 'zod';
import { parsePeriod } from '#src/core/period.ts';
import { textReadBy } from '#src/http/text-read-by.ts';
import { MAX_NAME_CHARACTERS, MAX_ROW_ID, WRITTEN_LIMITS } from '#src/service/limits.ts';

const AN_ID = `must be a whole number from 1 to ${MAX_ROW_ID}`;

/** The organization of a question. */
export const organizationId = z
  .int(AN_ID)
  .min(1, AN_ID)
  .max(MAX_ROW_ID, AN_ID)
  .default(1)
  .describe('Id of the organization (company). Leave it out unless the user names another one.');

/** A month or quarter. */
export const period = textReadBy((text) => parsePeriod(text)).describe(
  'A month, `YYYY-MM`, or a quarter, `YYYY-QN`: 2026-01, 2026-Q3.',
);

/** A key or label of a metric or SmartNumber. */
export const key = name().describe(
  'Key or label of a metric or SmartNumber: `net_profit`, `Net Profit %`. A name that is both means the SmartNumber; `metric:lost_mrr` is the metric.',
);

/** Several of them. */
export function keys(most: number) {
  const length = `must be a list of 1 to ${most} keys`;
  return z.array(name(), { error: length }).min(1, length).max(most, length);
}

function name() {
  return z
    .string({ error: 'must be a text' })
    .refine((text) => text.trim() !== '', { error: 'must not be empty' })
    .max(MAX_NAME_CHARACTERS, `has at most ${WRITTEN_LIMITS.nameCharacters}`);
}

/** A number of items, 1 to `most`. */
export function count(most: number, usual: number) {
  const error = `must be a whole number from 1 to ${most}`;
  return z.int(error).min(1, error).max(most, error).default(usual);
}
