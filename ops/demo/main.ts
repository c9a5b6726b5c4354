import { operatorViewer } from '#src/auth/viewer.ts';
// npm run demo: simulated vendors, a real collection from them, sample books, and the server on it.

import type { App } from '#src/app.ts';
import { openApp } from '#src/app.ts';
import { commandLogger, logUnexpected } from '#src/cli/command.ts';
import { startListener } from '#src/cli/commands/serve.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { tellFailure } from '#src/cli/failure.ts';
import { print } from '#src/cli/output.ts';
import { createProgressDisplay } from '#src/cli/progress.ts';
import { aborted, withStopSignal } from '#src/cli/stop-signal.ts';
import { addMonths, monthAt } from '#src/core/period.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import { generateWorld, type World } from '../../test/kit/world/world.ts';
import { checkIsDemoDatabase, DEMO_ORGANIZATION, DEMO_TIME_ZONE, demoConfig } from './environment.ts';
import { enterBooks, storePastSnapshots } from './sample-data.ts';
import { type SimulatedVendors, startSimulatedVendors } from './vendors.ts';

const MONTHS_OF_DATA = 26;

/** What is open while the demo runs. */
interface Demo {
  readonly app: App;
  readonly world: World;
  readonly vendors: SimulatedVendors;
}

async function main(environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  environment['NODE_ENV'] ??= 'production';
  print('Inventing a managed service provider, and starting ConnectWise and NinjaOne as it would see them …');
  const world = generateWorld({ seed: 'demo', until: new Date(), months: MONTHS_OF_DATA, timeZone: DEMO_TIME_ZONE });
  const vendors = await startSimulatedVendors(world);
  try {
    const config = demoConfig(environment, vendors);
    const logger = commandLogger(config);
    return await logUnexpected(logger, async () => {
      const directory = config.database.kind === 'embedded' ? config.database.directory : '';
      print(`Opening the embedded database in ${directory} (the first time takes a few seconds) …`);
      const app = await openApp(config, { logger, command: 'npm run demo' });
      try {
        await checkIsDemoDatabase(app.database, directory);
        return await withStopSignal((signal) => runDemo({ app, world, vendors }, signal));
      } finally {
        await app.close();
      }
    });
  } finally {
    await vendors.close();
  }
}

async function runDemo(demo: Demo, signal: AbortSignal): Promise<ExitStatus> {
  const { app, world } = demo;
  // Before the work, so that a port that is taken is told at once.
  const server = await startListener(app);
  try {
    await storePastSnapshots(app, world);
    const report = await collect(app, signal);
    if (signal.aborted) return EXIT.failed;
    const entered = await enterBooks(app, world);
    print(readyText(demo, { report, entered, url: server.url }));
    await aborted(signal);
    return EXIT.done;
  } finally {
    await server.close();
  }
}

async function collect({ collection, config, logger }: App, signal: AbortSignal): Promise<CollectionReport> {
  print(`Collecting ${config.collection.monthsToCollect} months over HTTP …`);
  const progress = createProgressDisplay(logger);
  return collection
    .run({ trigger: 'cli', viewer: operatorViewer('demo'), signal, onProgress: progress.update })
    .finally(progress.end);
}

function readyText(
  { app, world, vendors }: Demo,
  { report, entered, url }: { readonly report: CollectionReport; readonly entered: number; readonly url: string },
): string {
  const entries = report.vendors.flatMap((vendor) => vendor.entries);
  const values = entries.reduce((sum, { metricsCollected }) => sum + metricsCollected, 0);
  const collectSeconds = ((report.endedAt.getTime() - report.startedAt.getTime()) / 1_000).toFixed(1);
  const lastMonth = addMonths(monthAt(app.clock(), app.config.timeZone), -1);
  const query = `{ organization { period(key: "${lastMonth}") { label metric(key: "net_profit") { formatted breakdown { display } } } } }`;
  return `
${DEMO_ORGANIZATION} is ready after ${process.uptime().toFixed(0)} s.

  ${values} values of ${report.months.length} months collected in ${collectSeconds} s with ${vendors.requestCount()} requests
  ${entered} values of ${world.books.length} months of sample books entered

  ${url}/graphql

Two things to try:
  1. Open that address, and ask for the numbers of a month.
  2. Ask how ${lastMonth}’s net profit was calculated:
     curl -s ${url}/graphql -H 'Content-Type: application/json' \\
       -d '${JSON.stringify({ query })}'

Ctrl-C ends everything.`;
}

try {
  process.exitCode = await main(process.env);
} catch (error) {
  process.exitCode = tellFailure(error, { isJson: false, environment: process.env });
}
