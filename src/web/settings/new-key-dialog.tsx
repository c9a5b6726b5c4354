import { useRef, useState } from 'react';
import { Modal } from '#src/web/controls/modal.tsx';

interface NewKeyDialogProps {
  readonly name: string;
  /** The key itself: it is here and nowhere else. */
  readonly secret: string;
  close(): void;
}

/** Shows a key that was just made, this once. */
export function NewKeyDialog({ name, secret, close }: NewKeyDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setWords('Copied.');
    } catch {
      // Browsers let pages copy over https only, and where the person has not forbidden it.
      setWords('The browser does not let this page copy: the key is selected, copy it with the keyboard.');
    }
  };
  return (
    <Modal title={`The key ${name}`} close={close}>
      <p>
        <strong>Copy it now: it cannot be shown again.</strong> Only its beginning is kept, to tell it from others.
        Whoever has lost a key revokes it and makes another.
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
          I have kept it
        </button>
      </div>
    </Modal>
  );
}
