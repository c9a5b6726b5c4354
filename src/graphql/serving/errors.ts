import { GraphQLError } from 'graphql';
import { InvalidInputError, MetricNotFoundError, PeriodClosedError, QbrError } from '#src/core/errors.ts';
import type { GraphqlServices } from '#src/graphql/context.ts';
import { BAD_REQUEST } from '#src/graphql/guards/limits.ts';

/** The request in which errors occurred. */
export interface FailedRequest {
  readonly requestId: string;
  readonly logger: GraphqlServices['logger'];
}

/**
 * Errors as exposed to clients: expected errors with code and data, GraphQL's own unchanged. All others are logged and
 * masked, with the request id of the log entry; an error of many fields is logged once.
 */
export function presentErrors(errors: readonly unknown[], { requestId, logger }: FailedRequest): GraphQLError[] {
  const logged = new Set<unknown>();
  return errors.map((error) => {
    const cause = causeOf(error);
    if (cause === null) return error as GraphQLError;
    if (cause instanceof QbrError) return at(error, cause.message, expectedExtensions(cause));
    if (!logged.has(cause)) {
      const path = error instanceof GraphQLError ? error.path?.join('.') : undefined;
      logger.error({ err: cause, requestId, path }, 'A GraphQL request failed');
      logged.add(cause);
    }
    return at(error, 'Unexpected error', { code: 'INTERNAL_SERVER_ERROR', requestId });
  });
}

/** GraphQL's own error of a request that is rejected before execution, with a code and HTTP status. */
export function asBadRequest(error: GraphQLError): GraphQLError {
  if (error.extensions['code'] !== undefined) return error;
  return at(error, error.message, { code: 'INVALID_PARAMETER', http: BAD_REQUEST });
}

/** The thrown error; null for an error of GraphQL itself. */
function causeOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  return error.originalError ? causeOf(error.originalError) : null;
}

/** A new error without the cause, which must not be exposed to clients. */
function at(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

function expectedExtensions(error: QbrError): Record<string, unknown> {
  return {
    code: error.code,
    ...(error.field !== undefined && { field: error.field }),
    ...(error instanceof MetricNotFoundError && { key: error.key }),
    ...(error instanceof PeriodClosedError && { period: error.period }),
    ...(error instanceof InvalidInputError && {
      errors: error.errors.map((each) => ({ ...expectedExtensions(each), message: each.message })),
    }),
  };
}
