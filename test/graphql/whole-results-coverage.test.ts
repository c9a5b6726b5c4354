import { readdirSync, readFileSync } from 'node:fs';
import { isObjectType, isUnionType } from 'graphql';
import { expect, it } from 'vitest';
import { schema } from '#src/graphql/schema.ts';
import { ALL_RESULTS } from './whole-results/all-results.ts';
import { createAnswerReader } from './whole-results/answer-reader.ts';
import { DOCUMENTS, FOLDER } from './whole-results/operation.ts';

/**
 * Fields that have no value in a kept answer, by the test that looks at them. `Type.field`, or a type for all its fields.
 */
const COVERED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'graphql/subscription.test.ts, while a vendor is read': ['ReadingProgress', 'VendorProgress.reading'],
  'graphql/mutations.test.ts, of a second organization': ['SetCollectionEnabledResult.InvalidParameterError'],
  'isolation/roots.test.ts, of an organization that the caller does not belong to': [
    'InvitePersonResult.OrganizationNotFoundError',
    'ChangePersonRoleResult.OrganizationNotFoundError',
    'RemovePersonResult.OrganizationNotFoundError',
    'RevokeSessionResult.OrganizationNotFoundError',
    'CreateApiKeyResult.OrganizationNotFoundError',
    'RevokeApiKeyResult.OrganizationNotFoundError',
    'AcknowledgeFindingResult.OrganizationNotFoundError',
  ],
  'graphql/organizations.test.ts, of several organizations': [
    ...['Organization.slug', 'Organization.timeZone', 'Organization.currency', 'Organization.locale'],
    ...['Organization.archivedAt', 'OrganizationEdge', 'OrganizationConnection', 'Membership', 'Query.organizations'],
    ...['Viewer.memberships', 'Viewer.isOperator', 'CreateOrganizationSuccess', 'CreateOrganizationResult'],
    ...['UpdateOrganizationSuccess', 'UpdateOrganizationResult', 'ArchiveOrganizationSuccess'],
    ...['ArchiveOrganizationResult', 'ConflictingSlugError', 'Mutation.createOrganization'],
    ...['Mutation.updateOrganization', 'Mutation.archiveOrganization'],
  ],
  'graphql/operators.test.ts, of operators and their keys': [
    ...['Query.operators', 'Query.operatorKeys', 'Operator', 'OperatorKey', 'LastOperatorError'],
    ...['Mutation.appointOperator', 'AppointOperatorSuccess', 'AppointOperatorResult'],
    ...['Mutation.dismissOperator', 'DismissOperatorSuccess', 'DismissOperatorResult'],
    ...['Mutation.createOperatorKey', 'CreateOperatorKeySuccess', 'CreateOperatorKeyResult'],
    ...['Mutation.revokeOperatorKey', 'RevokeOperatorKeySuccess', 'RevokeOperatorKeyResult'],
  ],
  'graphql/books.test.ts, of a server without a host name': ['ConnectBooksResult.InvalidParameterError'],
  'auth/sign-in-set-up.test.ts, where a provider refuses the program': ['SignInProblem'],
  'graphql/attention.test.ts, after a drill': ['BackupProblem'],
  'graphql/presentations.test.ts, beside what is frozen': [
    'Presentation.digest',
    'Presentation.content',
    'Presentation.values',
    'PresentedValue',
    'DifferencePart',
    'DifferenceAttribution.parts',
    'RuleChange.period',
  ],
  'graphql/tie-out.test.ts, where a vendor names the rows': [
    ...['TieOutRow', 'RemovedTieOutRow', 'ChangedTieOutRow'],
    ...['TieOutEntry.added', 'TieOutEntry.removed', 'TieOutEntry.changed'],
    ...['Evidence', 'EvidenceRow', 'EvidenceRowEdge', 'EvidenceRowConnection', 'Provenance.evidence'],
  ],
  'graphql/benchmarks.test.ts, among peers': ['Benchmark', 'SmartNumberValue.benchmark', 'Organization.benchmarks'],
  'service/settings/try-vendor.test.ts, where vendors answer': [
    'RateLimitedError',
    'TryVendorSuccess',
    'TryVendorResult.TryVendorSuccess',
    'TryVendorResult.RateLimitedError',
  ],
  'service/settings/settings.test.ts, with another key': [
    'UpdateSettingsResult.SecretNotOpenedError',
    'SecretNotOpenedError',
  ],
  'rest/exports.test.ts, which compares it with the file of REST': ['Organization.csv'],
  'service/validation/validation.test.ts, where a stored value is wrong': [
    'RecomputationDifference',
    'ValidatedMonth.differences',
    'ValidatedQuarter.differences',
  ],
  'nowhere, being null always': [
    'SecretKeyMissingError.field',
    'InvalidInputError.field',
    'RunInProgressError.field',
    'ImportChangedError.field',
  ],
};

/** What the kept answers hold, by `Type.field` and, of unions, `Union.Member`. */
function held(): ReadonlySet<string> {
  const reader = createAnswerReader(schema);
  for (const { name, query } of ALL_RESULTS) {
    const document = query ?? DOCUMENTS.get(name.replace(/\..*/, ''));
    const kept = JSON.parse(readFileSync(`${FOLDER}${name}.json`, 'utf8')) as Record<string, unknown>;
    const events = (kept['events'] ?? [kept]) as { data?: Record<string, unknown> | null }[];
    for (const { data } of events) if (data && document) reader.read(document, data);
  }
  return reader.held;
}

it('each kept answer is one that is asked for, and is kept once', () => {
  const kept = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(ALL_RESULTS.map(({ name }) => `${name}.json`).sort()).toEqual(kept.sort());
});

it('every field of every type has a value in a kept answer, and every union each of its members', () => {
  const found = held();
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const fields = types.filter(isObjectType).flatMap((type) => {
    return Object.keys(type.getFields()).map((field) => [type.name, field]);
  });
  const members = types.filter(isUnionType).flatMap((union) => union.getTypes().map(({ name }) => [union.name, name]));
  const elsewhere = new Set(Object.values(COVERED_ELSEWHERE).flat());
  const missing = [...fields, ...members]
    .map(([type = '', member = '']) => ({ type, name: `${type}.${member}` }))
    .filter(({ type, name }) => !found.has(name) && !elsewhere.has(type) && !elsewhere.has(name));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
