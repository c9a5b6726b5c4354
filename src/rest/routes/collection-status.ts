import { z } from '@hono/zod-openapi';
import { organizationParameter } from '#src/rest/fields.ts';
import { defineRoute } from '#src/rest/route.ts';
import { summarizeRun } from '#src/service/collection/overview.ts';
import type { StoredRun } from '#src/service/collection/schedule.ts';
import { requireReadable, type Scope } from '#src/service/scope.ts';

const instant = z.iso.datetime();
const lastRun = z.object({
  id: z.int(),
  status: z.enum(['running', 'success', 'partial', 'failed']),
  started_at: instant,
  ended_at: instant.nullable(),
  duration_seconds: z.number().nullable(),
  vendors: z.array(
    z.object({
      vendor: z.string(),
      status: z.string(),
      metrics_collected: z.int(),
      error_message: z.string().nullable(),
    }),
  ),
});

export const collectionStatus = defineRoute({
  method: 'get',
  path: '/collection/status',
  permission: 'metrics:read',
  summary: 'Returns the status of the nightly collection',
  description:
    'Whether it is enabled, the next run, the last run with its result per vendor, and the number of open findings. Durations are in seconds.',
  query: z.strictObject({ organization_id: organizationParameter }),
  data: z
    .object({
      enabled: z.boolean(),
      next_run_at: instant.nullable(),
      running: z.boolean(),
      last_run: lastRun.nullable(),
      last_success_at: instant.nullable(),
      open_findings: z.int(),
    })
    .openapi('CollectionStatus'),
  errors: ['INVALID_PARAMETER', 'ORGANIZATION_NOT_FOUND'],
  async answer({ query: { organization_id }, services, scope: scopeOf }) {
    const scope = scopeOf(organization_id);
    await requireReadable(scope);
    const status = await services.schedule.status(scope);
    return {
      enabled: status.enabled,
      next_run_at: status.nextRunAt?.toISOString() ?? null,
      running: status.running !== null,
      last_run: status.lastRun && (await presentRun(scope, status.lastRun)),
      last_success_at: status.lastSuccessAt?.toISOString() ?? null,
      open_findings: status.openFindings,
    };
  },
});

async function presentRun(scope: Scope, run: StoredRun) {
  const vendors = await summarizeRun(scope, run.id);
  return {
    id: run.id,
    status: run.status,
    started_at: run.startedAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
    duration_seconds: run.endedAt && (run.endedAt.getTime() - run.startedAt.getTime()) / 1_000,
    vendors: vendors.map(({ vendor, status, metricsCollected, errorMessage }) => ({
      vendor,
      status,
      metrics_collected: metricsCollected,
      error_message: errorMessage,
    })),
  };
}
