import { builder } from '#src/graphql/builder.ts';
import { connectionOf, PAGE_ARGUMENTS, pageRequest, toConnection } from '#src/graphql/connection.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import {
  type AuditQuery,
  type DescribedAction,
  type ListedAuditEntry,
  listAuditActions,
  listAuditEntries,
} from '#src/service/audit/list.ts';
import { Organization } from './organization.ts';

const AuditEntry = builder.objectRef<ListedAuditEntry>('AuditEntry').implement({
  description:
    'An action in the audit trail, performed or refused. Entries are immutable; `qbr audit verify` proves it.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'Number of the entry: one more than that of the previous entry.'],
      at: ['DateTime', 'When the action took place.'],
      actor: ['String', 'Name of the actor; `nobody` if unauthenticated.'],
      actorId: [
        nullable('String'),
        'Identifier of the actor, which distinguishes actors of the same name: `person:3`, `key:12`, `local`, `operator`. Null in entries of earlier versions.',
      ],
      credential: [
        nullable('String'),
        'Credential that was used: `session:17`, `key:12`, `local`, `command line`. Null in entries of earlier versions.',
      ],
      address: [nullable('String'), 'IP address of the client; null if the action did not come over the network.'],
      action: ['String', 'Name of the action, such as `metrics.entered`. The argument `actions` filters by it.'],
      description: [nullable('String'), 'Description of the action; null for an action of another version.'],
      detail: ['JSON', 'What the action affected; a change of data has `before` and `after`. Decimals are strings.'],
    }),
});

const AuditEntryConnection = connectionOf(AuditEntry, 'AuditEntry', { one: 'An entry', many: 'the audit trail' });

builder.objectField(Organization, 'auditEntries', (t) =>
  t.field({
    type: AuditEntryConnection,
    authScopes: { permission: 'audit:read' },
    description: 'The audit trail, newest first. For admins.',
    args: {
      ...PAGE_ARGUMENTS,
      actor: t.arg.string({ description: 'Only entries of this actor; the full name.' }),
      actions: t.arg.stringList({ description: 'Only entries of these actions, such as `metrics.entered`.' }),
      from: t.arg({ type: 'DateTime', description: 'Only entries at or after this instant.' }),
      to: t.arg({ type: 'DateTime', description: 'Only entries before this instant.' }),
      period: t.arg({
        type: 'Period',
        description: 'Only entries about this month, or about the months of this quarter.',
      }),
      metric: t.arg.string({ description: 'Only entries about this metric or SmartNumber; key or label.' }),
    },
    resolve: async ({ id: organizationId }, args, { scope, preventCaching }) => {
      // A refusal adds an entry without a change notification, which would evict cached answers.
      preventCaching();
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
  description: 'A kind of action in the audit trail.',
  fields: (t) =>
    exposed(t, {
      action: ['String', 'Name of the action, such as `metrics.entered`.'],
      description: ['String', 'Description of the action.'],
    }),
});

builder.objectField(Organization, 'auditActions', (t) =>
  t.field({
    type: [AuditAction],
    authScopes: { permission: 'audit:read' },
    description: 'All actions by which `auditEntries` can be filtered. For admins.',
    resolve: async ({ id }, _args, { scope }) => [...(await listAuditActions(scope(id)))],
  }),
);
