import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { WebConnectorStatus } from '#src/service/books/status.ts';

export const WebConnector = builder.objectRef<WebConnectorStatus>('WebConnector').implement({
  description: 'How the QuickBooks Web Connector is connected, which brings the books of QuickBooks Desktop.',
  fields: (t) =>
    exposed(t, {
      userName: ['String', 'User name that the Web Connector sends.'],
      paused: ['Boolean', 'Whether a person has paused the reading of the books.'],
      company: [nullable('String'), 'Name of the company file; null before its first session.'],
      closingDate: [
        nullable('String'),
        'QuickBooks’ own closing date, `YYYY-MM-DD`; null if it has none or was not read yet.',
      ],
      lastSessionAt: [nullable('DateTime'), 'When its last session started; null if there was none.'],
      lastError: [nullable('String'), 'What went wrong in its last session; null if nothing did.'],
    }),
});
