import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import {
  type AttentionItem as AttentionItemShape,
  listAttention,
  type MissingInputs as MissingInputsShape,
} from '#src/service/attention/attention.ts';
import { vendorOf } from '#src/service/vendors.ts';
import { ClosingProposal } from './closing-proposal.ts';
import { CollectionRun } from './collection-run.ts';
import { Definition } from './definition.ts';
import { Finding } from './finding.ts';
import { MetricDefinition } from './metric-definition.ts';
import { Organization } from './organization.ts';
import { BooksConsentState } from './quickbooks-online.ts';
import { Threshold } from './threshold.ts';
import { Vendor } from './vendor.ts';

type Of<Kind extends AttentionItemShape['kind']> = Extract<AttentionItemShape, { kind: Kind }> & {
  readonly organizationId: number;
};

const AttentionSeverity = enumOf('AttentionSeverity', 'Severity of an attention item.', {
  critical:
    'A critical threshold is breached, nothing could be collected, the books cannot be read, a backup could not be restored, or nobody can sign in.',
  warning: 'Should be looked at soon.',
  notice: 'Worth knowing; it can wait.',
});

const NAMES = {
  thresholdBreach: 'ThresholdBreach',
  openFindings: 'OpenFindings',
  missingInputs: 'MissingInputs',
  collectionProblem: 'CollectionProblem',
  booksConsentProblem: 'BooksConsentProblem',
  booksProblem: 'BooksProblem',
  backupProblem: 'BackupProblem',
  proposalWaiting: 'ProposalWaiting',
  signInProblem: 'SignInProblem',
} as const satisfies Record<AttentionItemShape['kind'], string>;

const AttentionItem = builder
  .interfaceRef<AttentionItemShape & { readonly organizationId: number }>('AttentionItem')
  .implement({
    description:
      'Something that needs a person’s attention. Kinds may be added; every kind has a message and an action.',
    resolveType: ({ kind }) => NAMES[kind],
    fields: (t) => ({
      severity: t.expose('severity', { type: AttentionSeverity, description: 'Severity.' }),
      message: t.exposeString('message', { description: 'The problem, in one sentence.' }),
      action: t.exposeString('action', { description: 'What to do about it.' }),
    }),
  });

builder.objectRef<Of<'thresholdBreach'>>(NAMES.thresholdBreach).implement({
  description: 'A value outside its thresholds, in the running month or quarter or in the one that ended last.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      definition: t.field({
        type: Definition,
        description: 'The metric or SmartNumber.',
        resolve: ({ report }) => report.definition,
      }),
      period: t.field({ type: 'Period', description: 'The month or quarter.', resolve: ({ report }) => report.period }),
      value: ['Decimal', 'The stored value, which is compared with the thresholds.'],
      formatted: t.string({
        description: 'The value formatted for display.',
        resolve: ({ report }) => report.formatted,
      }),
      thresholds: [[Threshold], 'The breached thresholds.'],
    }),
});

builder.objectRef<Of<'openFindings'>>(NAMES.openFindings).implement({
  description: 'Unresolved findings that nobody has acknowledged.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      count: ['Int', 'Number of these findings.'],
      newest: [[Finding], 'The newest of them, at most 20; `findings(acknowledged: false)` lists all.'],
    }),
});

const MissingInput = builder.objectRef<MissingInputsShape['inputs'][number]>('MissingInput').implement({
  description: 'An absent input of a month.',
  fields: (t) => ({
    definition: t.expose('definition', { type: MetricDefinition, description: 'The absent metric.' }),
    supplier: t.field({
      type: Vendor,
      description: 'The vendor that normally supplies it.',
      resolve: ({ supplier }, _args, { vendorIds }) => vendorOf(vendorIds, supplier),
    }),
  }),
});

builder.objectRef<Of<'missingInputs'>>(NAMES.missingInputs).implement({
  description:
    'Absent inputs of one of the last 13 ended months: metrics that a vendor or a person supplies. Closed months are excluded.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
    inputs: t.expose('inputs', {
      type: [MissingInput],
      description: 'The absent inputs, in the order of the business review.',
    }),
  }),
});

const CollectionProblemKind = enumOf('CollectionProblemKind', 'Kind of a problem with the collection.', {
  failed: 'The last collection failed; nothing was stored.',
  partial: 'In the last collection some vendors failed and others succeeded.',
  late: 'A scheduled collection is more than 15 minutes overdue.',
  disabled: 'The nightly collection is disabled.',
});

type CollectionProblemShape = Of<'collectionProblem'>;

