import { basePath } from '#src/web/base-path.ts';
import { shownOrganization } from '#src/web/organization.ts';

/**
 * A persisted operation, identified by the SHA-256 of its document, with the types of its result and variables.
 * `npm run codegen` writes one for each operation of the `.graphql` files beside the views.
 */
export interface TypedOperation<Result, Variables> {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly sha256: string;
  /** Where it takes the organization that the page shows: a variable of its own, a field of its variable `input`, or nowhere. */
  readonly organizationIn: 'variables' | 'input' | null;
  /** Never set; carries the types. */
  readonly types?: (variables: Variables) => Result;
}

/** The server answered with an error. `message` is for people; the server's log has details under `requestId`. */
export class RequestError extends Error {
  readonly code: string;
  readonly requestId: string | null;

  constructor(message: string, { code, requestId }: { readonly code: string; readonly requestId: string | null }) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.requestId = requestId;
  }
}

/** The server could not be reached. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'UnreachableError';
  }
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/**
 * Sends an operation. Queries use GET, so that the browser's cache revalidates them with their ETag.
 * @throws RequestError, UnreachableError
 */
export async function send<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await reach(operation, variables, signal);
  const requestId = response.headers.get('x-request-id');
  const { data, errors } = await read<Result>(response, requestId);
  const [error] = errors ?? [];
  if (error) throw new RequestError(error.message, { code: error.extensions?.code ?? 'SERVER_ERROR', requestId });
  if (!data) throw new RequestError('The answer is empty.', { code: 'SERVER_ERROR', requestId });
  return data;
}

/** The address of an operation for GET, also for an `EventSource`. */
export function addressOf<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
): string {
  const parameters = new URLSearchParams({
    operationName: operation.name,
    variables: JSON.stringify(withOrganization(operation, variables)),
    extensions: JSON.stringify(persisted(operation)),
  });
  return `${basePath()}/graphql?${parameters}`;
}

/** The variables with the organization that the page shows. */
function withOrganization<Result, Variables>(
  { organizationIn }: TypedOperation<Result, Variables>,
  variables: Variables,
): unknown {
  const organizationId = shownOrganization();
  if (organizationIn === 'variables') return { ...variables, organizationId };
  if (organizationIn !== 'input') return variables;
  const { input } = variables as { readonly input: object };
  return { ...variables, input: { ...input, organizationId } };
}

function persisted({ sha256 }: { readonly sha256: string }) {
  return { persistedQuery: { version: 1, sha256Hash: sha256 } };
}

async function reach<Result, Variables>(
  operation: TypedOperation<Result, Variables>,
  variables: Variables,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const accept = 'application/graphql-response+json';
  const aborted = signal ? { signal } : {};
  try {
    if (operation.kind === 'query') {
      return await fetch(addressOf(operation, variables), { headers: { accept }, ...aborted });
    }
    const sent = withOrganization(operation, variables);
    const { headers, body } = posted({
      operationName: operation.name,
      variables: sent,
      extensions: persisted(operation),
    });
    return await fetch(`${basePath()}/graphql`, { method: 'POST', headers: { accept, ...headers }, body, ...aborted });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new UnreachableError(error);
  }
}

/** The body of a POST: JSON, or by the GraphQL multipart request convention if `variables.input.file` is a file. */
function posted(parameters: {
  readonly operationName: string;
  readonly variables: unknown;
  readonly extensions: object;
}): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
} {
  const file = fileIn(parameters.variables);
  if (!file) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(parameters) };
  const form = new FormData();
  form.set(
    'operations',
    JSON.stringify(parameters, (_, value: unknown) => (value === file ? null : value)),
  );
  form.set('map', JSON.stringify({ file: ['variables.input.file'] }));
  form.set('file', file);
  // A form of another site cannot have it.
  return { headers: { 'graphql-require-preflight': '1' }, body: form };
}

function fileIn(variables: unknown): File | null {
  const { input } = variables as { readonly input?: { readonly file?: unknown } };
  return input?.file instanceof File ? input.file : null;
}

async function read<Result>(response: Response, requestId: string | null): Promise<Answer<Result>> {
  try {
    return (await response.json()) as Answer<Result>;
  } catch {
    throw new RequestError(`The server answered ${response.status} without a GraphQL result.`, {
      code: 'SERVER_ERROR',
      requestId,
    });
  }
}
