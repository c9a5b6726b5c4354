import type { Viewer } from '../auth/viewer.ts';
import type { Logger } from '../log.ts';
import type { CollectionSchedule } from '../service/collection-schedule.ts';
import type { createPeriodCache, PeriodCache } from '../service/period-cache.ts';
import { createReport, type Report } from '../service/report.ts';
import { createDeadline, type Deadline } from './guards/deadline.ts';
import type { GraphqlLimits } from './guards/limits.ts';

/** What the GraphQL room needs of the program. An `App` is one. */
export interface GraphqlServices {
  readonly database: Parameters<typeof createPeriodCache>[0];
  readonly schedule: Pick<CollectionSchedule, 'organizationId' | 'status' | 'dueTime'>;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
  readonly config: { readonly timeZone: string; readonly graphql: GraphqlLimits };
}

/** What resolvers are given; one a request. */
export interface GraphqlContext {
  readonly services: GraphqlServices;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** How long the request may take. */
  readonly deadline: Deadline;
  /** The organization's periods as this request sees them: whatever it reads, it reads once. */
  report(organizationId: number): Report;
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
    periods,
  }: { readonly viewer: Viewer; readonly requestId: string; readonly periods: PeriodCache },
): GraphqlContext {
  const { clock, config } = services;
  const source = { periods, timeZone: config.timeZone, now: clock() };
  const reports = new Map<number, Report>();
  return {
    services,
    viewer,
    requestId,
    deadline: createDeadline(),
    report(organizationId) {
      const report = reports.get(organizationId) ?? createReport(source, organizationId);
      reports.set(organizationId, report);
      return report;
    },
  };
}
