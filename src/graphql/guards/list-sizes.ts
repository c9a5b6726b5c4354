import type { MetricFilter, SmartNumberFilter } from '#src/service/report/definitions.ts';
import { selectMetrics, selectSmartNumbers } from '#src/service/report/definitions.ts';

/** A field's arguments, coerced. */
export type Arguments = Readonly<Record<string, unknown>>;

/** How many members a list is taken to have that neither its arguments nor the table speak of. */
export const ASSUMED_SIZE = 10;

/** How many members the pages of connections have where `first` is not given. */
export const PAGE_SIZE = 20;

/**
 * How many members lists have whose arguments do not say it by `keys`, `first`, `last` or `from` and `to`. Where it
 * depends on a company's data, what a large one has.
 */
export const LIST_SIZES: Readonly<Record<string, number | ((args: Arguments) => number)>> = {
  'Query.metricDefinitions': metricsListed,
  'Query.smartNumberDefinitions': smartNumbersListed,
  'Query.people': 30,
  'Query.sessions': 60,
  'Query.apiKeys': 20,
  'Query.operators': 5,
  'Query.operatorKeys': 5,
  'Viewer.memberships': 5,
  'Organization.periods': 60,
  'Organization.metricSeries': metricsListed,
  'Organization.smartNumberSeries': smartNumbersListed,
  'Organization.thresholds': 40,
  'Organization.attention': 40,
  'Organization.closingProposals': 6,
  'Organization.auditActions': 25,
  'PeriodReport.metrics': metricsListed,
  'PeriodReport.smartNumbers': smartNumbersListed,
  'PeriodReport.months': 3,
  'PeriodReport.closingProposals': 2,
  'ClosingProposal.missing': 20,
  'Readiness.blockers': 4,
  'Readiness.settled': 45,
  'Readiness.typicalRestatement': 45,
  'PeriodReport.presentations': 2,
  'Presentation.gaps': 10,
  'Presentation.values': presentedValues,
  'Presentation.ruleChanges': 5,
  'Presentation.differences': presentedValues,
  'DifferenceAttribution.parts': 2,
  'DifferenceAttribution.contributions': 4,
  'PresentationGapsError.gaps': 20,
  'Definition.components': 3,
  'MetricDefinition.components': 3,
  'MetricDefinition.dependents': 4,
  'SmartNumberDefinition.components': 3,
  'MetricValue.findings': 2,
  'Breakdown.components': 3,
  'Breakdown.missing': 2,
  'RangeTotal.missing': 3,
  'ChangeAttribution.contributions': 8,
  'ChangeContribution.months': 3,
  'Provenance.exclusions': 5,
  'TieOut.entries': 18,
  'TieOutEntry.added': 5,
  'TieOutEntry.removed': 5,
  'TieOutEntry.changed': 5,
  'ThresholdBreach.thresholds': 2,
  'OpenFindings.newest': 20,
  'MissingInputs.inputs': 20,
  'CollectionProblem.failures': 2,
  'CollectionRun.entries': 26,
  'CollectionProgress.vendors': 2,
  'VendorProgress.months': 13,
  'Validation.nights': 9,
  'Validation.months': 36,
  'Validation.quarters': 12,
  'Validation.exercises': 4,
  'ValidatedNight.problems': 2,
  'ValidatedMonth.vendors': 3,
  'ValidatedMonth.differences': 2,
  'ValidatedMonth.problems': 2,
  'ValidatedQuarter.differences': 2,
  'Books.mappings': 12,
  'BooksAccounts.accounts': 300,
  'BooksAccount.amounts': 3,
  'AccountMapping.lists': 6,
  'AccountMapping.reclassify': 5,
  'AccountMapping.cashReserve': 3,
  'Books.bankAccounts': 5,
  'AccountMappingList.accounts': 20,
  'Statement.lines': 300,
  'Statement.changedTransactions': 10,
  'BooksMonth.inNoMetric': 20,
  'BooksTieOut.items': 4,
  'BooksTieOut.overrides': 5,
  'ProvenanceStatement.lines': 40,
  'ProvenanceStatement.changedTransactions': 10,
  'SaveAccountMappingSuccess.changes': 300,
  'ImportBooksSuccess.statements': 24,
  'ImportBooksSuccess.problems': 20,
  'ImportBooksSuccess.months': 24,
  'ImportBooksSuccess.changes': 300,
  'BooksFileStatement.lines': 150,
  'RefusedFileError.problems': 20,
  'ImportPreview.cells': 600,
  'ImportPreview.dependents': 300,
  'ImportPreview.samples': 3,
  'ImportQuestion.dates': 2,
  'ImportQuestion.numbers': 2,
  'UndoImportSuccess.changes': 300,
  'PreviewAccountMappingSuccess.changes': 300,
  'ClosePeriodSuccess.missing': 20,
  'ClosePeriodSuccess.openFindings': 20,
  'ReleaseMetricsSuccess.released': 30,
  'InvalidInputError.errors': 30,
  'Organization.settings': 20,
  'UpdateSettingsSuccess.settings': 20,
};

/** Every metric and SmartNumber; of few it is another value than was presented. */
function presentedValues({ includeMonths, states }: Arguments): number {
  const all = selectMetrics({ includeIntermediate: true }).length + selectSmartNumbers({}).length;
  const periods = includeMonths === true ? 4 : 1;
  const isOfChanged = Array.isArray(states) && !states.includes('SAME');
  return isOfChanged ? 10 * periods : all * periods;
}

function metricsListed({ category, includeIntermediate }: Arguments): number {
  const filter = { includeIntermediate: includeIntermediate === true, ...(category != null && { category }) };
  return selectMetrics(filter as MetricFilter).length;
}

function smartNumbersListed({ category }: Arguments): number {
  return selectSmartNumbers((category == null ? {} : { category }) as SmartNumberFilter).length;
}
