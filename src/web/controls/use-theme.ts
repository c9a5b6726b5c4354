import { useSyncExternalStore } from 'react';

/** The current theme of the page. */
export function useTheme(): 'light' | 'dark' {
  return useSyncExternalStore(watch, () => (document.documentElement.dataset['bsTheme'] === 'dark' ? 'dark' : 'light'));
}

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
  return () => observer.disconnect();
}
