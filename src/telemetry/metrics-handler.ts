import { authorize } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { ForbiddenError, UnauthenticatedError } from '#src/core/errors.ts';
import { problem } from '#src/http/problem.ts';
import { operationalState } from '#src/service/operational-state.ts';
import type { Scope } from '#src/service/scope.ts';
import type { Metrics } from './metrics.ts';

/** What a scrape needs. */
export interface MetricsServices {
  /** The metrics; the first call begins to count. */
  readonly metrics: () => Promise<Metrics>;
  /** A caller's scope, now. */
  readonly scope: (viewer: Viewer) => Scope;
  readonly refusals: Pick<Refusals, 'note'>;
}

/** Data of a request from the listener. */
interface MetricsBindings {
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Answers requests to `/metrics`, which need the role viewer. */
export type MetricsHandler = (request: Request, bindings: MetricsBindings) => Promise<Response>;

export function createMetricsHandler(services: MetricsServices): MetricsHandler {
  return async (_request, { viewer, requestId }) => {
    try {
      await authorize(viewer, 'metrics:read', services.refusals);
    } catch (error) {
      return refused(error, requestId);
    }
    const { text, contentType } = await scrape(services, viewer);
    return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
  };
}

/** The metrics of this moment. The caller has been authorized. */
export async function scrape(
  { metrics, scope }: Pick<MetricsServices, 'metrics' | 'scope'>,
  viewer: Viewer,
): Promise<{ readonly text: string; readonly contentType: string }> {
  const { text, contentType } = await metrics();
  return { text: await text(() => operationalState(scope(viewer))), contentType };
}

function refused(error: unknown, requestId: string): Response {
  if (!(error instanceof UnauthenticatedError || error instanceof ForbiddenError)) throw error;
  const { code, message } = error;
  const status = error instanceof UnauthenticatedError ? 401 : 403;
  const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer realm="qbr"' } : undefined;
  return Response.json(problem({ code, message, status, requestId }), { status, ...(headers && { headers }) });
}
