import { useState } from 'react';
import type { TypedOperation } from './graphql-client.ts';
import { useChange } from './use-operation.ts';

/** Why the program did not do what it was asked for, in its own words, and which input is at fault: null for none. */
export interface Refusal {
  readonly message: string;
  readonly field: string | null;
}

/** A mutation whose refusals are kept, to be said beside what was typed. */
export interface RefusableChange<Result, Variables> {
  /** Of the last attempt; those of one that is under way are forgotten. */
  readonly refusals: readonly Refusal[];
  readonly isPending: boolean;
  /** Does nothing while an attempt is under way, and does not throw. `whenDone` is called only where nothing was refused. */
  run(variables: Variables, whenDone?: (result: Result) => void): void;
  forget(): void;
}

/** @param operation answers with one union of its success and the errors of its input */
export function useRefusableChange<Result extends object, Variables>(
  operation: TypedOperation<Result, Variables>,
): RefusableChange<Result, Variables> {
  const { mutateAsync, isPending } = useChange(operation);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const forget = () => setRefusals([]);
  const attempt = async (variables: Variables, whenDone: ((result: Result) => void) | undefined) => {
    forget();
    try {
      // Not by the callbacks of `mutate`, which are not called where the change has taken this component off the page.
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

/** The errors of an answer: one, or several that are told together. */
function refusalsOf(result: object): readonly Refusal[] {
  const answers: readonly unknown[] = Object.values(result);
  return answers.filter(isRefusal).flatMap((refusal) => refusal.errors ?? [refusal]);
}

function isRefusal(answer: unknown): answer is Refusal & { readonly errors?: readonly Refusal[] } {
  return typeof answer === 'object' && answer !== null && 'message' in answer;
}
