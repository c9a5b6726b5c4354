import { createContext } from 'react';

/** A file that was dropped on another view, for the page Import to take. */
export const DroppedFileContext = createContext<{ current: File | null }>({ current: null });
