import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, parse } from 'graphql';
import { createClient } from 'graphql-sse';

type Fetcher = GraphiQLProps['fetcher'];

const ACCEPT = 'application/graphql-response+json, application/json';

/**
 * Sends the operations of GraphiQL to `url`: subscriptions as a stream of server-sent events, all others as JSON by POST.
 * GraphQL errors are answers; a server that cannot be reached, or that answers no JSON, rejects.
 */
export function createFetcher(url: string): Fetcher {
  return ({ query, variables, operationName }, { headers } = {}) => {
    const operation = { query, variables, ...(operationName && { operationName }) };
    if (isSubscription(query, operationName)) {
      return createClient({ url, headers: { ...headers } }).iterate(operation);
    }
    return post(url, operation, { ...headers });
  };
}

function isSubscription(query: string, operationName?: string | null): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    // The server says what is wrong with it.
    return false;
  }
}

async function post(url: string, operation: object, headers: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: ACCEPT, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  });
  return response.json();
}
