import type { FakeReply } from '../http-faults.ts';
import { comparableValue, compileCondition, queryableField } from './condition-evaluator.ts';
import { ConditionError, parseCondition } from './condition-parser.ts';
import { type Resource, topLevelFields } from './resource.ts';

/** What a list, count or search is asked. */
export interface ListQuery {
  readonly conditions: string | null;
  readonly orderBy: string | null;
  readonly fields: string | null;
  readonly page: string | null;
  readonly pageSize: string | null;
}

interface Listing<Row> {
  readonly resource: Resource<Row>;
  readonly rows: readonly Row[];
  readonly query: ListQuery;
}

const DEFAULT_PAGE_SIZE = 25;

/** Body of an error, in PSA's shape. */
export function errorReply(status: number, code: string, message: string): FakeReply {
  return { status, body: JSON.stringify({ code, message, errors: null }) };
}

/** Runs `reply`; a condition, order, field or page that is not understood is answered 400. */
export function orBadRequest(reply: () => FakeReply): FakeReply {
  try {
    return reply();
  } catch (error) {
    if (error instanceof ConditionError) return errorReply(400, 'ApiFindCondition', error.message);
    throw error;
  }
}

/** `…/count`. */
export function countReply<Row>(listing: Listing<Row>): FakeReply {
  return { status: 200, body: JSON.stringify({ count: matching(listing).length }) };
}

/** One page of a list or search, `Link` naming the pages around it. Sizes above `maxPageSize` are capped without a word. */
export function listReply<Row>(listing: Listing<Row> & { maxPageSize: number; url: URL }): FakeReply {
  const { query, resource, maxPageSize, url } = listing;
  const pageSize = Math.min(positiveInteger(query.pageSize, 'pageSize') ?? DEFAULT_PAGE_SIZE, maxPageSize);
  const page = positiveInteger(query.page, 'page') ?? 1;
  const project = projection(resource, query.fields);
  const found = sorted(matching(listing), resource, query.orderBy);
  const shown = found.slice((page - 1) * pageSize, page * pageSize);
  const link = linkHeader(url, { page, lastPage: Math.max(1, Math.ceil(found.length / pageSize)) });
  return {
    status: 200,
    headers: { 'api-current-version': '2025.1', ...(link === '' ? {} : { link }) },
    body: JSON.stringify(shown.map(project)),
  };
}

function matching<Row>({ rows, resource, query }: Listing<Row>): readonly Row[] {
  if (query.conditions === null || query.conditions.trim() === '') return rows;
  return rows.filter(compileCondition(parseCondition(query.conditions), resource));
}

function positiveInteger(text: string | null, name: string): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ConditionError(`${name} must be a positive number`);
  return Number(text);
}

/** `id asc, board/name desc`; missing values first, as SQL Server sorts them. */
function sorted<Row>(rows: readonly Row[], resource: Resource<Row>, orderBy: string | null): readonly Row[] {
  if (orderBy === null || orderBy.trim() === '') return rows;
  const keys = orderBy.split(',').map((part) => {
    const [, name = '', direction = 'asc'] = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
    return { field: queryableField(name, resource), sign: direction.toLowerCase() === 'desc' ? -1 : 1 };
  });
  const order = (a: Row, b: Row): number => {
    for (const { field, sign } of keys) {
      const [left, right] = [comparableValue(field, a), comparableValue(field, b)];
      if (left === right) continue;
      return left === undefined || (right !== undefined && left < right) ? -sign : sign;
    }
    return 0;
  };
  return rows.toSorted(order);
}

type Json = Record<string, unknown>;

/** Turns a row into its JSON with all fields that are known. */
export function wholeJson<Row>(resource: Resource<Row>): (row: Row) => object {
  return projection(resource, null);
}

/** Turns a row into its JSON: the asked fields, or all that are known; what is null or empty is left out. */
function projection<Row>(resource: Resource<Row>, fields: string | null): (row: Row) => Json {
  const names = fields === null || fields.trim() === '' ? topLevelFields(resource) : askedFields(resource, fields);
  const parts = names.flatMap((name) => {
    const field = resource.fields.get(name);
    return field?.isReturned ? [{ path: name.split('/'), value: field.value }] : [];
  });
  return (row) => {
    const json: Json = {};
    for (const { path, value } of parts) put(json, path, withoutEmpty(value(row)));
    return json;
  };
}

/** @throws ConditionError for a name that neither is a field nor is ignored */
function askedFields<Row>(resource: Resource<Row>, fields: string): string[] {
  return fields.split(',').map((part) => {
    const name = part.trim();
    if (resource.fields.has(name) || resource.ignoredInFields.has(name)) return name;
    throw new ConditionError(`${name} is not a recognized name.`);
  });
}

function put(json: Json, path: readonly string[], value: unknown): void {
  if (value === undefined) return;
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    json[key] = value;
    return;
  }
  json[key] ??= {};
  put(json[key] as Json, rest, value);
}

function withoutEmpty(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value as Json).filter(([, item]) => item !== null && item !== undefined && item !== '');
  return Object.fromEntries(kept);
}

function linkHeader(url: URL, { page, lastPage }: { page: number; lastPage: number }): string {
  const link = (target: number, rel: string) => {
    const to = new URL(url);
    to.searchParams.set('page', String(target));
    return `<${to.href}>; rel="${rel}"`;
  };
  return [
    ...(page > 1 ? [link(1, 'first'), link(Math.min(page - 1, lastPage), 'prev')] : []),
    ...(page < lastPage ? [link(page + 1, 'next'), link(lastPage, 'last')] : []),
  ].join(', ');
}
