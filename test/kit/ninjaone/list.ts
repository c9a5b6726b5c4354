import { errorReply, type NinjaOneReply } from './reply.ts';

/** How lists are paged; the odd ones imitate a server that breaks its promise. */
export interface ListBehaviour {
  /** More than this is not given at once, whatever `pageSize` asks for. */
  readonly maxPageSize: number;
  /** Answer the first page whatever `after` says. */
  readonly ignoreAfter: boolean;
}

const PARAMETERS = ['pageSize', 'after'];

/**
 * Answers a list request: a bare JSON array of rows in order of id, those after `after`, at most `pageSize`; without
 * `pageSize` all of them. A parameter that is not supported is refused, so that a test notices it.
 */
export function listReply(
  rows: readonly { readonly id: number }[],
  query: URLSearchParams,
  behaviour: ListBehaviour,
): NinjaOneReply {
  const unknown = [...query.keys()].find((key) => !PARAMETERS.includes(key));
  if (unknown !== undefined) return errorReply(400, 'UNSUPPORTED_PARAMETER', `Parameter ${unknown} is not supported`);
  const pageSize = wholeNumber(query.get('pageSize'), 1);
  const after = wholeNumber(query.get('after'), 0);
  if (pageSize === undefined || after === undefined) {
    return errorReply(400, 'INVALID_PARAMETER', 'pageSize and after must be whole numbers');
  }
  const remaining = rows
    .filter((row) => behaviour.ignoreAfter || after === null || row.id > after)
    .sort((a, b) => a.id - b.id);
  const page = pageSize === null ? remaining : remaining.slice(0, Math.min(pageSize, behaviour.maxPageSize));
  return { status: 200, json: page.map(withoutNulls) };
}

/** Null where the parameter is absent, undefined where it is not a whole number of at least `least`. */
function wholeNumber(text: string | null, least: number): number | null | undefined {
  if (text === null) return null;
  return /^\d{1,15}$/.test(text) && Number(text) >= least ? Number(text) : undefined;
}

/** NinjaOne omits what is null. */
function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}
