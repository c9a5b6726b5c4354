import { consentState } from '#src/core/books/online-consent.ts';
import type { AttentionText } from '#src/service/attention/severity.ts';
import { readBooksOnline } from '#src/store/books-online.ts';
import type { Reader } from '#src/store/engine/database.ts';

/** The consent to read QuickBooks Online has ended, or will within two weeks. */
export interface BooksConsentProblem extends AttentionText {
  readonly kind: 'booksConsentProblem';
  readonly state: 'ending' | 'ended';
  /** The company. */
  readonly company: string;
  /** When it ended, or ends. */
  readonly endsAt: Date;
}

const ACTION = 'As an admin, connect QuickBooks Online again in the settings.';

export async function booksConsentProblems(
  reader: Reader,
  organizationId: number,
  at: Date,
): Promise<BooksConsentProblem[]> {
  const online = await readBooksOnline(reader, organizationId);
  if (!online) return [];
  const { state, endsAt } = consentState(online, at);
  if (state === 'good') return [];
  const { companyName: company } = online;
  const consent = `The consent to read the books of ${company} in QuickBooks Online`;
  const common = { kind: 'booksConsentProblem', state, company, endsAt } as const;
  return state === 'ended'
    ? [
        {
          ...common,
          severity: 'critical',
          message: `${consent} ended at ${endsAt.toISOString()}; its months are no longer read.`,
          action: ACTION,
        },
      ]
    : [{ ...common, severity: 'warning', message: `${consent} ends at ${endsAt.toISOString()}.`, action: ACTION }];
}
