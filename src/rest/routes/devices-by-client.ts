import { z } from '@hono/zod-openapi';
import { monthField, organizationParameter } from '#src/rest/fields.ts';
import { RequestError } from '#src/rest/request-error.ts';
import { defineRoute } from '#src/rest/route.ts';
import { devicesByClient, MAX_MONTHS_OF_DEVICES, type MonthOfDevices } from '#src/service/report/devices-by-client.ts';

const month = z.object({
  period: z.string(),
  data_source: z.literal('collected'),
  snapshot_date: z.iso.date(),
  clients: z.array(z.object({ client_name: z.string().nullable(), seats: z.int(), endpoints: z.int() })),
  total_seats: z.int(),
  total_endpoints: z.int(),
});
const oneMonth = month.extend({ organization_id: z.int() });
const range = z.object({
  organization_id: z.int(),
  start_period: z.string(),
  end_period: z.string(),
  periods: z.array(month),
  periods_returned: z.int(),
  periods_requested: z.int(),
});

const query = z.strictObject({
  period: monthField.optional(),
  start_period: monthField
    .optional()
    .openapi({ description: 'First month of a range, `YYYY-MM`; requires `end_period`.' }),
  end_period: monthField
    .optional()
    .openapi({ description: `The last month of a range, which has at most ${MAX_MONTHS_OF_DEVICES}.` }),
  organization_id: organizationParameter,
});

export const devicesByClientRoute = defineRoute({
  method: 'get',
  path: '/metrics/devices-by-client',
  permission: 'metrics:read',
  summary: 'Returns seats and endpoints by client',
  description:
    'Counted from the latest device snapshot of each month; months without a snapshot are omitted. Give either `period`, or both `start_period` and `end_period`.',
  query,
  data: z.union([oneMonth, range]).openapi('DevicesByClient'),
  errors: [
    'INVALID_PERIOD',
    'INVALID_PARAMETER',
    'INVALID_PARAMETERS',
    'INVALID_PERIOD_RANGE',
    'RANGE_TOO_LARGE',
    'PERIOD_NOT_FOUND',
    'ORGANIZATION_NOT_FOUND',
  ],
  async answer({ query: asked, services, scope }) {
    const { organization_id } = asked;
    const { from, to } = rangeOf(asked);
    const rules = async () => (await services.rulesOf(organization_id)).devices;
    const counted = await devicesByClient(scope(organization_id), rules, { from, to });
    const [first] = counted;
    if (asked.period !== undefined && first) return { ...present(first), organization_id };
    return {
      organization_id,
      start_period: from,
      end_period: to,
      periods: counted.map(present),
      periods_returned: counted.length,
      periods_requested: monthsBetween(from, to),
    };
  },
});

/** @throws RequestError if it is neither one month nor a range */
function rangeOf({ period, start_period: from, end_period: to }: z.output<typeof query>) {
  if (period !== undefined && from === undefined && to === undefined) return { from: period, to: period };
  if (period === undefined && from !== undefined && to !== undefined) return { from, to };
  throw new RequestError('INVALID_PARAMETERS', 'Give either period, or both start_period and end_period');
}

function monthsBetween(from: string, to: string): number {
  const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5));
  return index(to) - index(from) + 1;
}

function present({ month: period, snapshotDate, clients, totalSeats, totalEndpoints }: MonthOfDevices) {
  return {
    period,
    data_source: 'collected' as const,
    snapshot_date: snapshotDate,
    clients: clients.map(({ client, seats, endpoints }) => ({ client_name: client, seats, endpoints })),
    total_seats: totalSeats,
    total_endpoints: totalEndpoints,
  };
}
