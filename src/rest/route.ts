import type { z } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import type { Permission } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { DeviceRules } from '#src/core/collection/device.ts';
import type { ErrorCode } from '#src/core/errors.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedule } from '#src/service/collection/schedule.ts';
import type { PeriodCache } from '#src/service/report/period-cache.ts';
import type { Report } from '#src/service/report/report.ts';
import type { Scope } from '#src/service/scope.ts';

/** What the listener knows of a request. */
export interface RestBindings {
  readonly requestId: string;
  readonly viewer: Viewer;
}

export interface RestEnvironment {
  Bindings: RestBindings;
}
export type RestContext = Context<RestEnvironment>;
export type RestApp = Hono<RestEnvironment>;

/** What the REST room needs of the program. */
export interface RestServices {
  readonly database: Scope['database'];
  readonly periods: PeriodCache;
  readonly schedule: Pick<CollectionSchedule, 'organizationId' | 'status'>;
  readonly deviceRules: DeviceRules;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
  readonly refusals: Pick<Refusals, 'note'>;
  readonly timeZone: string;
  /** The path below which browsers see the program, `/qbr`; empty where they see it at `/`. */
  readonly basePath?: string;
  /** Whether values of metric definitions are answered to everyone (QBR_PUBLIC_METRIC_VALUES). */
  readonly hasPublicMetricValues: boolean;
}

/** A request that has been read. */
export interface RestRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  readonly viewer: Viewer;
  readonly services: RestServices;
  /** The organization's periods, as they are while this request is answered. */
  report(organizationId: number): Report;
  /** The viewer acting on the organization: in local mode whoever the request says (docs/rest-contract.md, POST /metrics/manual). */
  scope(organizationId: number, enteredBy?: string): Scope;
}

/** The parameters of a query. */
export type QuerySchema = z.ZodObject;

/** One path and method of the contract: what it accepts, answers and may be refused for, and who may ask. */
export interface RestRoute {
  readonly method: 'get' | 'post';
  /** Below `/api/qbr`. */
  readonly path: string;
  /** `public` answers everyone. */
  readonly permission: Permission | 'public';
  readonly summary: string;
  readonly description: string;
  readonly query: QuerySchema;
  /** The forms of the body; none where there is no body. */
  readonly bodies: readonly z.ZodObject[];
  /** The form in which a body is to be read. */
  bodyOf(body: Readonly<Record<string, unknown>>): z.ZodObject | undefined;
  /** What `data` holds. */
  readonly data: z.ZodType;
  readonly errors: readonly ErrorCode[];
  /** The code of a period that is needed and not given. */
  readonly missingPeriod: ErrorCode;
  /** What a service's name of an input is called in the request. */
  fieldName(field: string, body: Readonly<Record<string, unknown>>): string;
  /** @throws QbrError */
  answer(request: RestRequest<unknown, unknown>): Promise<unknown>;
}

/** What a route of that query and body is made from. */
interface RouteParts<Query extends QuerySchema, Body extends z.ZodObject, Data extends z.ZodType>
  extends Pick<RestRoute, 'method' | 'path' | 'permission' | 'summary' | 'description' | 'errors'> {
  readonly query: Query;
  readonly bodies?: readonly Body[];
  readonly bodyOf?: (body: Readonly<Record<string, unknown>>) => Body;
  readonly data: Data;
  readonly missingPeriod?: ErrorCode;
  readonly fieldName?: RestRoute['fieldName'];
  readonly answer: (request: RestRequest<z.output<Query>, z.output<Body>>) => Promise<z.input<Data>>;
}

/** Names of inputs that services and the contract write differently. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['organizationId', 'organization_id'],
  ['vendorId', 'vendor_id'],
  ['startPeriod', 'start_period'],
  ['endPeriod', 'end_period'],
]);

/** A route with its parts tied together by their types. */
export function defineRoute<Query extends QuerySchema, Body extends z.ZodObject, Data extends z.ZodType>(
  parts: RouteParts<Query, Body, Data>,
): RestRoute {
  const { bodies = [], bodyOf = () => bodies[0], missingPeriod = 'MISSING_FIELD', ...rest } = parts;
  const fieldName: RestRoute['fieldName'] = (field, body) =>
    NAMES.get(field) ?? parts.fieldName?.(field, body) ?? field;
  return { ...rest, bodies, bodyOf, missingPeriod, fieldName, answer: parts.answer as RestRoute['answer'] };
}
