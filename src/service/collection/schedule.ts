import { Cron } from 'croner';
import { SCHEDULE_VIEWER } from '#src/auth/viewer.ts';
import { ValidationNotPassedError } from '#src/core/errors.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import { type NightlyValidation, readNights } from '#src/service/validation/nights.ts';
import { findRun, type StoredRun, VENDOR_RUN_TRIGGERS } from '#src/store/collection-runs.ts';
import type { Database, Transaction } from '#src/store/engine/database.ts';
import { withinEach } from '#src/store/engine/organization-context.ts';
import { countOpenFindings } from '#src/store/findings.ts';
import { type CollectionSwitch, readCollectionSwitch, saveCollectionSwitch } from '#src/store/settings.ts';
import type { Collection, CollectionReport } from './collection.ts';
import { findDueRun } from './retry.ts';

export type { StoredRun } from '#src/store/collection-runs.ts';

/** A run missed by at most this long is caught up. */
const CATCH_UP_WITHIN_MS = 12 * 60 * 60 * 1_000;
/** A run that starts later than this after its time counts as caught up. */
const ON_TIME_WITHIN_MS = 5 * 60 * 1_000;

export interface ScheduleSettings {
  readonly database: Database;
  readonly organizationId: number;
  readonly collection: Collection;
  /** Cron pattern of five fields, in `timeZone`. */
  readonly cron: string;
  readonly timeZone: string;
  /** Applies until a person enables or disables the nightly collection. */
  readonly enabledByDefault: boolean;
  /** As of `CollectionSettings`. */
  readonly maxInterrupted?: number | undefined;
  readonly clock: () => Date;
}

/** The status of the nightly collection. */
export interface CollectionStatus {
  readonly enabled: boolean;
  readonly cron: string;
  readonly timeZone: string;
  /** Of the next run or retry; null while disabled. */
  readonly nextRunAt: Date | null;
  /** When the failed scheduled run is retried the same night; null if it is not. */
  readonly retryAt: Date | null;
  readonly running: StoredRun | null;
  readonly lastRun: StoredRun | null;
  readonly lastSuccessAt: Date | null;
  readonly openFindings: number;
}

/** The schedules of the nightly collections: every verb is of the scope's organization. */
export interface CollectionSchedules {
  /** Cron pattern of five fields, in the schedule's time zone. */
  cron(scope: Scope): Promise<string>;
  /** @throws UnauthenticatedError, ForbiddenError */
  status(scope: Scope): Promise<CollectionStatus>;
  /**
   * Enables or disables the nightly collection, in the database, and records it in the audit trail; when it is enabled, also
   * whether its validation has passed.
   * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError; ValidationNotPassedError where it would be enabled without a
   *   passed validation and without `acceptUnvalidated`
   */
  setEnabled(scope: Scope, enabled: boolean, options?: { readonly acceptUnvalidated?: boolean }): Promise<void>;
  /** The latest scheduled time since the collection was enabled, however long ago; null while it is disabled. */
  lastScheduledTime(scope: Scope): Promise<Date | null>;
}

/** The schedule of one organization's nightly collection. */
export interface CollectionSchedule extends Omit<CollectionSchedules, 'cron' | 'lastScheduledTime'> {
  cron(): Promise<string>;
  /** When it runs: five fields, in a time zone (IANA name). */
  readonly timing: { readonly cron: string; readonly timeZone: string };
  lastScheduledTime(): Promise<Date | null>;
  /** The latest scheduled time of the last 12 hours, since the collection was enabled; null if nothing is due. */
  dueTime(): Promise<Date | null>;
  /** When the failed scheduled run is retried the same night (see `findDueRun`); null if it is not. */
  retryAt(): Promise<Date | null>;
  /** Whether `runDue` has something to run, unless another program runs it. */
  isDue(): Promise<boolean>;
  /**
   * Runs the collection of the due time, or its retry, if there is one that no program on this database has run.
   * @returns null if nothing was due
   * @throws RunInProgressError while another run is in progress
   */
  runDue(signal: AbortSignal): Promise<CollectionReport | null>;
}

export function createCollectionSchedule(settings: ScheduleSettings): CollectionSchedule {
  const { database, organizationId, clock, maxInterrupted } = settings;
  const cron = new Cron(settings.cron, { paused: true, mode: '5-part', timezone: settings.timeZone });
  const readSwitch = () => readCollectionSwitch(database.prisma, organizationId);
  const lastScheduledTime = async () => lastScheduledTimeOf(settings, cron, await readSwitch());
  const dueTime = async () => dueTimeOf(settings, cron, await readSwitch());
  const findDueTime = async (): Promise<Date | null> => {
    const scheduledFor = await dueTime();
    const due = scheduledFor && (await findDueRun(database, organizationId, { scheduledFor, maxInterrupted }));
    return due && due.at <= clock() ? scheduledFor : null;
  };
  return withinEach<CollectionSchedule>(organizationId, {
    cron: async () => settings.cron,
    timing: { cron: settings.cron, timeZone: settings.timeZone },
    lastScheduledTime,
    dueTime,
    retryAt: async () => findRetryTime(settings, await dueTime()),
    status: (scope) => read(scope, 'metrics:read', () => readStatus(settings, cron)),
    setEnabled: (scope, enabled, options) => setEnabled(settings, scope, { enabled, ...options }),
    isDue: async () => (await findDueTime()) !== null,
    async runDue(signal) {
      const scheduledFor = await findDueTime();
      if (!scheduledFor) return null;
      const isOnTime = clock().getTime() - scheduledFor.getTime() <= ON_TIME_WITHIN_MS;
      const trigger = isOnTime ? 'schedule' : 'catch_up';
      return settings.collection.runScheduled({ trigger, viewer: SCHEDULE_VIEWER, scheduledFor, signal });
    },
  });
}