const VendorFailure = builder.objectRef<CollectionProblemShape['failures'][number]>('VendorFailure').implement({
  description: 'Why the collection from a vendor failed.',
  fields: (t) =>
    exposed(t, {
      vendor: [Vendor, 'The vendor.'],
      message: ['String', 'Cause of the failure, and what to do about it.'],
    }),
});

builder.objectRef<CollectionProblemShape>(NAMES.collectionProblem).implement({
  description: 'A problem with the collection from the vendors.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      problem: [CollectionProblemKind, 'Kind of problem.'],
      run: t.field({
        type: CollectionRun,
        nullable: true,
        description: 'The failed collection; null if none failed.',
        resolve: ({ organizationId, run }) => run && { ...run, organizationId },
      }),
      dueAt: [nullable('DateTime'), 'The missed scheduled time; null if none was missed.'],
      failures: [[VendorFailure], 'Why each failed vendor’s part of the collection failed.'],
    }),
});

builder.objectRef<Of<'booksConsentProblem'>>(NAMES.booksConsentProblem).implement({
  description:
    'The consent to read QuickBooks Online has ended, or will soon: after 100 days without use, after five years in any case, or because a person withdrew it.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      state: [BooksConsentState, 'How the consent stands.'],
      company: ['String', 'Name of the company.'],
      endsAt: ['DateTime', 'When it ended, or ends if nothing is read in between.'],
    }),
});

const BooksProblemKind = enumOf('BooksProblemKind', 'Why the books do not get in, or do not count.', {
  silent: 'The Web Connector has not called for three days.',
  unconfirmed: 'Statements are stored, but no mapping of accounts is confirmed.',
});

builder.objectRef<Of<'booksProblem'>>(NAMES.booksProblem).implement({
  description:
    'The books are not brought, or nothing is computed from them. A session that failed is a CollectionProblem.',
  interfaces: [AttentionItem],
  // Another name than CollectionProblem's, so that one query may ask for both.
  fields: (t) => ({ kind: t.expose('problem', { type: BooksProblemKind, description: 'Kind of problem.' }) }),
});

const BackupProblemKind = enumOf('BackupProblemKind', 'Why nobody knows whether the data could be restored.', {
  failed: 'In the last drill no backup was made, or it could not be restored.',
  overdue: 'The last drill was more than eight days ago.',
  never: 'There is data older than eight days, and no drill has ever been run.',
});

builder.objectRef<Of<'backupProblem'>>(NAMES.backupProblem).implement({
  description:
    'Backups are not proven by a drill, which makes one, restores it elsewhere and checks it (`qbr backup drill`). Shown to admins only.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      // Another name than CollectionProblem's, so that one query may ask for both.
      drill: t.field({
        type: BackupProblemKind,
        description: 'Kind of problem.',
        resolve: ({ problem }) => problem,
      }),
      lastDrillAt: [nullable('DateTime'), 'When the last drill ended; null if none has been run.'],
    }),
});

builder.objectRef<Of<'proposalWaiting'>>(NAMES.proposalWaiting).implement({
  description: 'The closing or reopening of a month that waits for a second admin.',
  interfaces: [AttentionItem],
  fields: (t) => exposed(t, { proposal: [ClosingProposal, 'The proposal.'] }),
});

const SignInProblemKind = enumOf('SignInProblemKind', 'Why nobody can sign in.', {
  client: 'The provider rejects the server’s client id or secret.',
  issuer: 'The provider’s issuer differs from the configured one.',
  clock: 'The clocks of server and provider differ by more than 5 minutes.',
});

builder.objectRef<Of<'signInProblem'>>(NAMES.signInProblem).implement({
  description:
    'Nobody can sign in because of a setup problem. Shown to admins only; cleared by the first sign-in that the provider confirms.',
  interfaces: [AttentionItem],
  fields: (t) =>
    exposed(t, {
      problem: [SignInProblemKind, 'Cause of the problem.'],
      since: ['DateTime', 'When it was first detected.'],
    }),
});

builder.objectField(Organization, 'attention', (t) =>
  t.field({
    type: [AttentionItem],
    description:
      'What needs attention now, most severe first: threshold breaches, open findings, missing inputs, and failed, late or disabled collections, a consent to read the books that ends, and books that are not brought or not counted, closings that wait for a second admin; for admins also backups that are not proven, and sign-in problems. Empty if nothing does.',
    resolve: async ({ id }, _args, context) => {
      const { services, viewer } = context;
      const { mode, openid } = services.config.auth;
      const hasSignIn = mode === 'required' && openid !== null;
      const items = await listAttention(context.report(id), { ...services, viewer, hasSignIn });
      return items.map((item) => ({ ...item, organizationId: id }));
    },
  }),
);
