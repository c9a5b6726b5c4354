import { builder } from '#src/graphql/builder.ts';
import { PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import {
  type AuditQuery,
  type DescribedAction,
  type ListedAuditEntry,
  listAuditActions,
  listAuditEntries,
} from '#src/service/audit/list.ts';
import { Organization } from './organization.ts';

const AuditEntry = builder.objectRef<ListedAuditEntry>('AuditEntry').implement({
  description: 'Something that somebody did, or was refused. Entries are never changed; `qbr audit verify` proves it.',
  fields: (t) => ({
    id: t.exposeInt('id', { description: 'Its number: one more than that of the entry before it.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    actor: t.exposeString('actor', { description: 'Who did it; `nobody` where nobody was signed in.' }),
    actorId: t.exposeString('actorId', {
      nullable: true,
      description:
        'Tells actors of one name apart: `person:3`, `key:12`, `local`, `operator`. Null in entries of earlier versions.',
    }),
    credential: t.exposeString('credential', {
      nullable: true,
      description:
        'By what they came in: `session:17`, `key:12`, `local`, `command line`. Null in entries of earlier versions.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The IP address they came from; null where nobody came over the network.',
    }),
    action: t.exposeString('action', {
      description: 'What was done, such as `metrics.entered`. `actions` finds entries by it.',
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'The same in words; null for an action of another version.',
    }),
    detail: t.expose('detail', {
      type: 'JSON',
      description: 'To what it was done; of a change of data with `before` and `after`. Decimals are strings.',
    }),
  }),
});

const AuditEntryConnection = builder.connectionObject(
  { type: AuditEntry, name: 'AuditEntryConnection', description: 'A page of the audit trail, newest first.' },
  { name: 'AuditEntryEdge', description: 'An entry and where it stands in the list.' },
);

builder.objectField(Organization, 'auditEntries', (t) =>
  t.field({
    type: AuditEntryConnection,
    authScopes: { permission: 'audit:read' },
    description: 'Who did what, from where and when, newest first. For admins.',
    args: {
      first: t.arg.int({ description: PAGE_ARGUMENTS.first }),
      after: t.arg.string({ description: PAGE_ARGUMENTS.after }),
      actor: t.arg.string({ description: 'Only what this one did: the whole name.' }),
      actions: t.arg.stringList({ description: 'Only these actions, such as `metrics.entered`.' }),
      from: t.arg({ type: 'DateTime', description: 'Only from this instant on.' }),
      to: t.arg({ type: 'DateTime', description: 'Only before this instant.' }),
      period: t.arg({ type: 'Period', description: 'Only about this month, or about this quarter’s months.' }),
      metric: t.arg.string({ description: 'Only about this metric or SmartNumber: its key or label.' }),
    },
    resolve: async ({ id: organizationId }, args, { scope, forgetAnswer }) => {
      // Whoever is refused is recorded without anything having changed that would end the keeping of answers.
      forgetAnswer();
      const query: AuditQuery = {
        ...pageRequest('audit', args),
        actor: args.actor ?? null,
        actions: args.actions ?? null,
        from: args.from ?? null,
        to: args.to ?? null,
        period: args.period ?? null,
        metric: args.metric ?? null,
      };
      return toConnection('audit', query, await listAuditEntries(scope(organizationId), query));
    },
  }),
);

const AuditAction = builder.objectRef<DescribedAction>('AuditAction').implement({
  description: 'Something that the audit trail tells of.',
  fields: (t) => ({
    action: t.exposeString('action', { description: 'What it is called there, such as `metrics.entered`.' }),
    description: t.exposeString('description', { description: 'The same in words.' }),
  }),
});

builder.objectField(Organization, 'auditActions', (t) =>
  t.field({
    type: [AuditAction],
    authScopes: { permission: 'audit:read' },
    description: 'Everything that `auditEntries` can be found by as their action. For admins.',
    resolve: async ({ id }, _args, { scope }) => [...(await listAuditActions(scope(id)))],
  }),
);
