import { sharesOfChange } from '#src/core/attribution/shares.ts';
import { formulaPart, inputPart, type Part } from '#src/core/attribution/subset-value.ts';
import { evaluate, parseFormula } from '#src/core/calculation/formula.ts';
import { Fraction } from '#src/core/number.ts';

const ROUNDS = 7;
/** How many inputs, where no argument says it. */
const INPUTS = [8, 11, 14];

/** Cents before and after, all different. */
const INPUT_VALUES = {
  before: (index: number) => 1_000_001 + index * 7_919,
  after: (index: number) => 1_100_003 + index * 104_729,
};

/** Prints how long the change of a formula of so many inputs takes to be divided, beside evaluating it for every set of inputs. */
function measureAttribution(count: number): void {
  const names = Array.from({ length: count }, (_, index) => `i${'abcdefghijklmnopqrstuvwxyz'[index]}`);
  const middle = count >> 1;
  const formula = parseFormula(`(${names.slice(0, middle).join(' + ')}) / (${names.slice(middle).join(' + ')})`);
  const inputs = names.map((name, index) => {
    return { name, before: cents(INPUT_VALUES.before(index)), after: cents(INPUT_VALUES.after(index)) };
  });
  const divided: number[] = [];
  const evaluated: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    divided.push(
      timeOf(() => {
        const parts = new Map<string, Part>(
          inputs.map(({ name, before, after }, index) => [name, inputPart(before, after, 2 ** index)]),
        );
        const partOf = (name: string) => parts.get(name) as Part;
        sharesOfChange(count, formulaPart(formula.expression, { partOf, months: 3 }).at);
      }),
    );
    evaluated.push(
      timeOf(() => {
        for (let changed = 0; changed < 2 ** count; changed += 1) {
          const values = new Map(
            inputs.map(({ name, before, after }, index) => [name, changed & (2 ** index) ? after : before]),
          );
          evaluate(formula.expression, { months: 3, valueOf: (name) => values.get(name) ?? null });
        }
      }),
    );
  }
  const [time, beside] = [median(divided), median(evaluated)];
  process.stdout.write(
    `${count} inputs: ${time.toFixed(0)} ms, ${(time / beside).toFixed(2)} × the ${2 ** count} evaluations alone\n`,
  );
}

function cents(amount: number): Fraction {
  return new Fraction(amount, 100);
}

function timeOf(work: () => void): number {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const counts = process.argv.slice(2).map(Number);
for (const count of counts.length > 0 ? counts : INPUTS) measureAttribution(count);