/** The schedules of all organizations, each by its own. */
export function schedulesOver(of: (organizationId: number) => Promise<CollectionSchedule>): CollectionSchedules {
  const ofScope = ({ organization }: Scope) => of(organization.id);
  return {
    cron: async (scope) => (await ofScope(scope)).cron(),
    status: async (scope) => (await ofScope(scope)).status(scope),
    setEnabled: async (scope, enabled, options) => (await ofScope(scope)).setEnabled(scope, enabled, options),
    lastScheduledTime: async (scope) => (await ofScope(scope)).lastScheduledTime(),
  };
}

function setEnabled(
  settings: ScheduleSettings,
  scope: Scope,
  { enabled, acceptUnvalidated = false }: { readonly enabled: boolean; readonly acceptUnvalidated?: boolean },
): Promise<void> {
  const { organizationId } = settings;
  return write(scope, { permission: 'collection:schedule' }, async (tx) => {
    const before = (await readCollectionSwitch(tx, organizationId))?.enabled ?? settings.enabledByDefault;
    const validation = enabled && !before ? await validationOf(settings, scope, tx) : null;
    if (validation && !validation.passed && !acceptUnvalidated) throw new ValidationNotPassedError(validation.reasons);
    await saveCollectionSwitch(tx, organizationId, { enabled, since: scope.at, setBy: scope.actor });
    const action = enabled ? 'collection.enabled' : 'collection.disabled';
    const passed = validation && { validationPassed: validation.passed, goodNights: validation.goodInARow };
    return {
      result: undefined,
      audit: [{ action, detail: { before: { enabled: before }, after: { enabled }, ...passed } }],
    };
  });
}

function validationOf(
  { organizationId, timeZone, cron }: ScheduleSettings,
  { at, database }: Scope,
  tx: Transaction,
): Promise<NightlyValidation> {
  return readNights(tx, { organizationId, timeZone, cron, at, vendorIds: database.vendorIds });
}

async function findRetryTime(
  { database, organizationId, maxInterrupted }: ScheduleSettings,
  scheduledFor: Date | null,
): Promise<Date | null> {
  const due = scheduledFor && (await findDueRun(database, organizationId, { scheduledFor, maxInterrupted }));
  return due?.vendors ? due.at : null;
}

function dueTimeOf(settings: ScheduleSettings, cron: Cron, setting: CollectionSwitch | null): Date | null {
  const latest = lastScheduledTimeOf(settings, cron, setting);
  return latest && settings.clock().getTime() - latest.getTime() <= CATCH_UP_WITHIN_MS ? latest : null;
}

function lastScheduledTimeOf(
  { enabledByDefault, clock }: ScheduleSettings,
  cron: Cron,
  setting: CollectionSwitch | null,
): Date | null {
  const now = clock();
  if (!(setting?.enabled ?? enabledByDefault)) return null;
  // Croner returns times before the reference, so a time that is due this second needs a later reference.
  const [latest] = cron.previousRuns(1, new Date(now.getTime() + 1_000));
  return !latest || (setting && latest < setting.since) ? null : latest;
}

async function readStatus(settings: ScheduleSettings, cron: Cron): Promise<CollectionStatus> {
  const { organizationId } = settings;
  const { prisma } = settings.database;
  const setting = await readCollectionSwitch(prisma, organizationId);
  const enabled = setting?.enabled ?? settings.enabledByDefault;
  const lastRun = await findRun(prisma, organizationId, { triggers: VENDOR_RUN_TRIGGERS });
  const dueTime = enabled ? dueTimeOf(settings, cron, setting) : null;
  // Only a scheduled time that has been run can be retried.
  const retryAt = dueTime && lastRun && lastRun.startedAt >= dueTime ? await findRetryTime(settings, dueTime) : null;
  const lastSuccess = await findRun(prisma, organizationId, {
    statuses: ['success'],
    triggers: VENDOR_RUN_TRIGGERS,
  });
  return {
    enabled,
    cron: settings.cron,
    timeZone: settings.timeZone,
    nextRunAt: enabled ? (retryAt ?? cron.nextRun(settings.clock())) : null,
    retryAt,
    // A run starts by closing interrupted ones, so only the newest can be running.
    running: lastRun?.status === 'running' ? lastRun : null,
    lastRun,
    lastSuccessAt: lastSuccess?.endedAt ?? null,
    openFindings: await countOpenFindings(prisma, organizationId),
  };
}
