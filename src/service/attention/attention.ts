import { isPermitted } from '#src/auth/permissions.ts';
import { setUpMessage } from '#src/auth/sign-in-errors.ts';
import type { Viewer } from '#src/auth/viewer.ts';
import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import type { MetricDefinition } from '#src/core/metrics/metric-registry.ts';
import {
  addMonths,
  type Month,
  monthAt,
  type Period,
  periodLabel,
  previousPeriod,
  quarterOf,
} from '#src/core/period.ts';
import { listPendingProposals, type StoredProposal } from '#src/service/periods/proposal.ts';
import type { Report } from '#src/service/report/report.ts';
import type { Scope } from '#src/service/scope.ts';
import { supplierOf } from '#src/service/vendors.ts';
import type { VendorKey } from '#src/store/engine/base-rows.ts';
import type { Database } from '#src/store/engine/database.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { countOpenFindings, readFindingPage, type StoredFinding } from '#src/store/findings.ts';
import { readSignInProblem, type StoredSignInProblem } from '#src/store/settings.ts';
import { type BackupAttention, backupProblems } from './backup-problems.ts';
import { type BooksConsentProblem, booksConsentProblems } from './books-consent.ts';
import { type BooksAttention, booksAttention } from './books-problems.ts';
import { type AttentionSchedule, type CollectionProblem, collectionProblems } from './collection-problems.ts';
import { type AttentionText, SEVERITIES } from './severity.ts';
import { type ThresholdBreach, thresholdBreaches } from './threshold-breaches.ts';

/** Unresolved findings that are not acknowledged. */
export interface OpenFindings extends AttentionText {
  readonly kind: 'openFindings';
  readonly count: number;
  /** The newest ones, 20 at most. */
  readonly newest: readonly StoredFinding[];
}

/** Missing inputs of an ended month. */
export interface MissingInputs extends AttentionText {
  readonly kind: 'missingInputs';
  readonly month: Month;
  readonly inputs: readonly { readonly definition: MetricDefinition; readonly supplier: VendorKey }[];
}

/** A problem that prevents all sign-ins. */
export interface SignInProblem extends AttentionText {
  readonly kind: 'signInProblem';
  readonly problem: StoredSignInProblem['kind'];
  readonly since: Date;
}

/** A closing or reopening that waits for a second admin. */
export interface ProposalWaiting extends AttentionText {
  readonly kind: 'proposalWaiting';
  readonly proposal: StoredProposal;
}

export type AttentionItem =
  | ThresholdBreach
  | OpenFindings
  | MissingInputs
  | CollectionProblem
  | BooksConsentProblem
  | BooksAttention
  | BackupAttention
  | ProposalWaiting
  | SignInProblem;

export interface AttentionSource {
  readonly database: Database;
  readonly schedule: AttentionSchedule;
  /** The viewer; sign-in problems are listed only for admins, who can fix them. */
  readonly viewer: Viewer;
  /** Whether people sign in with a provider. */
  readonly hasSignIn: boolean;
}

/** Number of ended months that are checked for missing inputs. */
const MONTHS_CHECKED = 13;
const NEWEST_FINDINGS = 20;
const SIGN_IN_ACTIONS: Readonly<Record<SignInProblem['problem'], string>> = {
  client:
    'Compare OIDC_CLIENT_ID and OIDC_CLIENT_SECRET with the registration at the provider; replace an expired secret there, set the new one here, and restart.',
  issuer: 'Set OIDC_ISSUER to the issuer in the provider’s discovery document, and restart.',
  clock: 'Synchronize the clock of the server’s machine with NTP.',
};

/**
 * Everything that needs attention, most severe first: threshold breaches in the running and the last ended month and quarter;
 * findings that are not acknowledged; missing inputs of the last 13 months, except closed ones; failed, late or disabled
 * collections; a consent of QuickBooks Online that has ended or will; books that are not brought, or that no mapping counts; closings
 * that wait for a second admin; and, for admins, backups that are not proven and sign-in problems. Uses a bounded number of statements.
 */
export async function listAttention(report: Report, source: AttentionSource): Promise<AttentionItem[]> {
  const { database, schedule } = source;
  const running = monthAt(report.now, report.timeZone);
  await report.data.load({ periods: [...periodsChecked(running), ...monthsChecked(running)], organization: true });
  const items = await withinOrganization(report.data.organizationId, async () => [
    ...(await signInProblems(report, source)),
    ...(await collectionProblems(report.scope, schedule)),
    ...(await booksConsentProblems(database.prisma, report.data.organizationId, report.now)),
    ...(await booksAttention(report.scope)),
    ...(await backupProblems(report.scope)),
    ...thresholdBreaches(report, periodsChecked(running)),
    ...(await openFindings(report, database)),
    ...monthsLackingInputs(report, running),
    ...(await proposalsWaiting(report.scope)),
  ]);
  return SEVERITIES.flatMap((severity) => items.filter((item) => item.severity === severity));
}

