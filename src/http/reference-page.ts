import { authorize } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { type ErrorCode, QbrError } from '#src/core/errors.ts';
import { calculationReference, REFERENCE_POLICY } from '#src/service/reference/reference.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import type { Report } from '#src/service/report/report.ts';
import { problem } from './problem.ts';
import type { FetchHandler } from './routes.ts';

export interface ReferencePageSettings {
  /** The report of the program's organization for a viewer, now. */
  readonly report: (viewer: Viewer) => Report;
  readonly rulesOf: (organizationId: number) => Promise<VendorRules>;
  readonly refusals: Pick<Refusals, 'note'>;
}

const STATUS: Partial<Readonly<Record<ErrorCode, 401 | 403>>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };
const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `${REFERENCE_POLICY}; frame-ancestors 'none'`,
  'X-Frame-Options': 'DENY',
};

/** Serves the calculation reference as one page, to everyone who may read metrics. */
export function createReferencePage({ report, rulesOf, refusals }: ReferencePageSettings): FetchHandler {
  return async (_request, { viewer, requestId }) => {
    try {
      await authorize(viewer, 'metrics:read', refusals);
      const shown = report(viewer);
      const { html } = await calculationReference(shown, await rulesOf(shown.scope.organization.id));
      return new Response(html, { headers: HEADERS });
    } catch (error) {
      if (!(error instanceof QbrError)) throw error;
      const { code, message } = error;
      const status = STATUS[code] ?? 404;
      return Response.json(problem({ code, message, status, requestId }), { status });
    }
  };
}
