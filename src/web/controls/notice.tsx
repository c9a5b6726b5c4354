import { useEffect, useRef } from 'react';

/** Something that has been done. A new one is told each time, also in the same words. */
export interface Done {
  readonly words: string;
}

/** Says what has become of a list, and takes the focus where that was in what is gone from it. */
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
