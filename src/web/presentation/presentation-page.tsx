import './presentation.css';
import { Link, useSearchParams } from 'wouter';
import { useOperation } from '#src/web/client/use-operation.ts';
import { useChosenPeriod } from '#src/web/controls/period-picker.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { useDocumentTitle } from '#src/web/frame/use-document-title.ts';
import { PresentationViewOperation } from '#src/web/gql/operations.ts';
import { fileOf } from '#src/web/organization.ts';
import { PERIOD_STATUS } from '#src/web/review/review-words.ts';
import { formatDate, formatInstant } from '#src/web/values/format.ts';
import { formatPeriod, type PeriodKey } from '#src/web/values/period.ts';
import { ChangedSince } from './changed-since.tsx';
import { presentationPath } from './presentation-words.ts';
import { PresentedValues } from './presented-values.tsx';
import type { PresentingOrganization, ShownPresentation } from './shown-presentation.ts';

/** What was presented of a period: what has changed since, rules first, and how it was. */
export function PresentationPage() {
  const period = useChosenPeriod();
  const [parameters] = useSearchParams();
  const version = Number(parameters.get('version')) || null;
  return period === null ? <NotPresented words="Nothing has been presented yet." /> : <View {...{ period, version }} />;
}

function View({ period, version }: { readonly period: PeriodKey; readonly version: number | null }) {
  const { data, error, refetch } = useOperation(PresentationViewOperation, { period, version });
  const organization = data?.organization;
  const label = formatPeriod(period);
  useDocumentTitle(organization ? [`${label} as presented`, organization.name] : null);
  if (error && !organization) return <Failure error={error} retry={refetch} />;
  if (!organization) return <Loading label="Comparing with what was presented" />;
  const { presentation } = organization;
  if (!presentation) return <NotPresented words={`${label} has not been presented.`} />;
  return (
    <div className="presentation">
      <header className="presentation-header">
        <h1>{label} as presented</h1>
        <Facts period={period} presentation={presentation} />
        <Versions period={period} shown={presentation.version} versions={organization.period.presentations} />
      </header>
      <ChangedSince presentation={presentation} />
      <PresentedValues presentation={presentation} />
    </div>
  );
}

function NotPresented({ words }: { readonly words: string }) {
  return (
    <div className="presentation">
      <h1>As presented</h1>
      <p>
        {words} <Link href="/">Open the review</Link>
      </p>
    </div>
  );
}

function Facts({ period, presentation }: { readonly period: PeriodKey; readonly presentation: ShownPresentation }) {
  const { version, presentedAt, presentedBy, note, digest, status, gaps } = presentation;
  const presented = { period, presentation: String(version) };
  return (
    <>
      <p>
        Version {version}, presented on {formatInstant(presentedAt)} by {presentedBy}; the period was{' '}
        {PERIOD_STATUS[status].word.toLowerCase()} then.
      </p>
      {note && <p className="presentation-note">{note}</p>}
      {gaps.length > 0 && (
        <details>
          <summary>{gaps.length === 1 ? '1 gap was accepted' : `${gaps.length} gaps were accepted`}</summary>
          <ul>
            {gaps.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </details>
      )}
      <p className="presentation-quiet">
        SHA-256 of its content: <code className="presentation-digest">{digest}</code>
      </p>
      <p className="d-print-none">
        <Link href={`/?period=${period}`}>Review now</Link>
        {' · '}
        <a href={fileOf('/export/pack', presented)} download>
          Pack as presented (PDF)
        </a>
        {' · '}
        <a href={fileOf('/derivation', presented)} download>
          Derivation
        </a>
      </p>
    </>
  );
}

interface VersionsProps {
  readonly period: PeriodKey;
  readonly shown: number;
  readonly versions: PresentingOrganization['period']['presentations'];
}

/** The other presentations of the period. */
function Versions({ period, shown, versions }: VersionsProps) {
  if (versions.length < 2) return null;
  return (
    <nav aria-label="Versions" className="presentation-versions d-print-none">
      {versions.map(({ version, presentedAt }) => (
        <Link
          key={version}
          href={presentationPath(period, version)}
          aria-current={version === shown ? 'page' : undefined}
        >
          Version {version} of {formatDate(presentedAt)}
        </Link>
      ))}
    </nav>
  );
}
