import type { TrialOutcome } from '#src/web/gql/operations.ts';

/** What came of asking a vendor. */
export interface Trial {
  readonly outcome: TrialOutcome;
  readonly sentence: string;
  /** What was seen, in sentences. */
  readonly seen: readonly string[];
  /** Whether it was asked with what is set, and nothing typed. */
  readonly isStored: boolean;
}

interface VendorTrialProps {
  readonly title: string;
  readonly trial: Trial | null;
  readonly isPending: boolean;
}

/** Shows that a vendor is being asked, and what came of it. */
export function VendorTrial({ title, trial, isPending }: VendorTrialProps) {
  return (
    <div role="status" aria-label={`What ${title} answers`}>
      {isPending && (
        <p className="settings-asking">
          <span className="spinner-border spinner-border-sm" aria-hidden="true" /> Asking {title}: this can take 20
          seconds …
        </p>
      )}
      {!isPending && trial && <Answer {...trial} />}
    </div>
  );
}

function Answer({ outcome, sentence, seen, isStored }: Trial) {
  const isAccepted = outcome === 'ACCEPTED';
  return (
    <div className={`alert mb-0 mt-3 ${isAccepted ? 'alert-success' : 'alert-warning'}`}>
      <p className="mb-0">{sentence}</p>
      {seen.length > 0 && (
        <ul className="mb-0">
          {seen.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {isAccepted && !isStored && <p className="mb-0">What is typed is not stored yet: save it.</p>}
    </div>
  );
}
