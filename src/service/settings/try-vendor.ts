import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { createConnectWiseSource } from '#src/collect/connectwise/source.ts';
import { createNinjaOneSource } from '#src/collect/ninjaone/source.ts';
import { VendorError, VendorHttpError } from '#src/collect/vendor-error.ts';
import { InvalidParameterError, MissingFieldError, RateLimitedError } from '#src/core/errors.ts';
import { counted, listed } from '#src/core/words.ts';
import { createInputProblems } from '#src/service/problems.ts';
import { read, requireOrganization, type Scope, write } from '#src/service/scope.ts';
import { type CheckedSetting, checkSettings, requireSecretsAgain, type SettingInput } from './change.ts';
import { type EffectiveSettings, readEffectiveSettings } from './effective-settings.ts';
import type { InstallationConfig } from './installation-config.ts';
import { type OrganizationConfig, organizationConfigOf } from './organization-config.ts';
import { ACCESS, type AccessVendor, type SettingName, type SettingValue } from './setting-registry.ts';

/** What came of asking a vendor, and what it means. */
export const TRIAL_OUTCOMES = {
  accepted: 'The vendor accepts the credentials, and what collections need can be read.',
  refused: 'The vendor can be reached and refuses the credentials, or the address is not its API.',
  unreachable: 'The vendor cannot be reached, or does not answer in time.',
  unexpected: 'Something answers that is not the vendor’s API.',
} as const;
export type TrialOutcome = keyof typeof TRIAL_OUTCOMES;

/** What came of asking a vendor. */
export interface VendorTrial {
  readonly outcome: TrialOutcome;
  /** In a sentence. Nothing that the vendor said is quoted. */
  readonly message: string;
  /** What was seen, in sentences; empty unless it is accepted. */
  readonly seen: readonly string[];
}

/** Settings to ask a vendor with. */
export interface TrialInput {
  readonly vendor: string;
  /** Typed ones take the place of those that apply. */
  readonly settings: readonly SettingInput[];
}

/** Asks vendors with settings, a few times a minute. */
export interface VendorTrials {
  /**
   * Asks a vendor with what applies to the organization or is typed, and stores nothing but an audit entry.
   * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; RateLimitedError; InvalidParameterError for another vendor or setting;
   *   InvalidValueError for a value that is not accepted, or an address without the secrets that go there; MissingFieldError for what is not set
   */
  tryVendor(scope: Scope, input: TrialInput): Promise<VendorTrial>;
}

/** A person reads the answer of each; more would make it a scanner of addresses. */
const TRIALS_A_MINUTE = 6;
const TIMEOUT_MS = 20_000;
/** No retries: whoever asks is waiting. */
const ONCE = { retries: 0, requestTimeoutMs: TIMEOUT_MS };

/** @param options overrides for tests */
export function createVendorTrials(
  config: InstallationConfig,
  { timeoutMs = TIMEOUT_MS, trialsAMinute = TRIALS_A_MINUTE } = {},
): VendorTrials {
  let limiter: RateLimiterMemory | undefined;
  return {
    async tryVendor(scope, input) {
      const { vendor, settings, typed } = await readForTrial(scope, config, input);
      // Loaded by the first trial: most processes make none.
      const library = await import('rate-limiter-flexible');
      limiter ??= new library.RateLimiterMemory({ points: trialsAMinute, duration: 60 });
      await admit(limiter, `${scope.organization.id} ${scope.viewer.id}`, trialsAMinute);
      const access = organizationConfigOf(settings, config, scope.organization.id);
      const trial = await ask(vendor, access, AbortSignal.timeout(timeoutMs));
      const [address] = ACCESS[vendor];
      const asked = String((address && settings.valueOf(address)) ?? '');
      const detail = { vendor, outcome: trial.outcome, address: asked, typed: typed.map(({ name }) => name) };
      await write(scope, { permission: 'settings:manage' }, async () => ({
        result: undefined,
        audit: [{ action: 'settings.vendor_tried', detail }],
      }));
      return trial;
    },
  };
}

