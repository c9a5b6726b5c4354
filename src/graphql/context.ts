import type { Refusals } from '#src/auth/refusals.ts';
import { belongsTo, type Viewer } from '#src/auth/viewer.ts';
import type { ConfiguredUsers } from '#src/core/role.ts';
import { createDeadline, type Deadline } from '#src/graphql/guards/deadline.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import type { Logger } from '#src/log/log.ts';
import type { PeopleScope } from '#src/service/access/people.ts';
import type { OnlineConfig } from '#src/service/books/online-off.ts';
import type { BackgroundCollection } from '#src/service/collection/background.ts';
import type { CollectionProgressFeed } from '#src/service/collection/progress-feed.ts';
import type { CollectionSchedules } from '#src/service/collection/schedule.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { ClosingRules } from '#src/service/periods/proposal.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import { createReport, type Report } from '#src/service/report/report.ts';
import type { Snapshots } from '#src/service/report/snapshots.ts';
import { type Scope, scopeOf } from '#src/service/scope.ts';
import type { InstallationConfig } from '#src/service/settings/installation-config.ts';
import type { VendorTrials } from '#src/service/settings/try-vendor.ts';
import type { OperationActivity } from '#src/telemetry/activity.ts';

/** Services that GraphQL uses. */
export interface GraphqlServices {
  readonly database: Scope['database'];
  readonly snapshots: Snapshots;
  readonly background: Pick<BackgroundCollection, 'start'>;
  readonly schedule: CollectionSchedules;
  readonly progress: CollectionProgressFeed;
  /** How an organization's vendors are asked and their answers counted. */
  readonly rulesOf: (organizationId: number) => Promise<VendorRules>;
  readonly organizations: OrganizationDirectory;
  readonly clock: () => Date;
  /** Records refused requests of authenticated callers. */
  readonly refusals: Pick<Refusals, 'note'>;
  readonly logger: Pick<Logger, 'error'>;
  /** Asks vendors with settings. */
  readonly vendorTrials: VendorTrials;
  readonly config: OnlineConfig &
    Omit<InstallationConfig, 'connectwise' | 'auth'> & {
      readonly graphql: GraphqlLimits;
      readonly auth: AccessSettings;
      /** Null where ConnectWise is not configured. */
      readonly connectwise: InstallationConfig['connectwise'];
      readonly closing: Pick<ClosingRules, 'approvals'>;
      /** Where this program is reached. */
      readonly http: { readonly publicUrl: string | null; readonly port: number };
    };
}

/** Configured access of people. */
interface AccessSettings {
  readonly mode: 'local' | 'required';
  /** Null if sign-in is not configured. */
  readonly openid: object | null;
  readonly users: ConfiguredUsers;
}

/** Data of a request before its body is read. */
export interface RequestContext {
  /** Id of the request in the answer and in the log. */
  readonly requestId: string;
  /** The caller. */
  readonly viewer: Viewer;
  /** What is observed of the operation. */
  readonly operation?: OperationActivity;
  /** Aborted when the program closes, which ends subscriptions. */
  readonly closing?: AbortSignal;
}

/** Context of the resolvers, one per request. */
export interface GraphqlContext {
  readonly services: GraphqlServices;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** `Last-Event-ID` of a client that reconnects; null without one. */
  readonly lastEventId: string | null;
  /** Time limit of the request. */
  readonly deadline: Deadline;
  /**
   * The organization's report. Reads within one request are cached in it.
   * @throws UnauthenticatedError, ForbiddenError, OrganizationNotFoundError if the viewer does not belong to it
   */
  report(organizationId: number): Report;
  /** As `report`; null if the viewer does not belong to the organization, which is then as one that does not exist. */
  reportIfVisible(organizationId: number): Report | null;
  /** A new report, without cached reads, for use after a write of this request. */
  freshReport(organizationId: number): Report;
  /** Ids of the vendors in this database. */
  readonly vendorIds: Scope['database']['vendorIds'];
  /** The viewer acting on an organization, at the current time. */
  scope(organizationId: number): Scope;
  /** The viewer managing the people of an organization. */
  peopleScope(organizationId: number): PeopleScope;
  /** How many admins closing a month needs. */
  readonly closingRules: ClosingRules;
  /** Excludes the answer from the cache: it contains data that changes without a notification of the change feed. */
  preventCaching(): void;
  /** Whether the answer may be cached until the change feed reports a change of its organizations. */
  isCacheable(): boolean;
  /** The organizations that this request has acted on so far. */
  readonly organizations: ReadonlySet<number>;
}

/** A period within a report: the shape behind `PeriodReport`. */
export interface ReportedPeriod<P> {
  readonly report: Report;
  readonly period: P;
}

/** A value within a report: the shape behind `MetricValue` and `SmartNumberValue`. */
export interface ReportedIn<Value> {
  readonly report: Report;
  readonly value: Value;
}

/** The context of one request. */
export function createContext(
  services: GraphqlServices,
  {
    viewer,
    requestId,
    lastEventId = null,
  }: Pick<GraphqlContext, 'viewer' | 'requestId'> & Partial<Pick<GraphqlContext, 'lastEventId'>>,
): GraphqlContext {
  const { clock, config, database, snapshots } = services;
  const now = clock();
  const organizations = new Set<number>();
  const scope = (organizationId: number, at = clock()): Scope => {
    organizations.add(organizationId);
    return scopeOf(services, viewer, { organizationId, at });
  };
  const reports = new Map<number, Report>();
  const freshReport = (organizationId: number): Report => {
    const report = createReport(scope(organizationId, now), snapshots);
    reports.set(organizationId, report);
    return report;
  };
  const report = (organizationId: number): Report => reports.get(organizationId) ?? freshReport(organizationId);
  let isCacheable = true;
  return {
    services,
    viewer,
    requestId,
    lastEventId,
    deadline: createDeadline(),
    report,
    reportIfVisible: (organizationId) => (belongsTo(viewer, organizationId) ? report(organizationId) : null),
    freshReport,
    vendorIds: database.vendorIds,
    scope,
    peopleScope: (organizationId) => ({ ...scope(organizationId), users: config.auth.users }),
    closingRules: { ...config.closing, users: config.auth.users },
    preventCaching() {
      isCacheable = false;
    },
    isCacheable: () => isCacheable,
    organizations,
  };
}
