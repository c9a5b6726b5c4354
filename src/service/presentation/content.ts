import type { Explanation } from '#src/core/calculation/explanation.ts';
import { missingInputs } from '#src/core/calculation/missing-inputs.ts';
import { formatChange } from '#src/core/metrics/format.ts';
import { METRICS } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS } from '#src/core/metrics/smart-number-registry.ts';
import { isMonth, monthsOf, type Period, periodBoundaries, periodLabel } from '#src/core/period.ts';
import {
  PRESENTATION_FORMAT,
  type PresentationContent,
  type PresentedBreakdown,
  type PresentedComparison,
  type PresentedExplanation,
  type PresentedFinding,
  type PresentedGap,
  type PresentedOrigin,
} from '#src/core/presentation/content.ts';
import { compareNames } from '#src/core/words.ts';
import { programVersion } from '#src/package-root.ts';
import { deriveDocument } from '#src/service/derivation/derivation.ts';
import { packContent } from '#src/service/pack/content.ts';
import { attributionOf } from '#src/service/report/attribution.ts';
import { earlierPeriod } from '#src/service/report/movement.ts';
import { periodKind } from '#src/service/report/periods.ts';
import { provenanceOf } from '#src/service/report/provenance.ts';
import {
  type MetricReport,
  type Report,
  reportMetric,
  reportSmartNumber,
  type SmartNumberReport,
  statusOfPeriod,
} from '#src/service/report/report.ts';
import {
  changeSince,
  explainComponent,
  explainMetricValue,
  explainSmartNumberValue,
  reportSame,
} from '#src/service/report/report-value.ts';
import type { StoredFinding } from '#src/store/findings.ts';
import { freezePack } from './frozen-pack.ts';
import { type PresentationSettings, stateOf } from './state.ts';

/** What a presentation is beside the numbers. */
export type Presented = Pick<
  PresentationContent,
  'version' | 'presentedAt' | 'presentedBy' | 'note' | 'previousDigest'
>;

/**
 * Everything that is shown of a period, as it is stored now. Loads what it needs.
 * @throws OrganizationNotFoundError; UnauthenticatedError, ForbiddenError
 */
export async function contentOf(
  report: Report,
  period: Period,
  { presented, settings }: { readonly presented: Presented; readonly settings: PresentationSettings },
): Promise<PresentationContent> {
  // Loads every period that is compared with.
  const pack = await packContent(report, period, presented.version);
  const derivation = await deriveDocument(report, period);
  const state = await stateOf(report, period, settings);
  const { data, timeZone, scope } = report;
  const { start, end } = periodBoundaries(period, timeZone);
  const values = valuesOf(report, period);
  return {
    format: PRESENTATION_FORMAT,
    ...presented,
    ...{ program: programVersion(), auditAnchor: derivation.auditAnchor },
    organization: { id: scope.organization.id, name: data.organization()?.name ?? '' },
    ...{ label: periodLabel(period), kind: periodKind(period), status: statusOfPeriod(report, period) },
    ...{ start: start.toISOString(), end: end.toISOString() },
    ...state,
    missing: missingIn(report, period),
    findings: findingsOf(report, period).map(presentedFinding),
    comparisons: values.flatMap((value) => [presentedChange(value, 'PREVIOUS'), presentedChange(value, 'YEAR_AGO')]),
    ...explanationsOf(values),
    origins: await originsOf(report, period),
    pack: freezePack(pack),
    derivation,
  };
}

function valuesOf(report: Report, period: Period): (MetricReport | SmartNumberReport)[] {
  return [
    ...SMART_NUMBERS.map((definition) => reportSmartNumber(report, period, definition)),
    ...METRICS.map((definition) => reportMetric(report, period, definition)),
  ];
}

/** The inputs that are absent in the months of a loaded period. */
export function missingIn({ data }: Report, period: Period): PresentedGap[] {
  return monthsOf(period).flatMap((month) =>
    missingInputs(new Set(data.month(month).stored.keys())).map(({ key, label }) => ({ month, key, label })),
  );
}

