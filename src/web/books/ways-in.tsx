import { useState } from 'react';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import type { Books } from './books.ts';
import { FileCard } from './file-card.tsx';
import { OnlineCard } from './online-card.tsx';
import { WebConnectorCard } from './web-connector-card.tsx';

/** The ways in which statements get here. */
export function WaysIn({ books }: { readonly books: Books }) {
  const [done, setDone] = useState<Done | null>(null);
  return (
    <section aria-labelledby="ways-in">
      <h2 id="ways-in" className="visually-hidden">
        Ways in
      </h2>
      <div className="books-ways">
        <WebConnectorCard connection={books.connection} />
        <OnlineCard online={books.online} />
        <FileCard announce={(words) => setDone({ words })} />
      </div>
      <Notice done={done} />
    </section>
  );
}
