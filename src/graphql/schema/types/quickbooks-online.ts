import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { OnlineStatus, OnlineWay } from '#src/service/books/status.ts';

export const BooksConsentState = enumOf<OnlineStatus['state']>(
  'BooksConsentState',
  'How the consent to read the books stands.',
  {
    good: 'It holds for longer than two weeks.',
    ending: 'It ends within two weeks.',
    ended: 'It has ended; nothing can be read before a new one.',
  },
);

const OnlineCompany = builder.objectRef<OnlineStatus>('OnlineCompany').implement({
  description: 'The QuickBooks Online company whose books are read.',
  fields: (t) =>
    exposed(t, {
      company: ['String', 'Name of the company.'],
      connectedBy: ['String', 'Who connected it.'],
      lastReadAt: [nullable('DateTime'), 'When its books were last read; null before the first time.'],
      state: [BooksConsentState, 'How the consent stands.'],
      endsAt: ['DateTime', 'When the consent ended, or ends if nothing is read in between.'],
    }),
});

export const QuickBooksOnline = builder.objectRef<OnlineWay>('QuickBooksOnline').implement({
  description: 'The way in from QuickBooks Online. An admin connects a company in the browser, at `/auth/quickbooks`.',
  fields: (t) =>
    exposed(t, {
      isAvailable: ['Boolean', 'Whether this server is set up for it.'],
      company: [nullable(OnlineCompany), 'The connected company; null if none is.'],
    }),
});
