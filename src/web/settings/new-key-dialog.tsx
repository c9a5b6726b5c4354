import { useRef, useState } from 'react';
import { Modal } from '#src/web/controls/modal.tsx';

interface NewKeyDialogProps {
  readonly name: string;
  /** The key itself, which is not stored anywhere. */
  readonly secret: string;
  close(): void;
}

/** Shows a new key, once. */
export function NewKeyDialog({ name, secret, close }: NewKeyDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setWords('Copied.');
    } catch {
      // Browsers allow copying only over https, and only if the person has not denied it.
      setWords('The browser does not allow this page to copy. The key is selected: copy it with the keyboard.');
    }
  };
  return (
    <Modal title={`The key ${name}`} close={close}>
      <p>
        <strong>Copy it now: it cannot be shown again.</strong> Only its prefix is stored, to identify it. If you lose a
        key, revoke it and create another.
      </p>
      <div className="input-group">
        <input
          ref={field}
          className="form-control font-monospace"
          aria-label="Key"
          readOnly
          value={secret}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="btn btn-primary" onClick={copy}>
          Copy
        </button>
      </div>
      <p role="status" className="small mt-2 mb-0 settings-copied">
        {words}
      </p>
      <div className="d-flex justify-content-end mt-2">
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          I have saved it
        </button>
      </div>
    </Modal>
  );
}
