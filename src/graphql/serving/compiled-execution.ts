import { createRequire } from 'node:module';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import type { GraphqlContext } from '#src/graphql/context.ts';
import { compiledFields } from './compiled-fields.ts';

/** Fields of an operation that is compiled at most, with its fragments expanded: compiling takes time and memory by them. */
const MAX_FIELDS = 1_500;

/** The execution of an operation at which it is compiled: one that is not repeated is not worth it. */
const COMPILED_AT = 2;

/** An operation that has been executed: how often, or its compiled form; null if it is never compiled. */
type Known = { executions: number } | CompiledQuery | null;

/** A cached document's operations by name. Gone with the document. */
const known = new WeakMap<DocumentNode, Map<string, Known>>();

/**
 * Executes as graphql-js does. A query that is repeated is compiled and executed in its compiled form, which answers with the
 * same data in about half the time but reports errors in other words and another order. So whatever does not succeed is executed
 * again by graphql-js, which is the reference: a query changes nothing (ops/decisions/0018-repeated-queries-are-compiled.md).
 */
export function executeCompiled(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> {
  const operation = getOperationAST(args.document, args.operationName);
  if (operation?.operation !== OperationTypeNode.QUERY) return execute(args);
  const compiled = compiledForm(args, operation);
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

/** The compiled form of a query; null if it has not been repeated yet, or is too large. */
function compiledForm({ schema, document }: ExecutionArgs, operation: OperationDefinitionNode): CompiledQuery | null {
  const name = operation.name?.value ?? '';
  const operations = known.get(document) ?? new Map<string, Known>();
  if (operations.size === 0) known.set(document, operations);
  const form = operations.get(name) ?? (operations.has(name) ? null : { executions: 0 });
  if (form === null || 'query' in form) return form;
  form.executions += 1;
  if (form.executions < COMPILED_AT) {
    operations.set(name, form);
    return null;
  }
  const isSmall = compiledFields({ schema, document, operation }, MAX_FIELDS) <= MAX_FIELDS;
  const compiled = isSmall ? compile({ schema, document }, name) : null;
  operations.set(name, compiled);
  return compiled;
}

function compile({ schema, document }: Pick<ExecutionArgs, 'schema' | 'document'>, name: string): CompiledQuery | null {
  // Loaded when it is needed: it brings a compiler of JSON schemas, and a server starts without it.
  const { compileQuery, isCompiledQuery } = createRequire(import.meta.url)(
    'graphql-jit',
  ) as typeof import('graphql-jit');
  const compiled = compileQuery(schema, document, name, { disablingCapturingStackErrors: true });
  return isCompiledQuery(compiled) ? compiled : null;
}

/** Whether graphql-js accepts the variables; the compiled form reads them by itself. */
function fitsVariables(
  { schema, variableValues }: ExecutionArgs,
  { variableDefinitions = [] }: OperationDefinitionNode,
): boolean {
  return getVariableValues(schema, variableDefinitions, variableValues ?? {}).errors === undefined;
}
