import { useEffect } from 'react';

/** Names the page in the browser's tab and history, what matters most first. @param parts null: keeps the name it has */
export function useDocumentTitle(parts: readonly string[] | null): void {
  const title = parts?.join(' · ') ?? null;
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
