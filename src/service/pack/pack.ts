import { createHash } from 'node:crypto';
import { type Period, parsePeriod } from '#src/core/period.ts';
import { type DigestedPack, PAPERS, type PackContent, type Paper } from '#src/files/pack-content.ts';
import type { ExportedFile } from '#src/service/export/workbook.ts';
import { type FrozenPack, thawPack } from '#src/service/presentation/frozen-pack.ts';
import { requirePresented } from '#src/service/presentation/presentation.ts';
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
 * newest change of a value that it prints, so that the same stored data has the same bytes as long as no period of it advances. That of
 * a presentation is printed from its content alone, under its digest.
 * @throws InvalidPeriodError; NotFoundError for a presentation that there is not; OrganizationNotFoundError; UnauthenticatedError,
 *   ForbiddenError
 */
export async function exportPack(report: Report, { period, paper, presentation }: PackRequest): Promise<ExportedFile> {
  const asked = parsePeriod(period);
  const pack = await digestedPack(report, asked, presentation);
  const { writePack } = await import('#src/files/pack-writer.ts');
  const bytes = await writePack(pack, paper);
  const version = presentation === undefined ? '' : `-presentation-${presentation}`;
  return { name: `business-review-${asked}${version}.pdf`, bytes };
}

async function digestedPack(report: Report, period: Period, version: number | undefined): Promise<DigestedPack> {
  if (version !== undefined) {
    const { content, digest } = await requirePresented(report.scope, { period, version });
    return { content: thawPack(content.pack as FrozenPack), digest };
  }
  const content = await packContent(report, period);
  return { content, digest: digestOf(content) };
}

/** SHA-256 of everything that a pack says, independent of its paper. */
function digestOf(content: PackContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
