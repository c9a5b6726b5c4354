import {
  type BenchmarkSettings,
  type Participation,
  parseBenchmarkSettings,
} from '#src/core/benchmarks/participation.ts';
import { InvalidValueError } from '#src/core/errors.ts';
import { MAX_NAME_CHARACTERS } from '#src/service/limits.ts';
import { checkNote, createInputProblems } from '#src/service/problems.ts';
import { read, type Scope, write } from '#src/service/scope.ts';
import { readBenchmarkSetting, saveBenchmarkSetting } from '#src/store/settings.ts';

export type { BenchmarkSettings } from '#src/core/benchmarks/participation.ts';

/** How an organization is to take part; what is omitted stays as it is. */
export interface BenchmarkInput {
  readonly participation?: Participation | null | undefined;
  /** Null removes it, as of `employees` and `label`. */
  readonly endpoints?: number | null | undefined;
  readonly employees?: number | null | undefined;
  readonly label?: string | null | undefined;
}

/** More than any company has. */
const MAX_COUNT = 10_000_000;

/**
 * How the organization takes part.
 * @throws UnauthenticatedError, ForbiddenError
 */
export function readParticipation(scope: Scope): Promise<BenchmarkSettings> {
  return read(scope, 'metrics:read', async (reader) =>
    parseBenchmarkSettings(await readBenchmarkSetting(reader, scope.organization.id)),
  );
}

/**
 * Sets how the organization takes part. Nothing is counted or told before the next computation; what has been told stays until at least
 * three members have changed.
 * @throws UnauthenticatedError, ForbiddenError; OrganizationNotFoundError, InvalidValueError for a size that is no whole number from 0 on,
 *   or a label that is too long; InvalidInputError with all of these
 */
export function setParticipation(scope: Scope, input: BenchmarkInput): Promise<BenchmarkSettings> {
  const problems = createInputProblems(scope.faults);
  problems.try(() => checkCount(input.endpoints, 'endpoints'));
  problems.try(() => checkCount(input.employees, 'employees'));
  const label = input.label === undefined ? undefined : input.label?.trim() || null;
  problems.try(() => checkLabel(label));
  return write(scope, { permission: 'benchmarks:manage', problems }, async (tx) => {
    problems.throwAll();
    const organizationId = scope.organization.id;
    const before = parseBenchmarkSettings(await readBenchmarkSetting(tx, organizationId));
    const after = changed(before, { ...input, label });
    if (JSON.stringify(after) === JSON.stringify(before)) return { result: before, audit: [] };
    const by = scope.actor.slice(0, MAX_NAME_CHARACTERS);
    await saveBenchmarkSetting(tx, organizationId, { settings: { ...after }, at: scope.at, by });
    return {
      result: after,
      audit: [{ action: 'benchmarks.set', detail: { before: { ...before }, after: { ...after } } }],
    };
  });
}

/** The settings with what is given. */
function changed(
  before: BenchmarkSettings,
  { participation, endpoints, employees, label }: BenchmarkInput,
): BenchmarkSettings {
  return {
    participation: participation ?? before.participation,
    endpoints: endpoints === undefined ? before.endpoints : endpoints,
    employees: employees === undefined ? before.employees : employees,
    label: label === undefined ? before.label : label,
  };
}

function checkCount(count: number | null | undefined, field: string): void {
  if (count === null || count === undefined) return;
  if (Number.isInteger(count) && count >= 0 && count <= MAX_COUNT) return;
  throw new InvalidValueError(`${field} must be a whole number from 0 to ${MAX_COUNT}`, { field });
}

function checkLabel(label: string | null | undefined): void {
  const field = 'label';
  if (label && label.length > MAX_NAME_CHARACTERS) {
    throw new InvalidValueError(`The label must have at most ${MAX_NAME_CHARACTERS} characters`, { field });
  }
  checkNote(label, field);
}
