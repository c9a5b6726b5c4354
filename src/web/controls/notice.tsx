import { useEffect, useRef } from 'react';

/** A completed action. Each object is announced, even with the same words. */
export interface Done {
  readonly words: string;
}

/** Announces a completed action, and takes the focus, because the focused row may be gone. */
export function Notice({ done }: { readonly done: Done | null }) {
  const notice = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (done) notice.current?.focus();
  }, [done]);
  return (
    <p ref={notice} role="status" tabIndex={-1} className="notice">
      {done?.words}
    </p>
  );
}
