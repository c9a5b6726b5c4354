import type { Refusals } from '#src/auth/refusals.ts';
import type { Role, Viewer } from '#src/auth/viewer.ts';
import { createDeadline, type Deadline } from '#src/graphql/guards/deadline.ts';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import type { Logger } from '#src/log/log.ts';
import type { PeopleScope } from '#src/service/access/people.ts';
import type { BackgroundCollection } from '#src/service/collection/background.ts';
import type { CollectionProgressFeed } from '#src/service/collection/progress-feed.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';
import type { PeriodCache } from '#src/service/report/period-cache.ts';
import { createReport, type Report } from '#src/service/report/report.ts';
import type { Scope } from '#src/service/scope.ts';

/** What the GraphQL room needs of the program. An `App` is one. */
export interface GraphqlServices {
  readonly database: Scope['database'];
  readonly periods: PeriodCache;
  readonly background: Pick<BackgroundCollection, 'start'>;
  readonly schedule: Pick<CollectionSchedule, 'organizationId' | 'status' | 'lastScheduledTime' | 'setEnabled'>;
  readonly progress: CollectionProgressFeed;
  readonly clock: () => Date;
  /** Records what somebody who is known asked for and may not have. */
  readonly refusals: Pick<Refusals, 'note'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly config: { readonly timeZone: string; readonly graphql: GraphqlLimits; readonly auth: AccessSettings };
}

/** How people come in, as configured. */
interface AccessSettings {
  readonly mode: 'local' | 'required';
  /** Null where nobody signs in. */
  readonly openid: object | null;
  /** Whom the configuration lets in. */
  readonly users: Readonly<Record<string, Role>>;
}

/** What is known of a request before it is read. */
export interface RequestContext {
  /** What the answer and the log call the request. */
  readonly requestId: string;
  /** Who asks. */
  readonly viewer: Viewer;
  /** Aborted when the program closes, which ends subscriptions; never, where it is not given. */
  readonly closing?: AbortSignal;
}

/** What resolvers are given; one a request. */
export interface GraphqlContext {
  readonly services: GraphqlServices;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** What a client that reconnects was told last, as it says; null where it does not. */
  readonly lastEventId: string | null;
  /** How long the request may take. */
  readonly deadline: Deadline;
  /** The organization's periods as this request sees them: whatever it reads, it reads once. */
  report(organizationId: number): Report;
  /** The same after a write of this request, which sees what was written. */
  reportAnew(organizationId: number): Report;
  /** The database's ids of the vendors. */
  readonly vendorIds: Scope['database']['vendorIds'];
  /** The viewer acting on an organization, now. */
  scope(organizationId: number): Scope;
  /** The viewer managing people, sessions and keys. */
  peopleScope(): PeopleScope;
  /** Has the answer not kept, because it tells of what may change without the change feed telling so. */
  forgetAnswer(): void;
  /** Whether the answer may be kept until the change feed tells of a change. */
  keepsAnswer(): boolean;
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
  const { clock, config, database, periods } = services;
  const { timeZone } = config;
  const now = clock();
  const scope = (id: number, at = clock()): Scope => ({
    database,
    organization: { id, timeZone },
    viewer,
    actor: viewer.name,
    at,
  });
  const reports = new Map<number, Report>();
  const reportAnew = (organizationId: number): Report => {
    const report = createReport(scope(organizationId, now), periods);
    reports.set(organizationId, report);
    return report;
  };
  let keepsAnswer = true;
  return {
    services,
    viewer,
    requestId,
    lastEventId,
    deadline: createDeadline(),
    report: (organizationId) => reports.get(organizationId) ?? reportAnew(organizationId),
    reportAnew,
    vendorIds: database.vendorIds,
    scope,
    peopleScope: () => ({
      ...scope(services.schedule.organizationId),
      configuredRoles: new Map(Object.entries(config.auth.users)),
    }),
    forgetAnswer() {
      keepsAnswer = false;
    },
    keepsAnswer: () => keepsAnswer,
  };
}
