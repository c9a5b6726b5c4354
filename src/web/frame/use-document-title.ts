import { useEffect } from 'react';

/** Sets the title of the page, the most specific part first. @param parts null keeps the current title */
export function useDocumentTitle(parts: readonly string[] | null): void {
  const title = parts?.join(' · ') ?? null;
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
