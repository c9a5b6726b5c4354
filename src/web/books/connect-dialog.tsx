import { type FormEvent, useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { DialogButtons } from '#src/web/controls/dialog-buttons.tsx';
import { FormField, Refusals } from '#src/web/controls/form-field.tsx';
import { Modal } from '#src/web/controls/modal.tsx';
import { saveFile } from '#src/web/controls/save-file.ts';
import { SecretField } from '#src/web/controls/secret-field.tsx';
import { type ConnectBooksMutation, ConnectBooksOperation } from '#src/web/gql/operations.ts';

type Connected = Extract<ConnectBooksMutation['connectBooks'], { readonly __typename: 'ConnectBooksSuccess' }>;

interface ConnectDialogProps {
  /** Of the connection there is; null for none. */
  readonly userName: string | null;
  close(): void;
}

/** Creates user name, password and `.qwc` file for the Web Connector, and shows the password once. */
export function ConnectDialog({ userName: current, close }: ConnectDialogProps) {
  // The page learns of the new connection while the dialog is open.
  const [userName] = useState(current);
  const [connected, setConnected] = useState<Connected | null>(null);
  return (
    <Modal
      title={userName === null ? 'Connect QuickBooks Desktop' : 'New password for the Web Connector'}
      close={close}
    >
      {connected ? (
        <Credentials connected={connected} close={close} />
      ) : (
        <ConnectForm userName={userName} whenDone={setConnected} close={close} />
      )}
    </Modal>
  );
}

interface ConnectFormProps extends ConnectDialogProps {
  whenDone(connected: Connected): void;
}

function ConnectForm({ userName, whenDone, close }: ConnectFormProps) {
  const [name, setName] = useState(userName ?? 'qbr-books');
  const { refusals, isPending, run } = useRefusableChange(ConnectBooksOperation);
  const connect = (event: FormEvent) => {
    event.preventDefault();
    run({ userName: name.trim() }, ({ connectBooks: result }) => {
      if (result.__typename === 'ConnectBooksSuccess') whenDone(result);
    });
  };
  return (
    <form onSubmit={connect} noValidate>
      <p>
        {userName === null
          ? 'This creates a user name, a password and the file that the Web Connector is set up with.'
          : 'The present password stops working at once; the Web Connector asks for the new one.'}
      </p>
      <FormField label="User name" columns="" name="userName" refusals={refusals}>
        {(control) => (
          <input
            {...control}
            className="form-control"
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </FormField>
      <Refusals of={refusals.filter(({ field }) => field !== 'userName')} />
      <DialogButtons action="Create password and file" isPending={isPending} close={close} />
    </form>
  );
}

function Credentials({ connected, close }: { readonly connected: Connected; close(): void }) {
  const { userName, password, qwc } = connected;
  const [words, setWords] = useState('');
  const save = () => {
    saveFile(new Blob([qwc], { type: 'application/xml' }), 'qbr-server.qwc');
    setWords('The file is saved.');
  };
  return (
    <>
      <p>
        <strong>Copy the password now: it cannot be shown again.</strong> Only its hash is stored.
      </p>
      <dl className="books-credentials">
        <dt>User name</dt>
        <dd>{userName}</dd>
        <dt>Password</dt>
        <dd>
          <SecretField label="Password" secret={password} look="outline-secondary" />
        </dd>
      </dl>
      <ol className="books-steps">
        <li>Save the file on the computer where QuickBooks runs.</li>
        <li>Open the company file in QuickBooks as its admin, and open the saved file with the Web Connector.</li>
        <li>Allow access even when QuickBooks is not running, and enter the password in the Web Connector.</li>
      </ol>
      <p role="status" className="small mb-0 books-announced">
        {words}
      </p>
      <div className="d-flex flex-wrap gap-2 justify-content-end">
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          I have saved it
        </button>
        <button type="button" className="btn btn-primary" onClick={save}>
          Save the .qwc file
        </button>
      </div>
    </>
  );
}
