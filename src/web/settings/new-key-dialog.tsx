import { Modal } from '#src/web/controls/modal.tsx';
import { SecretField } from '#src/web/controls/secret-field.tsx';

interface NewKeyDialogProps {
  readonly name: string;
  /** The key itself, which is not stored anywhere. */
  readonly secret: string;
  close(): void;
}

/** Shows a new key, once. */
export function NewKeyDialog({ name, secret, close }: NewKeyDialogProps) {
  return (
    <Modal title={`The key ${name}`} close={close}>
      <p>
        <strong>Copy it now: it cannot be shown again.</strong> Only its prefix is stored, to identify it. If you lose a
        key, revoke it and create another.
      </p>
      <SecretField label="Key" secret={secret} look="primary" />
      <div className="d-flex justify-content-end mt-2">
        <button type="button" className="btn btn-outline-secondary" onClick={close}>
          I have saved it
        </button>
      </div>
    </Modal>
  );
}
