import { createVendorSources } from '#src/app.ts';
import type { ConnectWiseCheck } from '#src/collect/connectwise/connection-check.ts';
import type { ConnectWiseSource } from '#src/collect/connectwise/source.ts';
import type { NinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { VendorError } from '#src/collect/vendor-error.ts';
import type { Config } from '#src/config/config.ts';
import { QbrError } from '#src/core/errors.ts';
import { whyOnlineIsOff } from '#src/service/books/online-off.ts';
import { VENDOR_NAMES } from '#src/service/collection/vendor-reader.ts';
import type { CollectedVendor } from '#src/service/vendors.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Month boundaries use this machine's clock, the vendor's data its own. */
const SKEW_TOLERATED_SECONDS = 60;
const CHECK_TIMEOUT_MS = 60_000;

const NOTHING_TO_COLLECT: Diagnosis = {
  verdict: 'warn',
  subject: 'Vendors',
  finding: 'no vendor is configured: set the CONNECTWISE_ or NINJA_ variables to collect (see .env.example)',
};

/** A check for each vendor: configuration, credentials and clock. */
export function checkVendors(config: Config): (() => Promise<Diagnosis[]>)[] {
  const online = config.quickbooksOnline ? [async () => [onlineDiagnosis(config)]] : [];
  if (!config.connectwise && !config.ninjaone) return online.length > 0 ? online : [async () => [NOTHING_TO_COLLECT]];
  return [
    ...online,
    () => checkVendor('connectwise', () => checkConnectWise(config)),
    () => checkVendor('ninjaone', () => checkNinjaOne(config)),
  ];
}

/** The consent is in the database, and using it would rotate its token: `qbr books status` shows it. */
function onlineDiagnosis(config: Config): Diagnosis {
  const subject = VENDOR_NAMES.quickbooks;
  const off = whyOnlineIsOff(config);
  if (off !== null) return { verdict: 'warn', subject, finding: off };
  return {
    verdict: 'ok',
    subject,
    finding: `configured (${config.quickbooksOnline?.environment}); see qbr books status`,
  };
}

async function checkVendor(
  vendor: CollectedVendor,
  check: () => Promise<Pick<Diagnosis, 'verdict' | 'finding'>[]>,
): Promise<Diagnosis[]> {
  const subject = VENDOR_NAMES[vendor];
  try {
    return (await check()).map((each) => ({ subject, ...each }));
  } catch (error) {
    if (error instanceof VendorError)
      return [{ verdict: 'FAIL', subject, finding: `${error.message}${advice(error)}` }];
    if (error instanceof QbrError) return [{ verdict: 'FAIL', subject, finding: error.message }];
    throw error;
  }
}

function advice({ kind }: VendorError): string {
  switch (kind) {
    case 'credentials':
      return '. Check the address and credentials';
    case 'unavailable':
    case 'stopped':
      return '. Check the address, the network, and the vendor’s status page';
    case 'response':
      return '. Check that the address is the API’s';
  }
}

type Finding = Pick<Diagnosis, 'verdict' | 'finding'>;

async function checkConnectWise(config: Config): Promise<Finding[]> {
  const source: ConnectWiseSource | null = createVendorSources({ ...config, ninjaone: null }).connectwise;
  if (!source || !config.connectwise)
    return [notConfigured('set the CONNECTWISE_ variables to collect tickets and time')];
  const check = await source.check(AbortSignal.timeout(CHECK_TIMEOUT_MS));
  const { version, recentTickets, recentTimeEntries } = check;
  const counts = `${recentTickets} tickets and ${recentTimeEntries} time entries in the last 7 days`;
  const finding = `credentials accepted${version === null ? '' : `, ${version}`}; ${counts}`;
  return [
    { verdict: 'ok', finding },
    ...emptyBoards(check, config.connectwise.boards),
    ...skew(check.clockSkewSeconds),
  ];
}

function emptyBoards({ recentTickets }: ConnectWiseCheck, boards: readonly string[]): Finding[] {
  if (recentTickets > 0) return [];
  const names = boards.map((board) => JSON.stringify(board)).join(', ');
  return [{ verdict: 'warn', finding: `No tickets on ${names} in the last 7 days: check CONNECTWISE_BOARDS` }];
}

async function checkNinjaOne(config: Config): Promise<Finding[]> {
  const source: NinjaOneSource | null = createVendorSources({ ...config, connectwise: null }).ninjaone;
  if (!source) return [notConfigured('set the NINJA_ variables to collect devices')];
  const { clockSkewSeconds } = await source.check(AbortSignal.timeout(CHECK_TIMEOUT_MS));
  return [{ verdict: 'ok', finding: 'credentials accepted' }, ...skew(clockSkewSeconds)];
}

function notConfigured(remedy: string): Finding {
  return { verdict: 'ok', finding: `not configured; ${remedy}` };
}

function skew(seconds: number | null): Finding[] {
  if (seconds === null || Math.abs(seconds) <= SKEW_TOLERATED_SECONDS) return [];
  const direction = seconds > 0 ? 'ahead of' : 'behind';
  const finding = `Its clock is ${Math.abs(seconds)} s ${direction} this machine’s, which shifts the month boundaries: synchronize this machine’s clock with NTP`;
  return [{ verdict: 'warn', finding }];
}
