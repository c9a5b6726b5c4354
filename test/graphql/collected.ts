import { operatorViewer } from '#src/auth/viewer.ts';
import { parseMonth } from '#src/core/period.ts';
import type { CollectionRequest } from '#src/service/collection/request.ts';
import type { VendorReader } from '#src/service/collection/vendor-reader.ts';
import type { DatabaseUnderTest } from '../kit/databases.ts';
import { collectionFor, readerSaying, type Said } from '../kit/services.ts';
import { NOW } from './api.ts';

/** Collects June 2026, unless the request names other months: what ConnectWise says, and NinjaOne if it is given. */
export function collectInto(
  { database }: Pick<DatabaseUnderTest, 'database'>,
  said: Said,
  request: Partial<CollectionRequest> = {},
  ninjaone: VendorReader | null = null,
) {
  return collectionFor(database, {
    readers: { connectwise: readerSaying(() => said), ninjaone },
    clock: () => NOW,
  }).run({
    trigger: 'cli',
    viewer: operatorViewer('tester'),
    months: [parseMonth('2026-06')],
    ...request,
  });
}
