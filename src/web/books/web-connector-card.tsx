import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { Refusals } from '#src/web/controls/form-field.tsx';
import { PauseBooksOperation } from '#src/web/gql/operations.ts';
import { useIsAdmin } from '#src/web/shell.ts';
import { formatInstant, formatInstantsIn, formatLocalDate } from '#src/web/values/format.ts';
import type { Books } from './books.ts';
import { ConnectDialog } from './connect-dialog.tsx';

type Connection = NonNullable<Books['connection']>;

/** QuickBooks Desktop through its Web Connector: the state of the connection, and its controls for admins. */
export function WebConnectorCard({ connection }: { readonly connection: Connection | null }) {
  const isAdmin = useIsAdmin();
  return (
    <article className="books-way" aria-labelledby="web-connector">
      <h3 id="web-connector">QuickBooks Desktop</h3>
      {connection ? (
        <ConnectionState connection={connection} />
      ) : (
        <p className="books-quiet">
          The QuickBooks Web Connector sends each month’s profit and loss statement from the company file, every hour
          while it runs. It reads only.
        </p>
      )}
      {isAdmin && <ConnectionControls connection={connection} />}
    </article>
  );
}

function ConnectionState({ connection }: { readonly connection: Connection }) {
  const { company, userName, lastSessionAt, closingDate, paused, lastError } = connection;
  return (
    <>
      <dl className="books-facts">
        <dt>Company</dt>
        <dd>{company ?? 'Known after the first session'}</dd>
        <dt>Last session</dt>
        <dd>{lastSessionAt ? formatInstant(lastSessionAt) : 'None yet'}</dd>
        <dt>Closing date</dt>
        <dd>{closingDate ? formatLocalDate(closingDate) : 'None'}</dd>
        <dt>User name</dt>
        <dd>{userName}</dd>
      </dl>
      {paused && <p className="books-warning">Paused: the books are not read.</p>}
      {lastError && <p className="books-problem">The last session: {formatInstantsIn(lastError)}</p>}
    </>
  );
}

function ConnectionControls({ connection }: { readonly connection: Connection | null }) {
  const [isConnecting, setConnecting] = useState(false);
  const { refusals, isPending, run } = useRefusableChange(PauseBooksOperation);
  return (
    <>
      <div className="books-actions">
        <button
          type="button"
          className={`btn btn-sm ${connection ? 'btn-outline-secondary' : 'btn-primary'}`}
          onClick={() => setConnecting(true)}
        >
          {connection ? 'New password' : 'Connect'}
        </button>
        {connection && (
          <button
            type="button"
            className="btn btn-sm btn-outline-secondary"
            aria-disabled={isPending}
            onClick={() => run({ paused: !connection.paused })}
          >
            {connection.paused ? 'Resume' : 'Pause'}
          </button>
        )}
      </div>
      <Refusals of={refusals} />
      {isConnecting && <ConnectDialog userName={connection?.userName ?? null} close={() => setConnecting(false)} />}
    </>
  );
}
