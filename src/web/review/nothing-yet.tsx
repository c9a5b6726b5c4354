import { Link } from 'wouter';
import { useIsAdmin, useIsEditor } from '#src/web/shell.ts';

/** The first steps, shown while nothing is stored. */
export function NothingYet() {
  const isEditor = useIsEditor();
  const isAdmin = useIsAdmin();
  return (
    <div className="nothing-yet">
      <h1>Nothing has been collected or entered yet</h1>
      {isEditor ? (
        <ol>
          <li>
            Configure the access to ConnectWise PSA and NinjaOne, and check it: <code>npm run qbr -- doctor</code>
          </li>
          <li>
            Collect past months: <code>npm run qbr -- backfill --from 2024-01</code>
            {isAdmin && (
              <>
                , or start a collection under <Link href="/quality">Data quality</Link>
              </>
            )}
            .
          </li>
          <li>
            Enter the books of each month in the <Link href="/sheet">Sheet</Link>. Calculated values appear immediately.
          </li>
        </ol>
      ) : (
        <p>The review appears when an editor or admin has entered or collected the first month.</p>
      )}
    </div>
  );
}
