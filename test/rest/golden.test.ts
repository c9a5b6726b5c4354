import { beforeAll, expect, it } from 'vitest';
import { LOCAL_VIEWER, NOBODY, type Viewer } from '#src/auth/viewer.ts';
import type { RestHandler } from '#src/rest/rest-api.ts';
import { closePeriod } from '#src/service/periods/close.ts';
import { keyViewer } from '../auth/viewers.ts';
import { describeOnBothDatabases, emptyDatabase } from '../kit/databases.ts';
import { scopeOn } from '../kit/services.ts';
import { restOver } from './api.ts';
import { GOLDEN_REQUESTS, type ViewedRequest } from './golden-requests.ts';
import { goldenInit, goldenText } from './golden-text.ts';
import { NOW, storeDevices, storeExamples } from './stored-examples.ts';

const VIEWERS: Readonly<Record<NonNullable<ViewedRequest['as']>, Viewer>> = {
  nobody: NOBODY,
  viewer: keyViewer('viewer'),
};

describeOnBothDatabases('the REST contract', (use) => {
  let rest: RestHandler;
  beforeAll(async () => {
    await emptyDatabase(use());
    await storeExamples(use().database);
    await storeDevices(use().database);
    rest = restOver(use(), { now: () => NOW });
    await closePeriod(scopeOn(use().database, NOW), { period: '2025-02' });
  });

  // In the order of the list: a write is seen by what comes after it.
  it.each(GOLDEN_REQUESTS)('$name', async (golden) => {
    const { name, path, as } = golden;
    const response = await rest(new Request(`http://127.0.0.1/api/qbr${path}`, goldenInit(golden)), {
      requestId: 'request-1',
      viewer: as === undefined ? LOCAL_VIEWER : VIEWERS[as],
    });
    const text = await goldenText(golden, response, as === undefined ? null : `as ${as}`);
    await expect(text).toMatchFileSnapshot(`golden/${name}.http`);
  });
});
