import { type DocumentNode, getOperationAST } from 'graphql';
import type { GraphqlLimits } from '#src/graphql/guards/limits.ts';
import { registeredNames } from '#src/graphql/guards/persisted-operations.ts';
import { isObserved, type OperationActivity, type OperationOutcome, observed } from '#src/telemetry/activity.ts';

/** Lets operations be observed. */
export interface ObservedOperations {
  /** Runs the work of one request, which notes what it learns of its operation. */
  observe<T>(work: (operation: OperationActivity) => Promise<T>): Promise<T>;
}

/** @param settings of registered operations, by whose names operations are told apart */
export function createObservedOperations(settings: GraphqlLimits['persistedOperations']): ObservedOperations {
  let names: ReadonlySet<string> | undefined;
  return {
    observe(work) {
      const operation: OperationActivity = { kind: 'operation', name: null, isRegistered: false, outcome: 'rejected' };
      if (!isObserved()) return work(operation);
      return observed(operation, async () => {
        const answer = await work(operation);
        names ??= registeredNames(settings);
        operation.isRegistered = operation.name !== null && names.has(operation.name);
        return answer;
      });
    },
  };
}

/** Notes that an operation has been executed, where that is observed. */
export function noteExecution(
  operation: OperationActivity | undefined,
  { document, operationName }: { readonly document: DocumentNode; readonly operationName?: string | null | undefined },
  outcome: OperationOutcome,
): void {
  if (!operation) return;
  operation.name = getOperationAST(document, operationName)?.name?.value ?? null;
  operation.outcome = outcome;
}
