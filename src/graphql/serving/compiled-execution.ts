import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { GraphqlContext } from '#src/graphql/context.ts';
import { compiledFields } from './compiled-fields.ts';

/** Fields of an operation that is compiled at most, with its fragments expanded: compiling takes time and memory by them. */
const MAX_FIELDS = 1_500;

/** The execution of an operation at which it is compiled: one that is not repeated is not worth it. */
const COMPILED_AT = 3;

/**
 * Fields of all compiled operations together. A field takes some 10 kB, a third of it the text of its code: 40 MB in all. The queries of the
 * dashboard have 1,300 fields together.
 */
const MAX_ALL_FIELDS = 4_000;

/** How often operations of cached documents were executed that are not compiled. */
const executions = new WeakMap<OperationDefinitionNode, number>();

const compiledOperations = new LRUCache<
  OperationDefinitionNode,
  { readonly form: CompiledQuery; readonly fields: number }
>({
  maxSize: MAX_ALL_FIELDS,
  sizeCalculation: ({ fields }) => fields,
  dispose: (_, operation) => void executions.delete(operation),
});

/**
 * Executes as graphql-js does. A query that is repeated is compiled and executed in its compiled form, which answers with the
 * same data in about half the time but reports errors in other words and another order. So whatever does not succeed is executed
 * again by graphql-js, which is the reference: a query changes nothing (ops/decisions/0018-repeated-queries-are-compiled.md).
 */
export function executeCompiled(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
  const operation = getOperationAST(args.document, args.operationName);
  if (operation?.operation !== OperationTypeNode.QUERY) return execute(args);
  const compiled = compiledForm(args, operation);
  return compiled instanceof Promise
    ? compiled.then((form) => executeForm(args, operation, form))
    : executeForm(args, operation, compiled);
}

function executeForm(
  args: ExecutionArgs,
  operation: OperationDefinitionNode,
  compiled: CompiledQuery | null,
): ExecutionResult | Promise<ExecutionResult> {
  if (!compiled || !fitsVariables(args, operation)) return execute(args);
  const result = compiled.query(args.rootValue, args.contextValue, args.variableValues);
  return result instanceof Promise ? result.then((found) => orReference(args, found)) : orReference(args, result);
}

function orReference(args: ExecutionArgs, result: ExecutionResult): ExecutionResult | Promise<ExecutionResult> {
  if (!result.errors) return result;
  return execute({ ...args, contextValue: withoutNotes(args.contextValue as GraphqlContext) });
}

/** A refusal has been recorded by the first execution. */
function withoutNotes(context: GraphqlContext): GraphqlContext {
  return { ...context, services: { ...context.services, refusals: { note: async () => undefined } } };
}

/** The compiled form of a query; null if it has not been repeated yet, is being compiled, or is too large. */
function compiledForm(
  { schema, document }: ExecutionArgs,
  operation: OperationDefinitionNode,
): CompiledQuery | null | Promise<CompiledQuery | null> {
  const known = compiledOperations.get(operation);
  if (known) return known.form;
  const count = (executions.get(operation) ?? 0) + 1;
  executions.set(operation, count);
  // Later ones come while it is compiled, or are of a query that is too large.
  if (count !== COMPILED_AT) return null;
  const fields = compiledFields({ schema, document, operation }, MAX_FIELDS);
  return fields <= MAX_FIELDS ? compile({ schema, document }, operation, fields) : null;
}

async function compile(
  { schema, document }: Pick<ExecutionArgs, 'schema' | 'document'>,
  operation: OperationDefinitionNode,
  fields: number,
): Promise<CompiledQuery | null> {
  // Loaded when it is needed: it brings a compiler of JSON schemas, and a server starts without it. Imported, not required: it must
  // share the program's graphql-js, or it knows none of the schema's types.
  const { compileQuery, isCompiledQuery } = await import('graphql-jit');
  const form = compileQuery(schema, document, operation.name?.value ?? '', { disablingCapturingStackErrors: true });
  if (!isCompiledQuery(form)) return null;
  compiledOperations.set(operation, { form, fields });
  return form;
}

/** Whether graphql-js accepts the variables; the compiled form reads them by itself. */
function fitsVariables(
  { schema, variableValues }: ExecutionArgs,
  { variableDefinitions = [] }: OperationDefinitionNode,
): boolean {
  return getVariableValues(schema, variableDefinitions, variableValues ?? {}).errors === undefined;
}
