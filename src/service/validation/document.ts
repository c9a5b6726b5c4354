import { localDate, periodLabel } from '#src/core/period.ts';
import type { FindingCounts, TieOut, ValidatedMonth, VendorOfMonth } from '#src/core/validation/month.ts';
import { NEEDED_NIGHTS, type Night } from '#src/core/validation/night.ts';
import type { Recomputation } from '#src/core/validation/recomputation.ts';
import { counted, shortened } from '#src/core/words.ts';
import { htmlDocument } from '#src/files/html-document.ts';
import type { Block, TextDocument } from '#src/files/text-document.ts';
import { EXERCISES } from './exercises.ts';
import type { Validation } from './validation.ts';

/** A validation as one page to print and sign. */
export function validationPage(validation: Validation): string {
  return htmlDocument(validationDocument(validation));
}

/** The verdict in a sentence. */
export function verdictOf({ passed, goodInARow }: Pick<Validation, 'passed' | 'goodInARow'>): string {
  return passed
    ? `Passed: the last ${NEEDED_NIGHTS} nights were good.`
    : `Not passed: ${counted(goodInARow, 'good night')} in a row of ${NEEDED_NIGHTS}.`;
}

function validationDocument(validation: Validation): TextDocument {
  const { organization, from, to, months, quarters } = validation;
  const unverified = months.filter(({ problems }) => problems.length > 0);
  const differing = quarters.filter(({ problems }) => problems.length > 0);
  return {
    title: `Validation of ${organization}`,
    blocks: [
      {
        kind: 'paragraph',
        text: `${periodLabel(from)} to ${periodLabel(to)}, as stored on ${timeText(validation.at, validation.timeZone)}. ${verdictOf(validation)} ${counted(unverified.length, 'month')} with problems.`,
      },
      ...nightsSection(validation),
      { kind: 'heading', level: 2, text: 'Problems of months and quarters' },
      unverified.length + differing.length === 0
        ? { kind: 'paragraph', text: 'None.' }
        : {
            kind: 'list',
            items: [
              ...unverified.flatMap(({ month, problems }) =>
                problems.map(({ message }) => `${periodLabel(month)}: ${message}`),
              ),
              ...differing.flatMap(({ quarter, problems }) =>
                problems.map(({ message }) => `${periodLabel(quarter)}: ${message}`),
              ),
            ],
          },
      ...monthsSection(validation),
      ...exercisesSection(validation),
      ...signature(),
    ],
  };
}

function nightsSection({ nights, reasons, timeZone }: Validation): Block[] {
  const notes = nights.flatMap(({ date, notes: own }) => own.map((note) => `${date}: ${note}`));
  return [
    { kind: 'heading', level: 2, text: `The last ${NEEDED_NIGHTS} nights` },
    {
      kind: 'strip',
      caption: `The last ${NEEDED_NIGHTS} nights`,
      marks: nights.map(({ date, isGood }) => ({ label: date, word: isGood ? 'good' : 'not good', isGood })),
    },
    ...(reasons.length === 0 ? [] : [{ kind: 'list', items: reasons } satisfies Block]),
    {
      kind: 'table',
      caption: 'Each night, from its scheduled time until the next one',
      columns: ['Night', 'Scheduled', 'Collection', 'Problems'].map((label) => ({ label })),
      rows: nights.map((night) => [
        night.date,
        timeText(night.scheduledFor, timeZone),
        night.runId === null ? 'none at its time' : `${night.runId}, ${timeText(night.startedAt, timeZone)}`,
        problemsOf(night),
      ]),
    },
    ...(notes.length === 0 ? [] : [{ kind: 'list', items: notes } satisfies Block]),
  ];
}

function problemsOf({ problems }: Pick<Night, 'problems'>): string {
  return problems.length === 0 ? 'none' : problems.map(({ message }) => message).join(' ');
}

function monthsSection({ months, quarters, timeZone }: Validation): Block[] {
  const labels = [
    'Month',
    'Verified',
    'ConnectWise',
    'NinjaOne',
    'QuickBooks',
    'Missing inputs',
    'Findings',
    'Tie-out to the books',
    'Recomputed',
  ];
  return [
    { kind: 'heading', level: 2, text: 'Every month' },
    {
      kind: 'table',
      caption: 'How each month was collected, checked and recomputed',
      columns: labels.map((label) => ({ label })),
      rows: months.map((month) => [
        periodLabel(month.month),
        verifiedWord(month),
        ...month.vendors.map((vendor) => vendorText(vendor, timeZone)),
        month.missing.length === 0 ? 'none' : shortened(month.missing, ', ', 4),
        findingsText(month.findings),
        tieOutText(month.booksTieOut),
        recomputedText(month.recomputation),
      ]),
    },
    {
      kind: 'paragraph',
      text: 'Recomputed: every metric and SmartNumber is derived once more from what was collected and entered, by the texts of the formulas and by other code than the one that stores them.',
    },
    ...vendorTieOut(months),
    {
      kind: 'table',
      caption: 'Quarters recomputed from their months',
      columns: [{ label: 'Quarter' }, { label: 'Recomputed' }],
      rows: quarters.map(({ quarter, recomputation }) => [periodLabel(quarter), recomputedText(recomputation)]),
    },
  ];
}

/** Said once, as long as it is the same for every month. */
function vendorTieOut(months: readonly ValidatedMonth[]): Block[] {
  const said = [...new Set(months.map((month) => tieOutText(month.vendorTieOut)))];
  if (said.length === 1) return [{ kind: 'paragraph', text: `Tie-out to the vendors: ${said[0]}.` }];
  const each = months.map(
    (month) => `${periodLabel(month.month)}, tie-out to the vendors: ${tieOutText(month.vendorTieOut)}.`,
  );
  return [{ kind: 'list', items: each }];
}

function verifiedWord({ status, isVerified }: ValidatedMonth): string {
  if (isVerified) return 'yes';
  return status === 'RUNNING' ? 'still running' : status === 'FUTURE' ? 'not begun' : 'no';
}

function vendorText({ runId, collectedAt, state }: VendorOfMonth, timeZone: string): string {
  return runId === null ? state : `${state} by collection ${runId}, ${timeText(collectedAt, timeZone)}`;
}

function findingsText({ open, acknowledged, resolved }: FindingCounts): string {
  return open + acknowledged + resolved === 0
    ? 'none'
    : `${open} open, ${acknowledged} acknowledged, ${resolved} resolved`;
}

function tieOutText({ state, reason }: TieOut): string {
  return reason === null ? state : `${state} (${reason})`;
}

function recomputedText({ compared, differences }: Recomputation): string {
  return differences.length === 0
    ? `${compared} values, all equal`
    : `${differences.length} of ${compared} values differ`;
}

function exercisesSection({ exercises, timeZone }: Validation): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Tried by hand' },
    {
      kind: 'table',
      caption: 'When each was last exercised, from the audit trail',
      columns: [{ label: 'What' }, { label: 'Last' }, { label: 'By' }],
      rows: exercises.map(({ kind, at, by }) => [EXERCISES[kind], at ? timeText(at, timeZone) : 'never', by ?? '']),
    },
  ];
}

function signature(): Block[] {
  return [
    { kind: 'heading', level: 2, text: 'Signature' },
    { kind: 'paragraph', text: 'Read and accepted before the nightly collection is enabled:' },
    { kind: 'paragraph', text: 'Name: ______________________________  Date: ____________________' },
  ];
}

/** `2026-11-21 22:30` in the organization's time zone. */
function timeText(at: Date | null, timeZone: string): string {
  if (at === null) return '';
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
  return `${localDate(at, timeZone)} ${time}`;
}
