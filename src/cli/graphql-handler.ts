import type { App } from '../app.ts';
import type { FetchHandler } from '../http/routes.ts';

/** Stands where the GraphQL contract will be mounted. */
export function graphqlHandler(_app: App): FetchHandler {
  return (_request, { requestId }) => {
    const error = { message: 'GraphQL is not part of this version yet', extensions: { requestId } };
    return Response.json({ errors: [error] }, { status: 501 });
  };
}
