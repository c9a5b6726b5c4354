import { useState } from 'react';
import { basePath } from '#src/web/base-path.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { useIsAdmin } from '#src/web/shell.ts';
import { formatInstant } from '#src/web/values/format.ts';
import type { Books } from './books.ts';

type Online = Books['online'];

/** QuickBooks Online: the connected company, and the way to connect it for admins. */
export function OnlineCard({ online: { company, isAvailable } }: { readonly online: Online }) {
  const isAdmin = useIsAdmin();
  return (
    <article className="books-way" aria-labelledby="quickbooks-online">
      <h3 id="quickbooks-online">QuickBooks Online</h3>
      {company ? (
        <CompanyState company={company} />
      ) : (
        <p className="books-quiet">
          Every collection reads the profit and loss statements of a company that an admin has connected. It reads only.
        </p>
      )}
      {isAdmin && isAvailable && <ConsentControls company={company} />}
      {isAdmin && !isAvailable && (
        <p className="books-quiet">
          This server is not set up for it: set the variables <code>QBO_…</code> and <code>QBR_SECRET_KEY_FILE</code>.
        </p>
      )}
    </article>
  );
}

function CompanyState({ company }: { readonly company: NonNullable<Online['company']> }) {
  const { company: name, connectedBy, lastReadAt, state, endsAt } = company;
  return (
    <>
      <dl className="books-facts">
        <dt>Company</dt>
        <dd>{name}</dd>
        <dt>Last read</dt>
        <dd>{lastReadAt ? formatInstant(lastReadAt) : 'Not yet'}</dd>
        <dt>Connected by</dt>
        <dd>{connectedBy}</dd>
      </dl>
      {state === 'ENDING' && (
        <p className="books-warning">The consent ends on {formatInstant(endsAt)}: connect again.</p>
      )}
      {state === 'ENDED' && <p className="books-problem">The consent has ended: connect again.</p>}
    </>
  );
}

/** Leaves the page: Intuit asks for the consent, and leads back. */
function ConsentControls({ company }: Pick<Online, 'company'>) {
  return (
    <div className="books-actions">
      <a
        className={`btn btn-sm ${company ? 'btn-outline-secondary' : 'btn-primary'}`}
        href={`${basePath()}/auth/quickbooks`}
      >
        {company ? 'Connect again' : 'Connect'}
      </a>
      {company && <Disconnect company={company.company} />}
    </div>
  );
}

/** Ends the consent, after a confirmation. The answer is a page of its own, with a link back. */
function Disconnect({ company }: { readonly company: string }) {
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <button type="button" className="btn btn-sm btn-outline-secondary" onClick={() => setAsking(true)}>
        Disconnect
      </button>
      {isAsking && (
        <Modal title={`Disconnect ${company}?`} close={close}>
          <p className="mb-0">
            The consent ends, here and at Intuit: its books are read no more until an admin connects it again. What was
            read stays.
          </p>
          <form method="post" action={`${basePath()}/auth/quickbooks/disconnect`}>
            <DialogButtons action="Disconnect" isPending={false} close={close} isDangerous />
          </form>
        </Modal>
      )}
    </>
  );
}
