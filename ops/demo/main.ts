import { operatorViewer } from '#src/auth/viewer.ts';
import { startServer } from '#src/server.ts';
// npm run demo: simulated vendors, a real collection from them, books through the Web Connector's protocol, and the server on it.

import type { App } from '#src/app.ts';
import { openApp } from '#src/app.ts';
import { commandLogger, logUnexpected } from '#src/cli/command.ts';
import { startCommandServer } from '#src/cli/command-server.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { failureOutput, printFailure } from '#src/cli/failure.ts';
import { runOnApp } from '#src/cli/program.ts';
import { createProgressDisplay } from '#src/cli/progress.ts';
import { aborted, withStopSignal } from '#src/cli/stop-signal.ts';
import { processTerminal } from '#src/cli/terminal.ts';
import { FIRST_ORGANIZATION } from '#src/core/organization.ts';
import { addMonths, type Month, monthAt } from '#src/core/period.ts';
import { programVersion } from '#src/package-root.ts';
import type { CollectionReport } from '#src/service/collection/collection.ts';
import { generateWorld, type World } from '../../test/kit/world/world.ts';
import { collectBooks } from './books.ts';
import { checkIsDemoDatabase, DEMO_TIME_ZONE, demoConfig } from './environment.ts';
import { type DemoOutcome, readyText } from './ready-text.ts';
import { enterByHand, storePastSnapshots } from './sample-data.ts';
import { closeQuarterBefore, setThresholds, withUnloggedTime } from './things-to-see.ts';
import { type SimulatedVendors, startSimulatedVendors } from './vendors.ts';

const MONTHS_OF_DATA = 26;
const terminal = processTerminal();
const { print } = terminal;

/** What is open while the demo runs. */
interface Demo {
  readonly app: App;
  readonly world: World;
  readonly vendors: SimulatedVendors;
  /** The newest month that is over. */
  readonly lastMonth: Month;
}

async function main(environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  environment['NODE_ENV'] ??= 'production';
  print(
    'Inventing a managed service provider, and starting ConnectWise, NinjaOne and QuickBooks as it would see them …',
  );
  const until = new Date();
  const lastMonth = addMonths(monthAt(until, DEMO_TIME_ZONE), -1);
  const invented = generateWorld({ seed: 'demo', until, months: MONTHS_OF_DATA, timeZone: DEMO_TIME_ZONE });
  const world = withUnloggedTime(invented, lastMonth, DEMO_TIME_ZONE);
  const vendors = await startSimulatedVendors(world);
  try {
    const config = demoConfig(environment, vendors);
    const logger = commandLogger(config);
    return await logUnexpected(logger, async () => {
      const directory = config.database.kind === 'embedded' ? config.database.directory : '';
      print(`Opening the embedded database in ${directory} (the first time takes a few seconds) …`);
      const app = await openApp(config, { logger, command: 'npm run demo', takesCommands: true });
      try {
        await checkIsDemoDatabase(app.database, directory);
        return await withStopSignal(terminal, (signal) => runDemo({ app, world, vendors, lastMonth }, signal));
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
  // First, so that a port in use is reported immediately.
  const server = await startServer(app);
  const commands = await startCommandServer(app, { version: programVersion(), runOnApp });
  try {
    await storePastSnapshots(app, world);
    const report = await collect(app, signal);
    if (signal.aborted) return EXIT.failed;
    print('Reading the books from QuickBooks through the Web Connector …');
    const books = await collectBooks(app, world, server.url);
    if (signal.aborted) return EXIT.failed;
    const entered = await enterByHand(app, world);
    await setThresholds(app);
    const closed = await closeQuarterBefore(app, demo.lastMonth);
    print(readyText(outcome(demo, { report, books, entered, closed, url: server.url })));
    await aborted(signal);
    return EXIT.done;
  } finally {
    await Promise.all([commands.close(), server.close()]);
  }
}

function outcome(
  { vendors, lastMonth }: Demo,
  {
    report,
    ...done
  }: Pick<DemoOutcome, 'books' | 'entered' | 'closed' | 'url'> & { readonly report: CollectionReport },
): DemoOutcome {
  const entries = report.vendors.flatMap((vendor) => vendor.entries);
  const collected = {
    values: entries.reduce((sum, { metricsCollected }) => sum + metricsCollected, 0),
    months: report.months.length,
    seconds: (report.endedAt.getTime() - report.startedAt.getTime()) / 1_000,
    requests: vendors.requestCount(),
  };
  return { ...done, collected, lastMonth, seconds: process.uptime() };
}

async function collect({ collections, config, logger }: App, signal: AbortSignal): Promise<CollectionReport> {
  print(`Collecting ${config.collection.monthsToCollect} months over HTTP …`);
  const progress = createProgressDisplay(logger, terminal.stderr);
  const { collection } = await collections.of(FIRST_ORGANIZATION);
  return collection
    .run({ trigger: 'cli', viewer: operatorViewer('demo'), signal, onProgress: progress.update })
    .finally(progress.end);
}

try {
  process.exitCode = await main(process.env);
} catch (error) {
  process.exitCode = printFailure(error, { isJson: false, ...failureOutput(process.env, terminal) });
}
