import type { ReactNode } from 'react';

/** What is wrong with a form, read aloud as soon as it is said; nothing where nothing is. */
export function FormProblem({ problem, children }: { readonly problem: string | null; readonly children?: ReactNode }) {
  return (
    <div role="alert">
      {problem !== null && (
        <p className="quality-problem">
          {problem} {children}
        </p>
      )}
    </div>
  );
}
