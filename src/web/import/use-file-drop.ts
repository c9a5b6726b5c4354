import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Takes files that are dropped anywhere on the window.
 * @param take called with the first file; null takes none
 * @returns whether a file is held over the window
 */
export function useFileDrop(take: ((file: File) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  const isOn = take !== null;
  const taken = useEffectEvent((file: File) => take?.(file));
  useEffect(() => {
    if (!isOn) return;
    const ending = new AbortController();
    const listen = <Type extends 'dragover' | 'dragleave' | 'drop'>(type: Type, act: (event: DragEvent) => void) =>
      addEventListener(type, act, { signal: ending.signal });
    listen('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      taken(file);
    });
    return () => ending.abort();
  }, [isOn]);
  return isOver;
}
