import type { Books } from './books-page.tsx';
import { WebConnectorCard } from './web-connector-card.tsx';

/** The ways in which statements get here. */
export function WaysIn({ books }: { readonly books: Books }) {
  return (
    <section aria-labelledby="ways-in">
      <h2 id="ways-in" className="visually-hidden">
        Ways in
      </h2>
      <div className="books-ways">
        <WebConnectorCard connection={books.connection} />
      </div>
    </section>
  );
}
