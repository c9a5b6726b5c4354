import { builder } from '#src/graphql/builder.ts';
import {
  type AttentionItem as AttentionItemShape,
  listAttention,
  type MissingInputs as MissingInputsShape,
} from '#src/service/attention/attention.ts';
import { vendorOf } from '#src/service/vendors.ts';
import { CollectionRun } from './collection-run.ts';
import { Definition } from './definition.ts';
import { Finding } from './finding.ts';
import { MetricDefinition } from './metric-definition.ts';
import { Organization } from './organization.ts';
import { Threshold } from './threshold.ts';
import { Vendor } from './vendor.ts';

type Of<Kind extends AttentionItemShape['kind']> = Extract<AttentionItemShape, { kind: Kind }> & {
  readonly organizationId: number;
};

const AttentionSeverity = builder.enumType('AttentionSeverity', {
  description: 'How much it matters.',
  values: {
    CRITICAL: {
      value: 'critical',
      description: 'A critical threshold is breached, nothing could be collected, or nobody can sign in.',
    },
    WARNING: { value: 'warning', description: 'Somebody should look at it soon.' },
    NOTICE: { value: 'notice', description: 'Worth knowing; it can wait.' },
  } as const,
});

const NAMES = {
  thresholdBreach: 'ThresholdBreach',
  openFindings: 'OpenFindings',
  missingInputs: 'MissingInputs',
  collectionProblem: 'CollectionProblem',
  signInProblem: 'SignInProblem',
} as const satisfies Record<AttentionItemShape['kind'], string>;

const AttentionItem = builder
  .interfaceRef<AttentionItemShape & { readonly organizationId: number }>('AttentionItem')
  .implement({
    description:
      'Something that a person should look at. Kinds may be added; each says what is the matter and what to do.',
    resolveType: ({ kind }) => NAMES[kind],
    fields: (t) => ({
      severity: t.expose('severity', { type: AttentionSeverity, description: 'How much it matters.' }),
      message: t.exposeString('message', { description: 'What is the matter, in a sentence.' }),
      action: t.exposeString('action', { description: 'What to do about it.' }),
    }),
  });

builder.objectRef<Of<'thresholdBreach'>>(NAMES.thresholdBreach).implement({
  description: 'A value outside its thresholds: of the running month or quarter, or of the one that ended last.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    definition: t.field({
      type: Definition,
      description: 'The metric or SmartNumber.',
      resolve: ({ report }) => report.definition,
    }),
    period: t.field({ type: 'Period', description: 'The month or quarter.', resolve: ({ report }) => report.period }),
    value: t.expose('value', { type: 'Decimal', description: 'The stored value that was judged.' }),
    formatted: t.string({ description: 'The value as shown.', resolve: ({ report }) => report.formatted }),
    thresholds: t.expose('thresholds', { type: [Threshold], description: 'The thresholds that it is outside of.' }),
  }),
});

builder.objectRef<Of<'openFindings'>>(NAMES.openFindings).implement({
  description: 'Findings that still hold and that nobody has acknowledged.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many there are.' }),
    newest: t.expose('newest', {
      type: [Finding],
      description: 'The newest ones, 20 at most; `findings(acknowledged: false)` has all of them.',
    }),
  }),
});

const MissingInput = builder.objectRef<MissingInputsShape['inputs'][number]>('MissingInput').implement({
  description: 'An input that a month lacks.',
  fields: (t) => ({
    definition: t.expose('definition', { type: MetricDefinition, description: 'The metric that is absent.' }),
    supplier: t.field({
      type: Vendor,
      description: 'Who normally supplies it.',
      resolve: ({ supplier }, _args, { vendorIds }) => vendorOf(vendorIds, supplier),
    }),
  }),
});

builder.objectRef<Of<'missingInputs'>>(NAMES.missingInputs).implement({
  description:
    'Inputs that one of the last 13 months that have ended still lacks: metrics that somebody or something supplies. A closed month is left alone.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    period: t.field({ type: 'Period', description: 'The month.', resolve: ({ month }) => month }),
    inputs: t.expose('inputs', {
      type: [MissingInput],
      description: 'What it lacks, in the order of the business review.',
    }),
  }),
});

const CollectionProblemKind = builder.enumType('CollectionProblemKind', {
  description: 'What is the matter with the collection.',
  values: {
    FAILED: { value: 'failed', description: 'The last collection failed; nothing of it was stored.' },
    PARTIAL: { value: 'partial', description: 'In the last collection one vendor failed, another succeeded.' },
    LATE: { value: 'late', description: 'A scheduled time has passed by more than 15 minutes without a collection.' },
    DISABLED: { value: 'disabled', description: 'The nightly collection is disabled.' },
  } as const,
});

type CollectionProblemShape = Of<'collectionProblem'>;

const VendorFailure = builder.objectRef<CollectionProblemShape['failures'][number]>('VendorFailure').implement({
  description: 'Why nothing was collected from a vendor.',
  fields: (t) => ({
    vendor: t.expose('vendor', { type: Vendor, description: 'The vendor.' }),
    message: t.exposeString('message', { description: 'What went wrong, and what to do about it.' }),
  }),
});

builder.objectRef<CollectionProblemShape>(NAMES.collectionProblem).implement({
  description: 'What is the matter with the collection from the vendors.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    problem: t.expose('problem', { type: CollectionProblemKind, description: 'Which kind of problem it is.' }),
    run: t.field({
      type: CollectionRun,
      nullable: true,
      description: 'The collection that failed; null where none did.',
      resolve: ({ organizationId, run }) => run && { ...run, organizationId },
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The scheduled time that has passed without a collection; null where none has.',
    }),
    failures: t.expose('failures', {
      type: [VendorFailure],
      description: 'What each vendor’s part of the collection failed with.',
    }),
  }),
});

const SignInProblemKind = builder.enumType('SignInProblemKind', {
  description: 'What keeps people from signing in.',
  values: {
    CLIENT: { value: 'client', description: 'The provider rejects the server’s client id or secret.' },
    ISSUER: { value: 'issuer', description: 'The provider names another issuer than the configured one.' },
    CLOCK: { value: 'clock', description: 'The clocks of server and provider differ by more than 5 minutes.' },
  } as const,
});

builder.objectRef<Of<'signInProblem'>>(NAMES.signInProblem).implement({
  description:
    'Nobody can sign in, because of the set-up. For admins only; it disappears with the first sign-in that the provider confirms.',
  interfaces: [AttentionItem],
  fields: (t) => ({
    problem: t.expose('problem', { type: SignInProblemKind, description: 'What is wrong.' }),
    since: t.expose('since', { type: 'DateTime', description: 'When it was first noticed.' }),
  }),
});

builder.objectField(Organization, 'attention', (t) =>
  t.field({
    type: [AttentionItem],
    description:
      'What a person should look at now, most severe first: values outside their thresholds, findings, missing inputs, collections that failed, are late or are disabled; for admins also that nobody can sign in. Empty where all is well.',
    resolve: async ({ id }, _args, context) => {
      const { services, viewer } = context;
      const { mode, openid } = services.config.auth;
      const hasSignIn = mode === 'required' && openid !== null;
      const items = await listAttention(context.report(id), { ...services, viewer, hasSignIn });
      return items.map((item) => ({ ...item, organizationId: id }));
    },
  }),
);
