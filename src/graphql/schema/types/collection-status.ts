import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import type { CollectionStatus as StatusShape } from '#src/service/collection/schedule.ts';
import { CollectionRun } from './collection-run.ts';
import { Organization } from './organization.ts';

/** The status of an organization's collection. */
export interface OrganizationStatus extends StatusShape {
  readonly organizationId: number;
}

export const CollectionStatus = builder.objectRef<OrganizationStatus>('CollectionStatus').implement({
  description: 'Status of the nightly collection from the vendors.',
  fields: (t) =>
    exposed(t, {
      enabled: [
        'Boolean',
        'Whether it runs every night. Disabled at first, until a person has reviewed the collected values.',
      ],
      cron: ['String', 'Schedule as a cron expression: minute, hour, day of month, month, day of week.'],
      timeZone: ['String', 'IANA time zone of `cron` and of the month boundaries: `America/Chicago`.'],
      nextRunAt: [nullable('DateTime'), 'Time of the next run; null while disabled.'],
      running: t.field({
        type: CollectionRun,
        nullable: true,
        description: 'The running collection, whether scheduled or started by a person; null if none is running.',
        resolve: ({ organizationId, running }) => running && { ...running, organizationId },
      }),
      lastRun: t.field({
        type: CollectionRun,
        nullable: true,
        description: 'The newest collection, running or ended; null if there has been none.',
        resolve: ({ organizationId, lastRun }) => lastRun && { ...lastRun, organizationId },
      }),
      lastSuccessAt: [
        nullable('DateTime'),
        'When the last fully successful collection ended; null if there has been none.',
      ],
      openFindings: ['Int', 'Number of unresolved findings that nobody has acknowledged.'],
    }),
});

builder.objectField(Organization, 'collection', (t) =>
  t.field({
    type: CollectionStatus,
    description: 'Status of the nightly collection.',
    resolve: async ({ id }, _args, { services, scope }) => ({
      ...(await services.schedule.status(scope(id))),
      organizationId: id,
    }),
  }),
);
