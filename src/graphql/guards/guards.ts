import { type ExecutionArgs, type GraphQLError, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { estimateComplexity } from './complexity.ts';
import { parseWithinLimits } from './document-limits.ts';
import { jsonParameters } from './json-parameters.ts';
import { beyondLimit, type GraphqlLimits } from './limits.ts';
import { emptyOperationName } from './operation-name.ts';
import { persistedOperations } from './persisted-operations.ts';
import { checkMethod, refuseWithoutEvents } from './safe-methods.ts';

/**
 * Refuses requests before anything of them is executed: what is beyond a limit, a mutation by GET, an operation that is
 * not registered.
 * @throws InvalidParameterError when the registered operations cannot be read
 */
export function guards(limits: GraphqlLimits): Plugin[] {
  const documents: Plugin = {
    onParse({ setParseFn }) {
      // Not called for a document that has been parsed before.
      setParseFn((source, options) => parseWithinLimits(source, options ?? {}, limits));
      return ({ result, context: { request, params } }) => {
        if (result === null || result instanceof Error) return;
        checkMethod(request.method, result, params.operationName);
      };
    },
    onExecute({ args, setResultAndStopExecution }) {
      const refusal = refuseComplexity(args, limits);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const { request } = args.contextValue as { readonly request: Request };
      const refusal = refuseWithoutEvents(request) ?? refuseComplexity(args, limits);
      if (refusal) setResultAndStopExecution({ errors: [refusal] });
    },
  };
  return [jsonParameters(), emptyOperationName(), persistedOperations(limits.persistedOperations), documents];
}

/** Refuses an operation whose answer may have more fields than allowed; null where it may be executed. */
export function refuseComplexity(args: ExecutionArgs, { maxComplexity }: GraphqlLimits): GraphQLError | null {
  const { schema, document, operationName, variableValues } = args;
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const actual = estimateComplexity({ schema, document, operation, variables: variableValues ?? {} });
  if (actual <= maxComplexity) return null;
  return beyondLimit({
    variable: 'QBR_GRAPHQL_MAX_COMPLEXITY',
    maximum: maxComplexity,
    actual,
    what: 'fields in its answer, as estimated',
    advice: 'Ask for fewer periods, `keys` or members (`first`), or for less of each.',
  });
}
