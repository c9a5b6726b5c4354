import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, type Band } from '#src/core/benchmarks/cohort.ts';
import { LEAST_CHANGED, LEAST_MEMBERS } from '#src/core/benchmarks/telling.ts';
import { type Act, aValue, firstNight, MEMBERS, type Night, nightsOf, type Played, play } from './peer-world.ts';

/*
 * The attacks of decision 25, tried on random populations and sequences of joins, leaves, changes and moves between bands. The attacker
 * reads every telling of every night, also of the bands that are not its own.
 */

type Members = ReadonlyMap<number, string>;

const changedBetween = (before: Members, after: Members): Set<number> =>
  new Set([...before.keys(), ...after.keys()].filter((member) => before.get(member) !== after.get(member)));

/** Whether a number of members says nothing of a few. */
const isNoneOrEnough = (count: number, least: number) => count === 0 || count >= least;

/** All sets of told members that differences and unions of told cohorts form: of the bands and the rest, each subset. */
function formed({ told }: Played): number[] {
  const all = told.get('all') ?? new Map();
  const bands = BANDS.flatMap((band) => told.get(band) ?? []);
  const rest = [...all.keys()].filter((member) => !bands.some((band) => band.has(member))).length;
  let sums = [0];
  for (const part of [...bands.map(({ size }) => size), rest]) sums = sums.flatMap((sum) => [sum, sum + part]);
  return sums.filter((sum) => sum > 0);
}

/** What changed from one telling to the next in a part: a band, or those that are in none of the told bands. */
function partsChanged(before: Played, after: Played): Set<number>[] {
  const both = BANDS.filter((band) => before.told.has(band) && after.told.has(band));
  const of = (played: Played, part: Band | 'rest'): Members => {
    if (part !== 'rest') return played.told.get(part) ?? new Map();
    const members = [...(played.told.get('all') ?? [])];
    return new Map(members.filter(([member]) => !both.some((band) => played.told.get(band)?.has(member))));
  };
  if (!before.told.has('all') || !after.told.has('all')) return [];
  return [...both, 'rest' as const].map((part) => changedBetween(of(before, part), of(after, part)));
}

const aWorld = fc.tuple(firstNight, nightsOf(MEMBERS)).map(([first, nights]) => [first, ...nights]);

/** Enough that each rule, broken, is found. */
const MANY = { numRuns: 400 };

describe('small cohorts and differences of cohorts', () => {
  it('form no set of fewer than seven members', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        for (const night of play(world)) {
          for (const size of formed(night)) expect(size).toBeGreaterThanOrEqual(LEAST_MEMBERS);
        }
      }),
      MANY,
    );
  });

  it('are of one moment: the bands have the members and values of all', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        for (const { told } of play(world)) {
          const all = told.get('all');
          for (const members of told.values()) {
            for (const [member, version] of members) expect(all?.get(member)).toBe(version);
          }
        }
      }),
      MANY,
    );
  });
});

describe('joining, leaving and changing', () => {
  it('show in a telling, or in the difference of two, with those of at least two others', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const nights = play(world);
        for (const [index, night] of nights.entries()) {
          const before = nights[index - 1];
          if (!before) continue;
          for (const { size } of partsChanged(before, night)) expect(isNoneOrEnough(size, LEAST_CHANGED)).toBe(true);
          for (const [cohort, members] of before.told) {
            const { size } = changedBetween(members, night.told.get(cohort) ?? new Map());
            expect(isNoneOrEnough(size, LEAST_CHANGED)).toBe(true);
          }
        }
      }),
      MANY,
    );
  });

  it('of two members alone, whatever and however often, change nothing that is told', () => {
    const attackers = nightsOf([1, 2], 12);
    // Otherwise one or two others may have changed already, which the attackers' own changes then bring out.
    const everybodyChanges: Night = MEMBERS.map((member) => ({ member, value: 3_000 + member }));
    fc.assert(
      fc.property(aWorld, attackers, (world, attack) => {
        const nights = play([...world, everybodyChanges, ...attack]).slice(world.length);
        const [settled, ...after] = nights.map(({ sight }) => sight);
        if (!settled || !('all' in settled)) return;
        for (const sight of after) expect(sight).toEqual(settled);
      }),
      MANY,
    );
  });

  it('cannot be undone by withdrawing: a cohort that returns is the same, or has changed in at least three', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const known = new Map<string, Members>();
        for (const { told } of play(world)) {
          for (const [cohort, members] of told) {
            const { size } = changedBetween(known.get(cohort) ?? members, members);
            expect(isNoneOrEnough(size, LEAST_CHANGED)).toBe(true);
            known.set(cohort, members);
          }
        }
      }),
      MANY,
    );
  });
});

