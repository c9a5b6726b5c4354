import type { ReactNode } from 'react';

/** What has been done. It takes the focus, because the control that it was done with may be gone, and is read aloud so. */
export function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <p className="quality-notice" tabIndex={-1} ref={focus}>
      {children}
    </p>
  );
}

function focus(element: HTMLElement | null): void {
  element?.focus();
}
