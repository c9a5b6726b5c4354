import type { Viewer } from '#src/auth/viewer.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedules } from '#src/service/collection/schedule.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import { createReport, type Report } from '#src/service/report/report.ts';
import type { Snapshots } from '#src/service/report/snapshots.ts';
import { type Scope, scopeOf } from '#src/service/scope.ts';

/** Services that the tools read from. */
export interface McpServices {
  readonly database: Scope['database'];
  readonly snapshots: Snapshots;
  readonly schedule: Pick<CollectionSchedules, 'status' | 'lastScheduledTime'>;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
  readonly organizations: OrganizationDirectory;
  /** Whether people sign in with a provider. */
  readonly hasSignIn: boolean;
}

/** One question of a caller. */
export interface ToolRequest {
  readonly services: McpServices;
  readonly viewer: Viewer;
  /**
   * The organization's report, now.
   * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError
   */
  report(organizationId: number): Report;
}

/** The request of a caller, at the current time. */
export function toolRequest(services: McpServices, viewer: Viewer): ToolRequest {
  const { snapshots, clock } = services;
  const at = clock();
  return {
    services,
    viewer,
    report: (organizationId) => createReport(scopeOf(services, viewer, { organizationId, at }), snapshots),
  };
}
