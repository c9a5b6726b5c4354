import fc from 'fast-check';
import { BANDS, type Band, type Cohort } from '#src/core/benchmarks/cohort.ts';
import { decideTelling, type LastTelling, type SharedValue, type Telling } from '#src/core/benchmarks/telling.ts';
import { Decimal } from '#src/core/number.ts';

/** What a member does before a night; what is omitted stays. */
export interface Act {
  readonly member: number;
  readonly value?: number;
  readonly band?: Band | null;
  readonly shares?: boolean;
}

export type Night = readonly Act[];

/** What everybody can read after a night: the told cohorts with their percentiles, as text. */
export type Sight = Readonly<Partial<Record<Cohort, string>>>;

/** A night with what only this test knows of it. */
export interface Played {
  readonly sight: Sight;
  /** Who is counted in each told cohort, with the version of the value. */
  readonly told: ReadonlyMap<Cohort, ReadonlyMap<number, string>>;
}

interface Member {
  value: number;
  version: number;
  band: Band | null;
  shares: boolean;
}

/** Plays nights; a member's value has another version when it is another one, as in the database. */
export function play(nights: readonly Night[]): Played[] {
  const members = new Map<number, Member>();
  const last = new Map<Cohort, LastTelling>();
  const tellings = new Map<Cohort, Telling>();
  return nights.map((night) => {
    for (const act of night) perform(members, act);
    const decision = decideTelling(last, sharedBy(members));
    for (const telling of decision?.told ?? []) {
      tellings.set(telling.cohort, telling);
      last.set(telling.cohort, { members: telling.members, stands: true });
    }
    for (const cohort of decision?.withdrawn ?? []) {
      tellings.delete(cohort);
      last.set(cohort, { members: last.get(cohort)?.members ?? new Map(), stands: false });
    }
    return {
      sight: Object.fromEntries([...tellings].map(([cohort, telling]) => [cohort, read(telling)])),
      told: new Map([...tellings].map(([cohort, telling]) => [cohort, telling.members])),
    };
  });
}

function perform(members: Map<number, Member>, { member, value, band, shares }: Act): void {
  const known = members.get(member) ?? { value: 0, version: 0, band: null, shares: false };
  if (value !== undefined && value !== known.value) {
    known.value = value;
    known.version += 1;
  }
  members.set(member, { ...known, band: band === undefined ? known.band : band, shares: shares ?? known.shares });
}

function sharedBy(members: ReadonlyMap<number, Member>): SharedValue[] {
  return [...members].flatMap(([member, { value, version, band, shares }]) =>
    shares ? [{ member, band, value: new Decimal(value), version: String(version) }] : [],
  );
}

function read({ members, percentiles: { p10, p25, p50, p75, p90 } }: Telling): string {
  return [members.size, ...[p10, p25, p50, p75, p90].map((each) => each?.toFixed() ?? '—')].join(' ');
}

/** Members 1 to this many. */
export const POPULATION = 26;
export const MEMBERS: readonly number[] = Array.from({ length: POPULATION }, (_, index) => index + 1);

export const aValue = fc.integer({ min: -500, max: 2_000 });
const aBand = fc.constantFrom<Band | null>(...BANDS, null);

/** Something that one of `members` does: mostly a change of value, sometimes of participation or size. */
export function actOf(members: readonly number[]): fc.Arbitrary<Act> {
  const member = fc.constantFrom(...members);
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ member, value: aValue }) },
    { weight: 3, arbitrary: fc.record({ member, shares: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ member, band: aBand }) },
  );
}

/** The first night: some or most members share, in bands of which some are small. */
export const firstNight: fc.Arbitrary<Night> = fc
  .integer({ min: 5, max: POPULATION })
  .chain((sharing) =>
    fc
      .array(fc.record({ value: aValue, band: aBand }), { minLength: POPULATION, maxLength: POPULATION })
      .map((drawn) => drawn.map((each, index) => ({ ...each, member: index + 1, shares: index < sharing }))),
  );

/** Nights of few or many acts of `members`, and such on which many leave or come back. */
export function nightsOf(members: readonly number[], maxNights = 8): fc.Arbitrary<Night[]> {
  const quiet = fc.array(actOf(members), { maxLength: 2 });
  const busy = fc.array(actOf(members), { maxLength: 14 });
  const moving = fc
    .tuple(fc.subarray([...members], { minLength: Math.ceil(members.length / 2) }), fc.boolean())
    .map(([some, shares]) => some.map((member) => ({ member, shares })));
  return fc.array(fc.oneof(quiet, busy, moving), { maxLength: maxNights });
}
