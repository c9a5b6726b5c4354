import { NotFoundError } from '#src/core/errors.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { type PresentationContent, readPresentationContent } from '#src/core/presentation/content.ts';
import { canonicalValue } from '#src/service/canonical-json.ts';
import { read, requireReadable, type Scope } from '#src/service/scope.ts';
import {
  findPresentation,
  readPresentations,
  type StoredPresentation,
  type StoredPresentationContent,
} from '#src/store/presentations.ts';

export type { StoredPresentation } from '#src/store/presentations.ts';

/** A presentation with what was shown. */
export interface Presentation extends StoredPresentation {
  readonly content: PresentationContent;
}

/** Which presentation of a period; the newest without a version. */
export interface PresentationRequest {
  readonly period: Period;
  readonly version?: number | undefined;
}

/**
 * The presentations of a period, or of all, newest first.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function listPresentations(scope: Scope, period: Period | null): Promise<StoredPresentation[]> {
  const periods = period === null ? undefined : [period];
  return read(scope, 'metrics:read', (reader) => readPresentations(reader, scope.organization.id, periods));
}

/** A presentation; null if there is none. @throws UnauthenticatedError, ForbiddenError */
export async function findPresented(scope: Scope, asked: PresentationRequest): Promise<Presentation | null> {
  const stored = await read(scope, 'metrics:read', (reader) => findPresentation(reader, scope.organization.id, asked));
  return stored && opened(stored);
}

/** A presentation without its content; null if there is none. @throws UnauthenticatedError, ForbiddenError */
export async function findStoredPresentation(
  scope: Scope,
  { period, version }: PresentationRequest,
): Promise<StoredPresentation | null> {
  const [newest, ...earlier] = await listPresentations(scope, period);
  if (version === undefined) return newest ?? null;
  return [newest, ...earlier].find((each) => each?.version === version) ?? null;
}

/** As `findPresented`. @throws OrganizationNotFoundError; NotFoundError if there is none */
export async function requirePresented(scope: Scope, asked: PresentationRequest): Promise<Presentation> {
  const presentation = await findPresented(scope, asked);
  if (presentation) return presentation;
  await requireReadable(scope);
  const which = asked.version === undefined ? 'has not been presented' : `has no presentation ${asked.version}`;
  const field = asked.version === undefined ? 'period' : 'presentation';
  throw new NotFoundError(`${periodLabel(asked.period)} ${which}`, { field });
}

/** In the canonical form, whatever form the database gives it. */
function opened({ content, ...rest }: StoredPresentationContent): Presentation {
  return { ...rest, content: readPresentationContent(canonicalValue(content as object)) };
}
