import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';

/**
 * A subscription says that it wants events, by POST or, because a browser's `EventSource` knows nothing else, by GET: it
 * changes nothing. What else a page of another site can make a browser get does not accept events, and the listener refuses
 * that site's `EventSource` for its origin.
 * @returns null where events are accepted
 */
export function refuseWithoutEvents({ headers }: Request): GraphQLError | null {
  if (headers.get('accept')?.toLowerCase().includes('text/event-stream')) return null;
  return new GraphQLError('A subscription is answered as events: send Accept: text/event-stream', {
    extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } },
  });
}

/**
 * A GET changes nothing: another site's page can make a browser send one.
 * @throws GraphQLError for a mutation that comes by GET
 */
export function checkMethod(method: string, document: DocumentNode, operationName: string | null | undefined): void {
  if (method !== 'GET') return;
  if (getOperationAST(document, operationName)?.operation !== 'mutation') return;
  throw new GraphQLError('A mutation is sent by POST: GET is for queries', {
    extensions: { code: 'METHOD_NOT_ALLOWED', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}
