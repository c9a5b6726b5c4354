import { formatInstant } from '#src/web/values/format.ts';
import { counted, monthsInWords, STATUS_WORDS } from './collection-words.ts';
import type { FollowedCollection, Progress } from './use-collection-progress.ts';

type VendorProgress = Progress['vendors'][number];

/** The id of the progress panel. */
export const PROGRESS_ID = 'collection-progress';

/** The progress of a running collection, and its result: a bar and a text for each vendor. */
export function CollectionProgress({ progress, isLost }: FollowedCollection) {
  return (
    <section
      className="quality-progress"
      data-status={progress?.ended ? progress.run.status : 'RUNNING'}
      id={PROGRESS_ID}
      tabIndex={-1}
      aria-labelledby="collection-progress-title"
    >
      <h2 id="collection-progress-title">{progress?.ended ? 'Collection ended' : 'Collecting now'}</h2>
      <p role="status">{progress ? summaryOf(progress) : 'Loading the progress.'}</p>
      {progress && <Vendors vendors={progress.vendors} />}
      {progress && (
        <p className="quality-quiet">
          Collection {progress.run.id}, started by {progress.run.requestedBy}, {formatInstant(progress.run.startedAt)}
        </p>
      )}
      {isLost && !progress?.ended && (
        <p className="quality-lost">Progress updates are unavailable at the moment. The collection continues.</p>
      )}
    </section>
  );
}

function Vendors({ vendors }: { readonly vendors: readonly VendorProgress[] }) {
  return (
    <ul className="quality-vendors">
      {vendors.map((vendor) => (
        <li key={vendor.vendor.key}>
          <strong>{vendor.vendor.name}</strong>
          <Bar of={vendor} />
          <span>{detailOf(vendor)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Indeterminate while another process collects: only that process knows the steps. */
function Bar({ of: { vendor, state, reading } }: { readonly of: VendorProgress }) {
  const label = `Progress of ${vendor.name}`;
  switch (state) {
    case 'PENDING':
    case 'FAILED':
      return <progress aria-label={label} value={0} max={1} />;
    case 'READING':
      return reading && reading.stepsTotal > 0 ? (
        <progress aria-label={label} value={reading.stepsDone} max={reading.stepsTotal} />
      ) : (
        <progress aria-label={label} />
      );
    case 'STORING':
    case 'STORED':
      return <progress aria-label={label} value={1} max={1} />;
  }
}

function detailOf({ state, reading, errorMessage, months }: VendorProgress): string {
  const periods = monthsInWords(months.map(({ period }) => period));
  switch (state) {
    case 'PENDING':
      return `Waiting: ${periods}`;
    case 'READING':
      return `Reading ${periods}${reading ? ` (step ${reading.stepsDone} of ${reading.stepsTotal})` : ''}`;
    case 'STORING':
      return `Storing ${periods}`;
    case 'STORED': {
      const values = months.reduce((sum, { metricsCollected }) => sum + (metricsCollected ?? 0), 0);
      return `${counted(values, 'value')} stored: ${periods}`;
    }
    case 'FAILED':
      return errorMessage ?? 'Failed; nothing was stored.';
  }
}

/** Changes with the vendor and not with every step, because screen readers announce it. */
function summaryOf({ run, ended, vendors }: Progress): string {
  if (ended) {
    const failed = vendors.filter(({ state }) => state === 'FAILED').map(({ vendor }) => vendor.name);
    const failure = failed.length > 0 ? `; nothing was stored from ${failed.join(' and ')}` : '';
    return `Result: ${STATUS_WORDS[run.status]}${failure}.`;
  }
  const current = vendors.find(({ state }) => state === 'READING' || state === 'STORING');
  if (!current) return 'Between two vendors.';
  return `${current.state === 'STORING' ? 'Storing values from' : 'Reading'} ${current.vendor.name}.`;
}
