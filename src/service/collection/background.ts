import { InvalidParameterError, MissingFieldError } from '#src/core/errors.ts';
import { type Month, monthAt, monthsOf, type Period } from '#src/core/period.ts';
import type { Logger } from '#src/log/log.ts';
import { checkNote, createInputProblems, type InputProblems } from '#src/service/problems.ts';
import { read, requireOrganization, type Scope } from '#src/service/scope.ts';
import { COLLECTED_VENDORS, type CollectedVendor, vendorName } from '#src/service/vendors.ts';
import type { VendorKey } from '#src/store/engine/base-rows.ts';
import type { Collection } from './collection.ts';
import { type CollectionRequest, refuseFutureMonths, requireReason } from './request.ts';

/** A requested collection. */
export interface CollectInput {
  /** Months, or quarters for all of their months; the configured months by default. */
  readonly periods?: readonly Period[] | null | undefined;
  /** All available vendors by default. */
  readonly vendors?: readonly VendorKey[] | null | undefined;
  /** Overwrite frozen values, for a reason. */
  readonly force?: boolean | null | undefined;
  readonly reason?: string | null | undefined;
}

export interface BackgroundSettings {
  /** The collection of an organization. */
  readonly collection: (organizationId: number) => Promise<Collection>;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'error'>;
}

/** Collections of all organizations that run in the background. */
export interface BackgroundCollection {
  /**
   * Starts a collection and returns as soon as its run is recorded, with the run's number.
   * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; RunInProgressError; InvalidPeriodError, InvalidParameterError, MissingFieldError, InvalidValueError for an
   *   invalid request; InvalidInputError with all of these if there are several
   */
  start(scope: Scope, input: CollectInput): Promise<number>;
  /** Stops the current runs and waits for their end; no run can be started afterwards. May be called more than once. */
  stop(): Promise<void>;
}

export function createBackgroundCollection(settings: BackgroundSettings): BackgroundCollection {
  const { logger } = settings;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  /** Resolves with the id of the started run, or rejects if it could not start; does not wait for its end. */
  const launch = (collection: Collection, request: Omit<CollectionRequest, 'onStarted' | 'signal'>): Promise<number> =>
    new Promise((resolve, reject) => {
      let runId: number | null = null;
      const onStarted = (id: number): void => {
        runId = id;
        resolve(id);
      };
      const run = collection.run({ ...request, onStarted, signal: stopping.signal }).then(
        () => undefined,
        (error: unknown) => {
          if (runId === null) reject(error);
          else logger.error({ err: error, runId }, 'A collection that was started in the background failed');
        },
      );
      underWay.add(run);
      void run.finally(() => underWay.delete(run));
    });

  return {
    async start(scope, input) {
      const { viewer } = scope;
      const request = await read(scope, 'collection:run', async (reader) => {
        await requireOrganization(reader, scope.organization.id);
        return checkInput(settings, scope, input);
      });
      const collection = await settings.collection(scope.organization.id);
      if (stopping.signal.aborted) throw new Error('The program is closing and starts no more collections');
      try {
        return await launch(collection, { ...request, trigger: 'api', viewer });
      } catch (error) {
        throw withVendorsField(error);
      }
    },
    async stop() {
      stopping.abort(new Error('the program is closing'));
      await Promise.all(underWay);
    },
  };
}

/** Checks the input, except whether the vendors are configured, which the collection checks. */
function checkInput(settings: BackgroundSettings, scope: Scope, { periods, vendors, ...input }: CollectInput) {
  const problems = createInputProblems();
  const running = monthAt(settings.clock(), scope.organization.timeZone);
  const months = periods && monthsToCollect(running, periods, problems);
  const collected = vendors?.flatMap(
    (vendor, index) => problems.try(() => collectedVendor(vendor, `vendors[${index}]`)) ?? [],
  );
  if (vendors?.length === 0) problems.try(() => missing('vendors'));
  const force = problems.try(() => forceOf(input));
  problems.throwAll();
  return { ...(months && { months }), ...(collected && { vendors: collected }), ...(force && { force }) };
}

function monthsToCollect(running: Month, periods: readonly Period[], problems: InputProblems): Month[] {
  if (periods.length === 0) problems.try(() => missing('periods'));
  return periods.flatMap((period, index) => {
    const months = monthsOf(period);
    problems.try(() => refuseFutureMonths(months, running, `periods[${index}]`));
    return months;
  });
}

function collectedVendor(key: VendorKey, field: string): CollectedVendor {
  const vendor = COLLECTED_VENDORS.find((each) => each === key);
  if (vendor) return vendor;
  throw new InvalidParameterError(
    `${vendorName(key)} values are not collected; expected ${COLLECTED_VENDORS.join(' or ')}`,
    { field },
  );
}

function missing(field: string): never {
  throw new MissingFieldError(`Give at least one of ${field}, or omit it to use the configured ones`, { field });
}

function forceOf({ force, reason }: Pick<CollectInput, 'force' | 'reason'>): { reason: string } | undefined {
  const text = reason?.trim() ?? '';
  if (force) requireReason(text);
  if (!force && text !== '') {
    throw new InvalidParameterError('A reason is only accepted with force', { field: 'reason' });
  }
  checkNote(text, 'reason');
  return force ? { reason: text } : undefined;
}

/** Renames the field `vendor` of the collection’s errors to this input’s `vendors`. */
function withVendorsField(error: unknown): unknown {
  if (!(error instanceof InvalidParameterError) || error.field !== 'vendor') return error;
  return new InvalidParameterError(error.message, { field: 'vendors', cause: error });
}
