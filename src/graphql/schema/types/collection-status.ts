import { builder } from '#src/graphql/builder.ts';
import type { CollectionStatus as StatusShape } from '#src/service/collection/schedule.ts';
import { CollectionRun } from './collection-run.ts';
import { Organization } from './organization.ts';

/** The status, with the organization it is of. */
export interface OrganizationStatus extends StatusShape {
  readonly organizationId: number;
}

export const CollectionStatus = builder.objectRef<OrganizationStatus>('CollectionStatus').implement({
  description: 'Where the nightly collection from the vendors stands.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', {
      description: 'Whether it runs every night. It starts disabled, until a person has reviewed what was collected.',
    }),
    cron: t.exposeString('cron', { description: 'When it runs: minute, hour, day of month, month, day of week.' }),
    timeZone: t.exposeString('timeZone', {
      description: 'The IANA time zone of `cron`, in which months begin and end as well: `America/Chicago`.',
    }),
    nextRunAt: t.expose('nextRunAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it runs next; null while disabled.',
    }),
    running: t.field({
      type: CollectionRun,
      nullable: true,
      description: 'The collection that is under way, whoever started it; null where none is.',
      resolve: ({ organizationId, running }) => running && { ...running, organizationId },
    }),
    lastRun: t.field({
      type: CollectionRun,
      nullable: true,
      description: 'The newest collection, under way or ended; null where there has been none.',
      resolve: ({ organizationId, lastRun }) => lastRun && { ...lastRun, organizationId },
    }),
    lastSuccessAt: t.expose('lastSuccessAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last wholly successful collection ended; null where there has been none.',
    }),
    openFindings: t.exposeInt('openFindings', {
      description: 'How many findings still hold that nobody has acknowledged.',
    }),
  }),
});

builder.objectField(Organization, 'collection', (t) =>
  t.field({
    type: CollectionStatus,
    description: 'Where the nightly collection stands.',
    resolve: async ({ id }, _args, { services, scope }) => ({
      ...(await services.schedule.status(scope(id))),
      organizationId: id,
    }),
  }),
);