async function signInProblems(
  { data: { organizationId } }: Report,
  { database, viewer, hasSignIn }: AttentionSource,
): Promise<SignInProblem[]> {
  if (!hasSignIn || !isPermitted(viewer, 'people:manage')) return [];
  const stored = await readSignInProblem(database.prisma, organizationId);
  if (!stored) return [];
  const { kind, offsetSeconds, error, codes, since } = stored;
  const reason = [...(error === null ? [] : [error]), ...codes].join(', ');
  const quoted = reason === '' ? '' : ` Error of the provider: ${reason}.`;
  return [
    {
      kind: 'signInProblem',
      problem: kind,
      severity: 'critical',
      message: `Nobody has been able to sign in since ${since.toISOString()}. ${setUpMessage({ kind, offsetSeconds })}${quoted}`,
      action: `${SIGN_IN_ACTIONS[kind]} Check it with \`qbr doctor\`.`,
      since,
    },
  ];
}

/** The periods whose thresholds are checked: the running ones and the last ended ones. */
export function periodsChecked(running: Month): Period[] {
  const quarter = quarterOf(running);
  return [running, previousPeriod(running), quarter, previousPeriod(quarter)];
}

async function openFindings({ data }: Report, { prisma }: Database): Promise<OpenFindings[]> {
  const { organizationId } = data;
  const newest = await readFindingPage(
    prisma,
    organizationId,
    { acknowledged: false },
    { olderThan: null, limit: NEWEST_FINDINGS },
  );
  if (newest.length === 0) return [];
  const count = await countOpenFindings(prisma, organizationId);
  return [
    {
      kind: 'openFindings',
      severity: 'warning',
      message: count === 1 ? '1 finding is not acknowledged.' : `${count} findings are not acknowledged.`,
      action:
        'Compare each value with its source; acknowledge the finding if the value is right, else correct the value.',
      count,
      newest,
    },
  ];
}

async function proposalsWaiting(scope: Scope): Promise<ProposalWaiting[]> {
  return (await listPendingProposals(scope)).map((proposal) => ({
    kind: 'proposalWaiting',
    severity: 'notice',
    message: `${proposal.proposedBy} proposes to ${proposal.kind} ${periodLabel(proposal.month)}; a second admin must approve it.`,
    action: 'An admin other than the proposer approves or declines it in the dashboard under Data quality.',
    proposal,
  }));
}

/** Ended months, newest first. */
function monthsChecked(running: Month): Month[] {
  return Array.from({ length: MONTHS_CHECKED }, (_, index) => addMonths(running, -1 - index));
}

/** Newest first. Closed months are skipped because they accept no values. */
function monthsLackingInputs({ data }: Report, running: Month): MissingInputs[] {
  return monthsChecked(running).flatMap((month, index) => {
    const inputs = data.isClosed(month) ? [] : inputsLacking(new Set(data.month(month).values.keys()));
    if (inputs.length === 0) return [];
    const severity = index === 0 ? 'warning' : 'notice';
    return [{ kind: 'missingInputs', severity, month, inputs, ...missingInputsText(month, inputs) }];
  });
}

function inputsLacking(present: ReadonlySet<string>): MissingInputs['inputs'] {
  return missingInputs(present).flatMap((definition) =>
    definition.source === 'calculated' ? [] : [{ definition, supplier: supplierOf(definition) ?? 'manual' }],
  );
}

function missingInputsText(month: Month, inputs: MissingInputs['inputs']) {
  const labels = inputs.map(({ definition }) => definition.label).join(', ');
  const suppliers = new Set(inputs.map(({ supplier }) => supplier));
  const actions = [
    suppliers.has('connectwise') && 'Collect the month from ConnectWise.',
    suppliers.has('ninjaone') &&
      'NinjaOne keeps no history: without a device snapshot of the month, enter its device counts by hand.',
    suppliers.has('quickbooks') && 'Import the figures from QuickBooks, or enter them by hand.',
    suppliers.has('manual') && 'Enter the manual metrics.',
  ];
  return {
    message: `${periodLabel(month)} is missing ${inputs.length === 1 ? 'an input' : `${inputs.length} inputs`}: ${labels}.`,
    action: actions.filter((action) => action !== false).join(' '),
  };
}
