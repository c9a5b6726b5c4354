import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** When the page was last printed or, before that, opened. */
export function usePrintDate(): Date {
  const [date, setDate] = useState(() => new Date());
  useEffect(() => {
    // The browser prints the DOM as it is when the listeners return.
    const note = () => flushSync(() => setDate(new Date()));
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  return date;
}