describe('two worlds in which one member has another value', () => {
  const VICTIM = 3;
  const others = MEMBERS.filter((member) => member !== VICTIM);
  const twoWorlds = fc
    .record({
      before: aWorld,
      // It joins, or changes, to one value or to another.
      joins: fc.boolean(),
      one: aValue,
      other: aValue,
      after: nightsOf(others, 6),
    })
    .filter(({ one, other }) => one !== other);
  const victimDoes = (value: number, joins: boolean): Night => {
    const act: Act = { member: VICTIM, value };
    return [joins ? { ...act, shares: true } : act];
  };

  it('tell the same until what the member did is told with what at least two others did', () => {
    fc.assert(
      fc.property(twoWorlds, ({ before, joins, one, other, after }) => {
        // Neither value is the one that it has.
        const start: Night[] = [...before, [{ member: VICTIM, value: 5_000 }]];
        const [a, b] = [one, other].map((value) => play([...start, victimDoes(value, joins), ...after]));
        if (!a || !b) throw new Error('Both worlds are played');
        const first = a.findIndex((night, index) => JSON.stringify(night.sight) !== JSON.stringify(b[index]?.sight));
        if (first === -1) return;
        expect(first).toBeGreaterThanOrEqual(start.length);
        const [earlier, then] = [a[first - 1], a[first]];
        if (!earlier || !then) throw new Error('The worlds differ from the start');
        for (const [cohort, members] of then.told) {
          const known = earlier.told.get(cohort);
          const changed = changedBetween(known ?? new Map(), members);
          if (changed.delete(VICTIM)) expect(changed.size).toBeGreaterThanOrEqual(LEAST_CHANGED - 1);
        }
        for (const changed of partsChanged(earlier, then)) {
          if (changed.delete(VICTIM)) expect(changed.size).toBeGreaterThanOrEqual(LEAST_CHANGED - 1);
        }
      }),
      MANY,
    );
  });

  it('are told on the same nights, of the same members: when is told does not depend on values', () => {
    fc.assert(
      fc.property(twoWorlds, ({ before, joins, one, other, after }) => {
        const start: Night[] = [...before, [{ member: VICTIM, value: 5_000 }]];
        const members = (value: number) =>
          play([...start, victimDoes(value, joins), ...after]).map(({ told }) =>
            [...told].map(([c, m]) => [c, [...m]]),
          );
        expect(members(one)).toEqual(members(other));
      }),
      MANY,
    );
  });

  it('tell the same for ever where it is the largest value, or the smallest, in both', () => {
    const outside = fc.integer({ min: 2_001, max: 10_000_000 });
    fc.assert(
      fc.property(
        aWorld,
        outside,
        outside,
        fc.constantFrom(1, -1),
        nightsOf(others),
        (before, one, other, sign, after) => {
          const calm = before.map((night) => night.filter(({ member }) => member !== VICTIM));
          const sights = (value: number) =>
            play([...calm, victimDoes(sign * value, true), ...after]).map(({ sight }) => sight);
          expect(sights(one)).toEqual(sights(other));
        },
      ),
      MANY,
    );
  });
});

describe('what is told', () => {
  const everybody = (band: (member: number) => Band | null, count: number): Night =>
    MEMBERS.slice(0, count).map((member) => ({ member, value: member * 10, band: band(member), shares: true }));
  const sizes = (nights: readonly Night[]) =>
    play(nights).map(({ told }) => Object.fromEntries([...told].map(([cohort, { size }]) => [cohort, size])));

  it('leaves out the least told band where those in no other would be fewer than seven', () => {
    const bands = (member: number): Band => (member <= 12 ? 'small' : member <= 20 ? 'medium' : 'large');
    expect(sizes([everybody(bands, 22)])).toEqual([{ all: 22, small: 12 }]);
    expect(sizes([everybody(bands, 26)])).toEqual([{ all: 26, small: 12 }]);
    expect(sizes([everybody((member) => (member <= 12 ? 'small' : 'medium'), 26)])).toEqual([
      { all: 26, small: 12, medium: 14 },
    ]);
  });

  it('waits while one or two of another band have changed, and then tells all of it', () => {
    const bands = (member: number): Band => (member <= 10 ? 'small' : 'medium');
    const change = (...members: number[]): Night => members.map((member) => ({ member, value: member * 10 + 5 }));
    const nights = [everybody(bands, 20), change(11, 12, 13), change(1), change(2, 14, 15, 16), change(3)];
    const texts = play(nights).map(({ sight }) => JSON.stringify(sight));
    expect(texts[1]).not.toBe(texts[0]);
    expect(texts[2]).toBe(texts[1]);
    expect(texts[3]).toBe(texts[1]);
    expect(texts[4]).not.toBe(texts[1]);
  });

  it('is withdrawn with three changes when too few are left, and returns as it was or with three changes', () => {
    const first = everybody(() => null, 8);
    const leave = (...members: number[]): Night => members.map((member) => ({ member, shares: false }));
    const come = (...members: number[]): Night => members.map((member) => ({ member, shares: true }));
    const newcomer: Night = [{ member: 9, value: 1, shares: true }];
    expect(sizes([first, leave(1, 2), leave(3), [...come(1, 2), ...newcomer], come(3), leave(9)])).toEqual([
      ...[{ all: 8 }, { all: 8 }, {}, {}, {}, { all: 8 }],
    ]);
  });

  it('shows a band only with a new telling of all', () => {
    const first = everybody(() => null, 20);
    const move = (...members: number[]): Night => members.map((member) => ({ member, band: 'small' }));
    const change: Night = [11, 12, 13].map((member) => ({ member, value: 1 }));
    expect(sizes([first, move(1, 2, 3, 4, 5, 6, 7, 8), change])).toEqual([
      { all: 20 },
      { all: 20 },
      { all: 20, small: 8 },
    ]);
  });
});
