import { onTestFinished } from 'vitest';
import { createNinjaOneSource, type NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import type { FakeRequest } from '../../kit/http-faults.ts';
import { type NinjaOneFake, type NinjaOneFakeOptions, startNinjaOneFake } from '../../kit/ninjaone/fake.ts';
import type { NinjaOneDeviceRow } from '../../kit/ninjaone/rows.ts';

const organizations = [
  { id: 1, name: 'Acme' },
  { id: 2, name: 'Zeta' },
];
const locations = [
  { id: 11, organizationId: 1, name: 'Main Office' },
  { id: 12, organizationId: 2, name: 'Spare shelf' },
];
/** A day on which nothing else happens; tests move it on. */
export const NOON = Date.parse('2025-01-15T18:00:00Z');

/** A row of Acme's main office. */
export function device(id: number, fields: Partial<NinjaOneDeviceRow> = {}): NinjaOneDeviceRow {
  return {
    id,
    organizationId: 1,
    locationId: 11,
    nodeClass: 'WINDOWS_WORKSTATION',
    displayName: `PC ${id}`,
    systemName: `PC-${id}`,
    ...fields,
  };
}

/** Devices with ids that have gaps. */
export function manyDevices(count: number): NinjaOneDeviceRow[] {
  return Array.from({ length: count }, (_, index) => device(3 + index * 7));
}

/** A fake and a source that reads it, for the length of the test. */
export async function start(
  options: Partial<NinjaOneFakeOptions> = {},
  client: { clientSecret?: string; baseUrl?: (url: string) => string; retries?: number; now?: () => Date } = {},
): Promise<{ fake: NinjaOneFake; source: NinjaOneSource }> {
  const now = client.now ?? options.now;
  const fake = await startNinjaOneFake({ organizations, locations, devices: [device(1)], ...options });
  onTestFinished(() => fake.close());
  const source = createNinjaOneSource(
    {
      baseUrl: client.baseUrl?.(fake.url) ?? fake.url,
      clientId: fake.clientId,
      clientSecret: client.clientSecret ?? fake.clientSecret,
    },
    {
      retries: client.retries ?? 4,
      backoffMs: { baseMs: 1, maxMs: 2 },
      ...(now === undefined ? {} : { now }),
    },
  );
  return { fake, source };
}

/** Reads with a signal that nobody gives. */
export function read(source: NinjaOneSource, signal = new AbortController().signal) {
  return source.readDevices({ signal, onProgress: () => {} });
}

/** The VendorError that a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<VendorError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof VendorError) return error;
  throw new Error(`Expected a VendorError, not ${String(error)}`);
}

/** Everything that a log could show of an error. */
export function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), shown(error.cause)].join('\n');
}

/** The requests for a token. */
export function tokenRequests(requests: readonly FakeRequest[]): readonly FakeRequest[] {
  return requests.filter(({ path }) => path === '/ws/oauth/token');
}
