import type { Decimal } from '#src/core/number.ts';
import { BANDS, type Band, type Cohort } from './cohort.ts';
import { type Percentiles, toldPercentiles } from './percentiles.ts';

/*
 * When the percentiles of a SmartNumber's values in a period are told, and when they change. Each rule stops an attack:
 * ops/decisions/0025-what-is-told-of-peers.md.
 */

/** No set of members that can be formed of the told cohorts has fewer, unless it is empty. */
export const LEAST_MEMBERS = 7;
/** A telling changes only if so many members have joined, left or changed their value. */
export const LEAST_CHANGED = 3;

/** A value that a member shares. `version` is another one whenever the value is, and says nothing of it. */
export interface SharedValue {
  readonly member: number;
  readonly band: Band | null;
  readonly value: Decimal;
  readonly version: string;
}

/** Members with the versions of their values. */
export type Members = ReadonlyMap<number, string>;

/** The last telling of a cohort. */
export interface LastTelling {
  /** Who was counted. */
  readonly members: Members;
  /** Whether it still stands; otherwise it was withdrawn, but whoever has read it knows it. */
  readonly stands: boolean;
}

export interface Telling {
  readonly cohort: Cohort;
  readonly members: Members;
  readonly percentiles: Percentiles;
}

/** What becomes of the tellings; a cohort in neither keeps the one that it has, or has none. */
export interface Decision {
  readonly told: readonly Telling[];
  readonly withdrawn: readonly Cohort[];
}

export type LastTellings = ReadonlyMap<Cohort, LastTelling>;

/**
 * Decides on all cohorts of a SmartNumber in a period together, so that nothing can be read from the difference of two of them.
 * What is told is then of one moment, for all cohorts.
 * @returns null if every telling stays
 */
export function decideTelling(last: LastTellings, shared: readonly SharedValue[]): Decision | null {
  const now = cohortsOf(shared);
  const proposed = proposedCohorts(last, now);
  const changed = (cohort: Cohort) => changesBetween(last.get(cohort)?.members ?? NOBODY, now.get(cohort) ?? NOBODY);
  const standing = [...last].filter(([, { stands }]) => stands).map(([cohort]) => cohort);
  const withdrawn = standing.filter((cohort) => !proposed.includes(cohort));
  const kept = standing.filter((cohort) => proposed.includes(cohort));
  const isReadable =
    withdrawn.some((cohort) => changed(cohort) < LEAST_CHANGED) ||
    proposed.some((cohort) => last.has(cohort) && isFew(changed(cohort), LEAST_CHANGED)) ||
    isFew(changesOfRest(last, now, kept), LEAST_CHANGED);
  if (isReadable) return null;
  const told = proposed.filter((cohort) => !kept.includes(cohort) || changed(cohort) > 0);
  if (told.length === 0 && withdrawn.length === 0) return null;
  return { told: told.map((cohort) => tellingOf(cohort, now.get(cohort) ?? NOBODY, shared)), withdrawn };
}

const NOBODY: Members = new Map();

function tellingOf(cohort: Cohort, members: Members, shared: readonly SharedValue[]): Telling {
  const values = shared.filter(({ member }) => members.has(member)).map(({ value }) => value);
  return { cohort, members, percentiles: toldPercentiles(values) };
}

function cohortsOf(shared: readonly SharedValue[]): ReadonlyMap<Cohort, Members> {
  const versions = (of: readonly SharedValue[]): Members => new Map(of.map(({ member, version }) => [member, version]));
  const bands = BANDS.map((band) => [band, versions(shared.filter((each) => each.band === band))] as const);
  return new Map<Cohort, Members>([['all', versions(shared)], ...bands]);
}

/** The cohorts that are large enough; bands are left out while those that are in none of the others would be too few. */
function proposedCohorts(last: LastTellings, now: ReadonlyMap<Cohort, Members>): Cohort[] {
  const sizeOf = (cohort: Cohort) => now.get(cohort)?.size ?? 0;
  if (sizeOf('all') < LEAST_MEMBERS) return [];
  const stands = (band: Band) => last.get(band)?.stands ?? false;
  const all = last.get('all');
  const isAllNew = !all || changesBetween(all.members, now.get('all') ?? NOBODY) >= LEAST_CHANGED;
  // A band appears with a new telling of all only, so that nobody makes one appear by saying another size.
  const mayAppear = (band: Band) => {
    const before = last.get(band)?.members;
    return isAllNew && !(before && isFew(changesBetween(before, now.get(band) ?? NOBODY), LEAST_CHANGED));
  };
  let bands = BANDS.filter((band) => sizeOf(band) >= LEAST_MEMBERS && (stands(band) || mayAppear(band)));
  const rest = () => sizeOf('all') - bands.reduce((sum, band) => sum + sizeOf(band), 0);
  while (isFew(rest(), LEAST_MEMBERS)) {
    const [least] = [...bands].sort((a, b) => Number(stands(a)) - Number(stands(b)) || sizeOf(a) - sizeOf(b));
    bands = bands.filter((band) => band !== least);
  }
  return ['all', ...bands];
}

/** How many of those have changed that are in none of the bands that were told and will be. */
function changesOfRest(last: LastTellings, now: ReadonlyMap<Cohort, Members>, kept: readonly Cohort[]): number {
  const bands = kept.filter((cohort) => cohort !== 'all');
  const before = last.get('all');
  if (!before) return 0;
  const without = (members: Members, of: (band: Cohort) => Members | undefined): Members =>
    new Map([...members].filter(([member]) => !bands.some((band) => of(band)?.has(member))));
  return changesBetween(
    without(before.members, (band) => last.get(band)?.members),
    without(now.get('all') ?? NOBODY, (band) => now.get(band)),
  );
}

/** How many members are in one of the two only, or have another value. */
function changesBetween(before: Members, after: Members): number {
  const joined = [...after.keys()].filter((member) => !before.has(member)).length;
  return joined + [...before].filter(([member, version]) => after.get(member) !== version).length;
}

/** Whether there are some, but fewer than needed. */
function isFew(count: number, least: number): boolean {
  return count > 0 && count < least;
}