async function admit(limiter: RateLimiterMemory, who: string, points: number): Promise<void> {
  try {
    await limiter.consume(who);
  } catch (error) {
    // What is refused is no error.
    if (error instanceof Error) throw error;
    const { msBeforeNext } = error as RateLimiterRes;
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    throw new RateLimitedError(`A vendor is tried at most ${points} times a minute. Try again in ${seconds} s`);
  }
}

async function readForTrial(scope: Scope, config: InstallationConfig, input: TrialInput) {
  return read(scope, 'settings:manage', async (reader) => {
    const problems = createInputProblems(scope.faults);
    await problems.tryAsync(() => requireOrganization(reader, scope.organization.id));
    const vendor = problems.try(() => requireAccessVendor(input.vendor));
    const typed = checkSettings(input.settings, config, problems).filter(({ value }) => value !== null);
    const complete = problems.complete({ vendor });
    const applying = await readEffectiveSettings(reader, config, scope.organization.id);
    const isKept = (name: SettingName) => applying.valueOf(name) !== null;
    requireSecretsAgain(complete.vendor, typed, { addressOf: applying.valueOf, isKept });
    return { vendor: complete.vendor, typed, settings: withTyped(complete.vendor, typed, applying) };
  });
}

function requireAccessVendor(vendor: string): AccessVendor {
  if (vendor in ACCESS) return vendor as AccessVendor;
  throw new InvalidParameterError('Only ConnectWise and NinjaOne can be tried', { field: 'vendor' });
}

/** @throws MissingFieldError for what is neither typed nor set */
function withTyped(
  vendor: AccessVendor,
  typed: readonly CheckedSetting[],
  applying: EffectiveSettings,
): EffectiveSettings {
  const values = new Map<SettingName, SettingValue | null>(typed.map(({ name, value }) => [name, value]));
  const used = (name: SettingName): SettingValue | null => values.get(name) ?? applying.valueOf(name);
  const missing = ACCESS[vendor].filter((name) => used(name) === null);
  if (missing.length > 0) {
    const { problem } = applying.access[vendor];
    const why = problem === null ? '' : ` ${problem}`;
    throw new MissingFieldError(`${listed([...missing])} is not set.${why}`, { field: 'settings' });
  }
  const access = { ...applying.access, [vendor]: { origin: 'stored', problem: null } as const };
  return { ...applying, access, valueOf: used };
}

async function ask(
  vendor: AccessVendor,
  { connectwise, ninjaone, network }: OrganizationConfig,
  signal: AbortSignal,
): Promise<VendorTrial> {
  const options = { ...ONCE, network };
  try {
    if (vendor === 'connectwise' && connectwise) {
      const source = createConnectWiseSource({ ...connectwise, http: options });
      const { version, recentTickets, recentTimeEntries } = await source.check(signal);
      const boards = listed(connectwise.boards.map((board) => `“${board}”`));
      return accepted([
        ...(version === null ? [] : [`The server runs ${version}.`]),
        `${counted(recentTickets, 'ticket')} on ${boards} in the last 7 days${recentTickets === 0 ? ': check the names of the boards' : ''}.`,
        `${counted(recentTimeEntries, 'time entry', 'time entries')} on service tickets in the last 7 days.`,
      ]);
    }
    if (vendor === 'ninjaone' && ninjaone) {
      await createNinjaOneSource(ninjaone, options).check(signal);
      return accepted(['Devices can be read.']);
    }
    throw new Error(`No access to ${vendor}`);
  } catch (error) {
    if (error instanceof VendorError) return failed(error);
    throw error;
  }
}

function accepted(seen: readonly string[]): VendorTrial {
  return { outcome: 'accepted', message: TRIAL_OUTCOMES.accepted, seen };
}

/** In words of our own and the status, because a message may quote what answered. */
function failed(error: VendorError): VendorTrial {
  const outcomes = {
    credentials: 'refused',
    unavailable: 'unreachable',
    stopped: 'unreachable',
    response: 'unexpected',
  } as const;
  const outcome = outcomes[error.kind];
  const http = error instanceof VendorHttpError ? error : error.cause;
  const status = http instanceof VendorHttpError ? ` (HTTP ${http.status})` : '';
  return { outcome, message: `${TRIAL_OUTCOMES[outcome].slice(0, -1)}${status}.`, seen: [] };
}
