import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Period, periodLabel } from '#src/core/period.ts';
import { ruleChangeSentence } from '#src/core/presentation/rule-change.ts';
import { presentationText } from '#src/core/presentation/text.ts';
import { counted } from '#src/core/words.ts';
import { canonicalDigest } from '#src/service/canonical-json.ts';
import {
  countChanged,
  PART_WORDS,
  type PresentedDifference,
  reportDifference,
  type SincePresented,
  selectDifferences,
  sincePresented,
} from '#src/service/presentation/differences.ts';
import { presentPeriod } from '#src/service/presentation/present.ts';
import {
  listPresentations,
  type Presentation,
  requirePresented,
  type StoredPresentation,
} from '#src/service/presentation/presentation.ts';
import type { PresentationSettings } from '#src/service/presentation/state.ts';
import { verifyPresentations } from '#src/service/presentation/verify.ts';
import { createReport } from '#src/service/report/report.ts';
import type { Scope } from '#src/service/scope.ts';

export interface PresentOptions {
  readonly period: Period;
  readonly note?: string;
  readonly acceptGaps?: true;
  readonly json?: true;
}

/** The action of `qbr present`. */
export async function present(app: App, terminal: Terminal, { json, ...request }: PresentOptions): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const presentation = await presentPeriod(scope, request, await settingsOf(app, scope));
  if (json) terminal.printJson(presentationJson(presentation));
  else {
    terminal.print(`${periodLabel(presentation.period)} is presented as version ${presentation.version}.`);
    terminal.print(`Digest: ${presentation.digest}`);
  }
  return EXIT.done;
}

async function settingsOf({ rulesOf }: App, { organization }: Scope): Promise<PresentationSettings> {
  return { rules: await rulesOf(organization.id) };
}

function presentationJson({ period, version, presentedAt, presentedBy, note, digest }: StoredPresentation) {
  return { period, version, presentedAt: presentedAt.toISOString(), presentedBy, note, digest };
}

/** The action of `qbr presentations`. */
export async function printPresentations(
  app: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const presentations = await listPresentations(operatorScope(app, terminal), null);
  if (json) terminal.printJson({ presentations: presentations.map(presentationJson) });
  else if (presentations.length === 0) terminal.print('Nothing has been presented yet.');
  else for (const each of presentations) terminal.print(lineOf(each));
  return EXIT.done;
}

function lineOf({ period, version, presentedAt, presentedBy, note, digest }: StoredPresentation): string {
  const noted = note === null ? '' : `  ${note.replaceAll(/\s+/g, ' ')}`;
  return `${period}  version ${version}  ${presentedAt.toISOString()}  ${presentedBy}  ${digest.slice(0, 12)}${noted}`;
}

export interface ShowOptions {
  readonly period: Period;
  readonly version?: number;
  readonly differences?: true;
  readonly json?: true;
}

/** The action of `qbr presentation show`. */
export async function showPresentation(
  app: App,
  terminal: Terminal,
  { period, version, differences, json }: ShowOptions,
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const presentation = await requirePresented(scope, { period, version });
  const { content, digest } = presentation;
  if (canonicalDigest(content) !== digest) {
    terminal.printError('This presentation has been changed: its digest does not match its content.');
    return EXIT.failed;
  }
  if (differences) {
    const report = createReport(scope, app.snapshots);
    const since = await sincePresented(report, presentation, await settingsOf(app, scope));
    if (json) terminal.printJson(differencesJson(presentation, since));
    else printDifferences(terminal, presentation, since);
  } else if (json) terminal.printJson({ digest, content });
  else terminal.print(presentationText(content, digest));
  return EXIT.done;
}

function differencesJson(presentation: Presentation, since: SincePresented) {
  const all = selectDifferences(since, presentation.content, { states: null, includeMonths: true });
  return { ...presentationJson(presentation), rules: since.rules, differences: all.map(differenceJson) };
}

function differenceJson(difference: PresentedDifference) {
  const { kind, key, period, definition, state, presented, now, remarks } = difference;
  const { attributable, reason, exact, sentence, parts, contributions } = reportDifference(difference);
  const attribution = {
    ...{ attributable, reason, exact, sentence },
    parts: parts.map((part) => ({ kind: part.kind, exact: part.exact, formatted: part.formatted })),
    contributions: contributions.map((each) => {
      return { metric: each.definition.key, exact: each.exact, formatted: each.formatted };
    }),
  };
  return { kind, key, label: definition.label, period, state, presented, now, remarks, attribution };
}

function printDifferences({ print }: Terminal, { content, version }: Presentation, since: SincePresented): void {
  print(`${content.label}, presented on ${content.presentedAt} as version ${version}.`);
  print(`${counted(since.rules.length, 'rule')} changed since.`);
  for (const change of since.rules) print(`  ${ruleChangeSentence(change)}`);
  const changed = selectDifferences(since, content, { states: ['CHANGED', 'NEW', 'GONE'], includeMonths: false });
  print(`${counted(countChanged(since, content), 'number')} changed since.`);
  for (const difference of changed) {
    const { definition, presentedDisplay, nowDisplay, state } = difference;
    print(`  ${state} ${definition.label}: ${presentedDisplay} -> ${nowDisplay}`);
    const { sentence, reason, parts } = reportDifference(difference);
    print(`    ${sentence ?? `Not divided among its inputs: ${reason}.`}`);
    for (const part of parts) print(`    Rule: ${PART_WORDS[part.kind]} ${part.formatted}`);
  }
}

/** The action of `qbr presentation verify`. */
export async function printVerifications(
  { database }: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const organizations = await verifyPresentations(database, terminal.organizationId);
  const isProven = organizations.every(({ problems }) => problems.length === 0);
  if (json) terminal.printJson({ isProven, organizations });
  else if (organizations.length === 0) terminal.print('Nothing has been presented yet.');
  else {
    for (const { organizationId, presentations, withoutAuditEntry, problems } of organizations) {
      const state = problems.length === 0 ? 'as they were' : `CHANGED, ${counted(problems.length, 'problem')}`;
      terminal.print(`Organization ${organizationId}: ${counted(presentations, 'presentation')}: ${state}.`);
      for (const problem of problems) terminal.print(`  ${problem}.`);
      if (withoutAuditEntry > 0) {
        terminal.print(`  The audit entries of ${withoutAuditEntry} were pruned after their retention period.`);
      }
    }
  }
  return isProven ? EXIT.done : EXIT.failed;
}
