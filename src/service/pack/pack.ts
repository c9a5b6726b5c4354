import { createHash } from 'node:crypto';
import { InvalidParameterError } from '#src/core/errors.ts';
import { type Period, parsePeriod } from '#src/core/period.ts';
import { PAPERS, type PackContent, type Paper } from '#src/files/pack-content.ts';
import type { ExportedFile } from '#src/service/export/workbook.ts';
import type { Report } from '#src/service/report/report.ts';
import { packContent } from './content.ts';

export const PACK_TYPE = 'application/pdf';
export const PACK_PAPERS = PAPERS;

export interface PackRequest {
  /** A month or a quarter. */
  readonly period: string;
  readonly paper: Paper;
  /** The version of a presentation; of what is stored now if omitted. */
  readonly presentation?: number | undefined;
}

/**
 * The PDF of a period for the owners: the review, what changed, the sheets, limits, data quality and definitions. It is dated by the
 * newest change of a value that it prints, so that the same stored data has the same bytes as long as no period of it advances.
 * @throws InvalidPeriodError; InvalidParameterError for a presentation, which cannot be made yet; OrganizationNotFoundError;
 *   UnauthenticatedError, ForbiddenError
 */
export async function exportPack(report: Report, { period, paper, presentation }: PackRequest): Promise<ExportedFile> {
  const asked = parsePeriod(period);
  if (presentation !== undefined) throw noPresentation(asked, presentation);
  const content = await packContent(report, asked);
  const { writePack } = await import('#src/files/pack-writer.ts');
  const bytes = await writePack({ content, digest: digestOf(content) }, paper);
  return { name: `business-review-${asked}.pdf`, bytes };
}

function noPresentation(period: Period, version: number): InvalidParameterError {
  const message = `${period} has no presentation ${version}: periods cannot be presented yet; leave the presentation out for a pack of what is stored now`;
  return new InvalidParameterError(message, { field: 'presentation' });
}

/** SHA-256 of everything that a pack says, independent of its paper. */
function digestOf(content: PackContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
