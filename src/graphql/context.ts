import type { Viewer } from '../auth/viewer.ts';
import type { Logger } from '../log.ts';
import type { CollectionSchedule } from '../service/collection-schedule.ts';
import { createReport, type Report, type ReportSource } from '../service/report.ts';

/** What the GraphQL room needs of the program. An `App` is one. */
export interface GraphqlServices {
  readonly database: ReportSource['database'];
  readonly schedule: Pick<CollectionSchedule, 'status'>;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
  readonly config: { readonly timeZone: string };
}

/** What resolvers are given; one a request. */
export interface GraphqlContext {
  readonly services: GraphqlServices;
  readonly viewer: Viewer;
  readonly requestId: string;
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
  { viewer, requestId }: { readonly viewer: Viewer; readonly requestId: string },
): GraphqlContext {
  const { database, clock, config } = services;
  const source = { database, timeZone: config.timeZone, now: clock() };
  const reports = new Map<number, Report>();
  return {
    services,
    viewer,
    requestId,
    report(organizationId) {
      const report = reports.get(organizationId) ?? createReport(source, organizationId);
      reports.set(organizationId, report);
      return report;
    },
  };
}
