import { useState } from 'react';
import type { TypedOperation } from './graphql-client.ts';
import { useChange } from './use-operation.ts';

/** An error of a mutation: the server's message, and the invalid input field, null if it is not about one. */
export interface Refusal {
  readonly message: string;
  readonly field: string | null;
  /** What has to be confirmed, where that is the error. */
  readonly gaps?: readonly { readonly message: string }[];
}

/** A mutation that keeps its errors, to show them next to the input. */
export interface RefusableChange<Result, Variables> {
  /** The errors of the last attempt; empty while one is running. */
  readonly refusals: readonly Refusal[];
  readonly isPending: boolean;
  /** Ignored while an attempt is running. Does not throw. `whenDone` is called only on success. */
  run(variables: Variables, whenDone?: (result: Result) => void): void;
  forget(): void;
}

/** @param operation returns one union of its success and its errors */
export function useRefusableChange<Result extends object, Variables>(
  operation: TypedOperation<Result, Variables>,
): RefusableChange<Result, Variables> {
  const { mutateAsync, isPending } = useChange(operation);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const forget = () => setRefusals([]);
  const attempt = async (variables: Variables, whenDone: ((result: Result) => void) | undefined) => {
    forget();
    try {
      // Not with the callbacks of `mutate`: they are not called if the change has unmounted this component.
      const result = await mutateAsync(variables);
      const refused = refusalsOf(result);
      setRefusals(refused);
      if (refused.length === 0) whenDone?.(result);
    } catch (error) {
      setRefusals([{ message: error instanceof Error ? error.message : String(error), field: null }]);
    }
  };
  return {
    refusals,
    isPending,
    run: (variables, whenDone) => void (isPending || attempt(variables, whenDone)),
    forget,
  };
}

/** The errors in the result of a mutation: one, or several of an InvalidInputError; none of a success. */
export function refusalsOf(result: object): readonly Refusal[] {
  const answers: readonly unknown[] = Object.values(result);
  return answers.filter(isRefusal).flatMap((refusal) => refusal.errors ?? [refusal]);
}

function isRefusal(answer: unknown): answer is Refusal & { readonly errors?: readonly Refusal[] } {
  return typeof answer === 'object' && answer !== null && 'message' in answer;
}
