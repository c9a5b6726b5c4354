import { useState } from 'react';
import type { Done } from '#src/web/controls/notice.tsx';
import { counted } from '#src/web/quality/collection-words.ts';
import type { PeriodKey } from '#src/web/values/period.ts';
import type { Books } from './books.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { type Accounts, mappingInput, placedAccounts } from './mapping-draft.ts';
import type { MappingOnPage } from './use-mapping-draft.ts';

interface MappingBarProps {
  readonly books: Books;
  readonly accounts: Accounts;
  readonly onPage: MappingOnPage;
  /** The month that the page shows. */
  readonly shownMonth: PeriodKey | null;
  whenDone(done: Done): void;
}

/** What is not stored yet, and how to go on: always in sight, since the accounts are a long table. */
export function MappingBar({ books, accounts, onPage, shownMonth, whenDone }: MappingBarProps) {
  const [isPreviewing, setPreviewing] = useState(false);
  const { isDraft, isOutdated, discard, keep, basedOn } = onPage;
  const isProposal = books.mapping === null;
  const hasSomething = isDraft || isProposal;
  return (
    <div className="books-bar">
      <p role="status">
        {isOutdated ? (
          <span className="books-problem">
            The mapping was changed meanwhile: your changes are to version {basedOn}, and version{' '}
            {books.newestMappingVersion} is the newest. Nothing of them is lost.
          </span>
        ) : (
          barWords(changedWords(onPage, accounts), { isDraft, isProposal })
        )}
      </p>
      <div className="books-actions">
        {isDraft && (
          <button type="button" className="btn btn-outline-secondary" onClick={discard}>
            Discard
          </button>
        )}
        {isOutdated && (
          <button type="button" className="btn btn-outline-secondary" onClick={keep}>
            Keep my changes
          </button>
        )}
        <button
          type="button"
          className="btn btn-primary"
          aria-disabled={!hasSomething}
          onClick={() => hasSomething && setPreviewing(true)}
        >
          Preview
        </button>
      </div>
      {isPreviewing && (
        <ConfirmDialog
          books={books}
          input={{ ...mappingInput(onPage.mapping, accounts), basedOn }}
          shownMonth={shownMonth}
          close={() => setPreviewing(false)}
          whenDone={(words) => {
            discard();
            setPreviewing(false);
            whenDone({ words });
          }}
        />
      )}
    </div>
  );
}

function barWords(
  changes: string,
  { isDraft, isProposal }: { readonly isDraft: boolean; readonly isProposal: boolean },
) {
  if (isDraft) return `Not stored yet: ${changes}.`;
  return isProposal ? 'The proposal is not confirmed yet.' : 'No changes.';
}

/** `3 accounts changed`. */
function changedWords({ mapping, before }: MappingOnPage, accounts: Accounts): string {
  const [now, then] = [placedAccounts(mapping, accounts), placedAccounts(before, accounts)];
  const count = [...accounts.keys()].filter((key) => now.get(key)?.place !== then.get(key)?.place).length;
  if (count === 0) return 'settings changed';
  return `${counted(count, 'account')} changed`;
}
