import type { z } from '@hono/zod-openapi';
import type { Context, Hono } from 'hono';
import type { Permission } from '#src/auth/permissions.ts';
import type { Refusals } from '#src/auth/refusals.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import type { ErrorCode } from '#src/core/errors.ts';
import type { ReceivedFile } from '#src/http/request-body.ts';
import type { Logger } from '#src/log/log.ts';
import type { CollectionSchedules } from '#src/service/collection/schedule.ts';
import type { OrganizationDirectory } from '#src/service/organizations/directory.ts';
import type { VendorRules } from '#src/service/reference/vendor-queries.ts';
import type { Report } from '#src/service/report/report.ts';
import type { Snapshots } from '#src/service/report/snapshots.ts';
import type { Scope } from '#src/service/scope.ts';
import type { RequestActivity } from '#src/telemetry/activity.ts';

/** Data of a request from the listener. */
export interface RestBindings {
  readonly requestId: string;
  readonly viewer: Viewer;
  /** What is observed of the request. */
  readonly activity?: RequestActivity;
}

export interface RestEnvironment {
  Bindings: RestBindings;
}
export type RestContext = Context<RestEnvironment>;
export type RestApp = Hono<RestEnvironment>;

/** Services that REST uses. */
export interface RestServices {
  readonly database: Scope['database'];
  readonly snapshots: Snapshots;
  readonly schedule: Pick<CollectionSchedules, 'status'>;
  /** How an organization's vendors are asked and their answers counted. */
  readonly rulesOf: (organizationId: number) => Promise<VendorRules>;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
  readonly refusals: Pick<Refusals, 'note'>;
  readonly organizations: OrganizationDirectory;
  /** Path prefix of the public URL, `/qbr`; empty for `/`. */
  readonly basePath?: string;
  /** Whether unauthenticated callers get the values of metric definitions (QBR_PUBLIC_METRIC_VALUES). */
  readonly hasPublicMetricValues: boolean;
}

/** A parsed request. */
export interface RestRequest<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** The file of a route with `takesFile`; empty otherwise. */
  readonly file: ReceivedFile;
  readonly viewer: Viewer;
  readonly services: RestServices;
  /** The organization's report, as read for this request. */
  report(organizationId: number): Report;
  /** The viewer acting on the organization; in local mode under the name in the request (docs/rest-contract.md, POST /metrics/manual). */
  scope(organizationId: number, enteredBy?: string): Scope;
}

/** The parameters of a query. */
export type QuerySchema = z.ZodObject;

/** One path and method of the contract: input, output, errors and permission. */
export interface RestRoute {
  readonly method: 'get' | 'post';
  /** Below `/api/qbr`. */
  readonly path: string;
  /** `public` needs no credentials. */
  readonly permission: Permission | 'public';
  readonly summary: string;
  readonly description: string;
  readonly query: QuerySchema;
  /** The accepted forms of a JSON body; empty without one. */
  readonly bodies: readonly z.ZodObject[];
  /** Whether the body is a file, or a form with one. */
  readonly takesFile: boolean;
  /** Selects the form of a body. */
  bodyOf(body: Readonly<Record<string, unknown>>): z.ZodObject | undefined;
  /** Schema of `data` in the answer. */
  readonly data: z.ZodType;
  readonly errors: readonly ErrorCode[];
  /** The code of a missing required period. */
  readonly missingPeriod: ErrorCode;
  /** Maps a service's name of an input to its name in the request. */
  fieldName(field: string, body: Readonly<Record<string, unknown>>): string;
  /** @throws QbrError */
  answer(request: RestRequest<unknown, unknown>): Promise<unknown>;
}

/** Parts of a route with their types. */
interface RouteParts<Query extends QuerySchema, Body extends z.ZodObject, Data extends z.ZodType>
  extends Pick<RestRoute, 'method' | 'path' | 'permission' | 'summary' | 'description' | 'errors'> {
  readonly query: Query;
  readonly bodies?: readonly Body[];
  readonly takesFile?: boolean;
  readonly bodyOf?: (body: Readonly<Record<string, unknown>>) => Body;
  readonly data: Data;
  readonly missingPeriod?: ErrorCode;
  readonly fieldName?: RestRoute['fieldName'];
  readonly answer: (request: RestRequest<z.output<Query>, z.output<Body>>) => Promise<z.input<Data>>;
}

/** Names of inputs that differ between services and contract. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['organizationId', 'organization_id'],
  ['vendorId', 'vendor_id'],
  ['startPeriod', 'start_period'],
  ['endPeriod', 'end_period'],
]);

/** Defines a route whose `answer` is typed by its query, body and data. */
export function defineRoute<Query extends QuerySchema, Body extends z.ZodObject, Data extends z.ZodType>(
  parts: RouteParts<Query, Body, Data>,
): RestRoute {
  const { bodies = [], bodyOf = () => bodies[0], missingPeriod = 'MISSING_FIELD', takesFile = false, ...rest } = parts;
  const fieldName: RestRoute['fieldName'] = (field, body) =>
    NAMES.get(field) ?? parts.fieldName?.(field, body) ?? field;
  return { ...rest, bodies, bodyOf, missingPeriod, takesFile, fieldName, answer: parts.answer as RestRoute['answer'] };
}
