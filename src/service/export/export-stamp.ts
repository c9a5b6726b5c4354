import { createHash } from 'node:crypto';
import type { Scope } from '#src/service/scope.ts';
import type { ReviewYear } from './review-year.ts';
import type { YearHistory } from './year-history.ts';

/** What a workbook says of its own export. */
export interface ExportStamp {
  /** The same for the same values exported by the same person at the same time. */
  readonly id: string;
  readonly organizationId: number;
  readonly title: string;
  readonly by: string;
  readonly at: Date;
  readonly version: string;
  /** SHA-256 of the stored monthly values. */
  readonly digest: string;
  /** As of the year's history. */
  readonly revision: number;
}

export function exportStamp(
  year: ReviewYear,
  {
    scope: { organization, actor: by, at },
    history: { revision },
    ...given
  }: { readonly scope: Scope; readonly history: YearHistory; readonly title: string; readonly version: string },
): ExportStamp {
  const digest = sha256(storedValues(year));
  const id = sha256([String(organization.id), year.year, by, at.toISOString(), digest]).slice(0, 32);
  return { ...given, id, organizationId: organization.id, by, at, digest, revision };
}

function storedValues({ months, metrics, stored }: ReviewYear): string[] {
  return months.flatMap((month) =>
    metrics.flatMap(({ key }) => {
      const value = stored(key, month);
      return value ? [[key, month, value.value.toFixed(), value.source].join('\t')] : [];
    }),
  );
}

function sha256(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