/** The findings of a loaded period by month and metric: vendors are collected side by side, so that their IDs have no order. */
export function findingsOf({ data }: Report, period: Period): StoredFinding[] {
  return monthsOf(period).flatMap((month) =>
    data.findings(month).toSorted((a, b) => compareNames(a.metric, b.metric) || compareNames(a.kind, b.kind)),
  );
}

function presentedFinding(finding: StoredFinding): PresentedFinding {
  const { id, month, metric, kind, message, value, previousValue, createdAt, acknowledgedAt } = finding;
  return {
    ...{ id, month, metric, kind, message, value: value.toFixed(), previousValue: previousValue?.toFixed() ?? null },
    createdAt: createdAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    ...{ acknowledgedBy: finding.acknowledgedBy, note: finding.note },
  };
}

function presentedChange(
  value: MetricReport | SmartNumberReport,
  since: PresentedComparison['since'],
): PresentedComparison {
  const { kind, definition, period } = value;
  const earlier = earlierPeriod(period, since);
  const { value: before, formatted } = reportSame(value, earlier);
  const change = changeSince(value, since);
  const { absolute, percent, better, comparable, reason } = change;
  return {
    ...{ kind, key: definition.key, period, since, earlier, value: before?.toFixed() ?? null, display: formatted },
    absolute: absolute?.toFixed() ?? null,
    percent: percent?.toFixed() ?? null,
    change: absolute && formatChange(absolute, definition),
    ...{ better, comparable, reason },
    sentence: comparable ? attributionOf(change).sentence : null,
  };
}

/** Every calculation once, down to the leaves. */
function explanationsOf(
  values: readonly (MetricReport | SmartNumberReport)[],
): Pick<PresentationContent, 'explanations' | 'breakdowns'> {
  const breakdowns = new Map<string, PresentedBreakdown>();
  const add = (id: string, explanation: Explanation): string => {
    if (breakdowns.has(id)) return id;
    const { formula, display, result, obstacle, missing } = explanation;
    const calculation = { id, formula, display, result: result?.toFixed() ?? null, obstacle, missing };
    // Held before its components, so that each comes after what it explains.
    breakdowns.set(id, { ...calculation, components: [] });
    const components = explanation.components.map((component) => {
      const { key, period, value, formatted, months } = component;
      const below = explainComponent(component);
      const covered = months.map(({ month }) => month).join();
      const place = `metric ${key} ${period}${isMonth(period) ? '' : ` on ${covered}`}`;
      return {
        ...{ key, period, value: value?.toFixed() ?? null, display: formatted },
        breakdown: below ? add(place, below) : null,
      };
    });
    breakdowns.set(id, { ...calculation, components });
    return id;
  };
  const explanations = values.flatMap((value): PresentedExplanation[] => {
    const { kind, definition, period } = value;
    const explanation = value.kind === 'metric' ? explainMetricValue(value) : explainSmartNumberValue(value);
    if (!explanation) return [];
    return [{ kind, key: definition.key, period, breakdown: add(`${kind} ${definition.key} ${period}`, explanation) }];
  });
  return { explanations, breakdowns: [...breakdowns.values()] };
}

/** How the collected values of the months were counted. */
async function originsOf(report: Report, period: Period): Promise<PresentedOrigin[]> {
  const values = monthsOf(period).flatMap((month) => METRICS.map((metric) => reportMetric(report, month, metric)));
  const origins = await Promise.all(
    values.map(async (value): Promise<PresentedOrigin[]> => {
      const provenance = await provenanceOf(value);
      if (!provenance) return [];
      const { run, filter, rowsCounted, exclusions, snapshotDate } = provenance;
      const { definition, period: month } = value;
      return [
        { key: definition.key, period: month, run: run?.id ?? null, filter, rowsCounted, exclusions, snapshotDate },
      ];
    }),
  );
  return origins.flat();
}
