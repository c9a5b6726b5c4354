import { smartNumberByName } from '#src/core/metrics/smart-number-registry.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { counted } from '#src/core/words.ts';
import {
  type AttentionItem,
  type AttentionSource,
  listAttention,
  type ProposalWaiting,
} from '#src/service/attention/attention.ts';
import type { BackupAttention } from '#src/service/attention/backup-problems.ts';
import type { CollectionProblem } from '#src/service/attention/collection-problems.ts';
import type { Severity } from '#src/service/attention/severity.ts';
import type { ThresholdBreach } from '#src/service/attention/threshold-breaches.ts';
import type { Report } from '#src/service/report/report.ts';
import { withinOrganization } from '#src/store/engine/organization-context.ts';
import { countOpenFindings, readFindingPage } from '#src/store/findings.ts';

/**
 * Something that a channel is notified of, while it lasts. Its texts are read by whoever reads the channel: they name metrics and
 * states, and no value of the books.
 */
export interface Cause {
  /** The same as long as the cause is: `collection.failed`, `threshold:net_profit:2026-10`. */
  readonly key: string;
  /** Another one is worth another message on another day. */
  readonly occurrence: string;
  /** Where the cause is a value of a period. */
  readonly period: Period | null;
  readonly severity: Severity;
  readonly text: string;
  readonly action: string;
  /** Said when it is over. */
  readonly overText: string;
  /** Of the dashboard's view to act in. */
  readonly path: string;
}

/** The causes of now: those items of the attention list that cannot wait until somebody looks at it, and drift. */
export async function currentCauses(report: Report, source: AttentionSource, today: string): Promise<Cause[]> {
  const items = await listAttention(report, source);
  const drift = await withinOrganization(report.data.organizationId, () => driftCause(report, source));
  return [...items.flatMap((item) => causeOf(item, today)), ...drift];
}

function causeOf(item: AttentionItem, today: string): Cause[] {
  switch (item.kind) {
    case 'collectionProblem':
      return collectionCause(item);
    case 'thresholdBreach':
      return item.severity === 'critical' ? [thresholdCause(item)] : [];
    case 'backupProblem':
      return item.problem === 'never' ? [] : [backupCause(item, today)];
    case 'proposalWaiting':
      return [proposalCause(item)];
    default:
      return [];
  }
}

function proposalCause({ proposal: { id, kind, month }, severity, action }: ProposalWaiting): Cause {
  const subject = `${kind === 'close' ? 'closing' : 'reopening'} of ${periodLabel(month)}`;
  return {
    ...{ key: `proposal:${id}`, occurrence: 'proposed', period: null, severity, action, path: '/quality' },
    text: `The ${subject} was proposed and waits for a second admin.`,
    overText: `The proposed ${subject} no longer waits for a second admin.`,
  };
}

function collectionCause({ problem, run, dueAt, failures, severity, action }: CollectionProblem): Cause[] {
  const common = { severity, action, period: null, path: '/quality' };
  if (problem === 'disabled') return [];
  if (problem === 'late') {
    return [
      {
        ...common,
        ...{ key: 'collection.late', occurrence: dueAt?.toISOString() ?? '' },
        text: 'The scheduled collection has not run.',
        overText: 'The scheduled collection is no longer late.',
      },
    ];
  }
  const isBooks = run?.trigger === 'web_connector';
  const subject = isBooks ? 'The last session of the QuickBooks Web Connector' : 'The last collection';
  const vendors = [...new Set(failures.map(({ vendor }) => vendor.name))].join(' and ');
  return [
    {
      ...common,
      ...{ key: isBooks ? 'books.failed' : 'collection.failed', occurrence: `run ${run?.id}` },
      text: problem === 'failed' ? `${subject} failed; nothing was stored.` : `${subject} lacks values of ${vendors}.`,
      overText: `${subject} succeeded.`,
    },
  ];
}

function thresholdCause({ report, severity, action }: ThresholdBreach): Cause {
  const { definition, period } = report;
  const subject = `${definition.label} of ${periodLabel(period)}`;
  const isSmartNumber = smartNumberByName(definition.key)?.key === definition.key;
  return {
    ...{ key: `threshold:${definition.key}:${period}`, occurrence: 'breach', period, severity, action },
    text: `${subject} is outside its critical threshold.`,
    overText: `${subject} is no longer outside its critical threshold.`,
    path: isSmartNumber ? `/?period=${period}` : `/sheet?year=${period.slice(0, 4)}`,
  };
}

/** An overdue drill is said every day: whatever is entered meanwhile may be lost. */
function backupCause({ problem, lastDrillAt, severity, action }: BackupAttention, today: string): Cause {
  const isFailed = problem === 'failed';
  return {
    ...{ key: 'backup', occurrence: isFailed ? `drill of ${lastDrillAt?.toISOString()}` : today, period: null },
    ...{ severity, action, path: '/' },
    text: isFailed
      ? 'The last backup drill failed: nobody knows whether the data could be restored.'
      : 'The backup drill is overdue: nobody knows whether the data could be restored.',
    overText: 'The last backup drill passed.',
  };
}

async function driftCause(report: Report, { database: { prisma } }: AttentionSource): Promise<Cause[]> {
  const { organizationId } = report.data;
  const filter = { acknowledged: false, kinds: ['drift'] } as const;
  const [newest] = await readFindingPage(prisma, organizationId, filter, { olderThan: null, limit: 1 });
  if (!newest) return [];
  const count = await countOpenFindings(prisma, organizationId, filter.kinds);
  return [
    {
      ...{ key: 'drift', occurrence: `finding ${newest.id}`, period: null, severity: 'warning', path: '/quality' },
      text: `A vendor’s values of months that have ended differ from the stored ones (drift): ${counted(count, 'finding')}.`,
      action: 'Compare each value with its source, then acknowledge the finding or correct the value.',
      overText: 'No finding of drift is open any more.',
    },
  ];
}
