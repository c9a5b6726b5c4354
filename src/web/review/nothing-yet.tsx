import { Link } from 'wouter';
import { useIsAdmin, useIsEditor } from '#src/web/shell.ts';

/** What to do first, where nothing is stored. */
export function NothingYet() {
  const isEditor = useIsEditor();
  const isAdmin = useIsAdmin();
  return (
    <div className="nothing-yet">
      <h1>Nothing has been collected or entered yet</h1>
      {isEditor ? (
        <ol>
          <li>
            Give the program its access to ConnectWise PSA and NinjaOne, and let it check that:{' '}
            <code>npm run qbr -- doctor</code>
          </li>
          <li>
            Collect the months so far: <code>npm run qbr -- backfill --from 2024-01</code>
            {isAdmin && (
              <>
                , or start a collection under <Link href="/quality">Data quality</Link>
              </>
            )}
            .
          </li>
          <li>
            Enter the books of each month in the <Link href="/sheet">Sheet</Link>. What can be calculated appears at
            once.
          </li>
        </ol>
      ) : (
        <p>The review appears as soon as somebody who may do so has collected or entered the first month.</p>
      )}
    </div>
  );
}
