import { type DocumentNode, GraphQLError, getOperationAST } from 'graphql';

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
