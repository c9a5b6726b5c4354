import { expect, it, onTestFinished } from 'vitest';
import {
  type Activity,
  currentTraceId,
  isObserved,
  type Observer,
  observe,
  observed,
  type StatementActivity,
} from '#src/telemetry/activity.ts';

const statement = (sql: string): StatementActivity => ({ kind: 'statement', sql });

/** An observer that notes what it sees, until the test is finished. */
function watch(name: string, notes: string[], parts: Partial<Observer> = {}): () => void {
  const word = (activity: Activity) => (activity.kind === 'statement' ? activity.sql : activity.kind);
  const end = observe({
    begin(activity) {
      notes.push(`${name} begins ${word(activity)}`);
      return {
        within(work) {
          notes.push(`${name} within`);
          return work();
        },
        end: (error) => notes.push(`${name} ends ${word(activity)}${error === undefined ? '' : ` ${error}`}`),
      };
    },
    ...parts,
  });
  onTestFinished(end);
  return end;
}

it('without an observer is the work itself', async () => {
  const result = Promise.resolve(1);
  expect(isObserved()).toBe(false);
  expect(observed(statement('a'), () => result)).toBe(result);
  expect(currentTraceId()).toBeNull();
});

it('tells every observer when it begins and ends, the first one around the others', () => {
  const notes: string[] = [];
  watch('metrics', notes);
  const endTraces = watch('traces', notes, { traceId: () => 'f00' });
  expect(observed(statement('a'), () => `${notes.push('work')} ${currentTraceId()}`)).toBe('5 f00');
  const [one, other] = ['metrics', 'traces'];
  const around = [`${one} begins a`, `${one} within`, `${other} begins a`, `${other} within`, 'work'];
  expect(notes.splice(0)).toEqual([...around, `${other} ends a`, `${one} ends a`]);
  endTraces();
  observed(statement('b'), () => undefined);
  expect(notes).toEqual(['metrics begins b', 'metrics within', 'metrics ends b']);
});

it('ends with the promise of its work, and with what that throws', async () => {
  const notes: string[] = [];
  watch('x', notes);
  let resolve: (value: string) => void = () => undefined;
  const answer = observed(statement('a'), () => new Promise<string>((done) => (resolve = done)));
  expect(notes.splice(0)).toEqual(['x begins a', 'x within']);
  resolve('answer');
  expect(await answer).toBe('answer');
  expect(notes.splice(0)).toEqual(['x ends a']);
  const failing = () => Promise.reject(new Error('lost'));
  await expect(observed(statement('b'), failing)).rejects.toThrow('lost');
  expect(notes.splice(0)).toContain('x ends b Error: lost');
  const throwing = () => {
    throw new Error('broken');
  };
  expect(() => observed(statement('c'), throwing)).toThrow('broken');
  expect(notes).toContain('x ends c Error: broken');
});

it('leaves out an observer that is not interested', () => {
  const notes: string[] = [];
  watch('x', notes, { begin: () => null });
  expect(observed(statement('a'), () => 1)).toBe(1);
  expect(notes).toEqual([]);
});
