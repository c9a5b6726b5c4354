import { useRef, useState } from 'react';

interface SecretFieldProps {
  /** Its name, for assistive technology. */
  readonly label: string;
  readonly secret: string;
  /** `primary`, or `outline-secondary` beside a more important button. */
  readonly look: 'primary' | 'outline-secondary';
}

/** Shows a secret that is shown once, to be copied. */
export function SecretField({ label, secret, look }: SecretFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setWords('Copied.');
    } catch {
      // Browsers allow copying only over https, and only if the person has not denied it.
      setWords('The browser does not allow this page to copy. It is selected: copy it with the keyboard.');
    }
  };
  return (
    <>
      <div className="input-group">
        <input
          ref={field}
          className="form-control font-monospace"
          aria-label={label}
          readOnly
          value={secret}
          onFocus={({ target }) => target.select()}
        />
        <button type="button" className={`btn btn-${look}`} onClick={copy}>
          Copy
        </button>
      </div>
      <p role="status" className="small mt-2 mb-0 copied-words">
        {words}
      </p>
    </>
  );
}
