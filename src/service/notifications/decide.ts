import type { Period } from '#src/core/period.ts';
import type { CauseState } from '#src/store/notifications.ts';
import type { Cause } from './causes.ts';

/** What is to be said, and what is then known of each cause that has changed. */
export interface Decision {
  readonly states: readonly CauseState[];
  readonly messages: readonly NewMessage[];
}

/** A message that is not stored yet. */
export interface NewMessage extends Pick<Cause, 'key' | 'severity' | 'text' | 'path'> {
  readonly state: 'problem' | 'over';
  readonly action: string | null;
}

/** What the decision depends on beside the causes. */
export interface DecisionInput {
  readonly stored: readonly CauseState[];
  /** The local date: a cause is said once a day at most. */
  readonly today: string;
  /** Periods whose values can still be causes. */
  readonly watched: readonly Period[];
}

/**
 * Decides what is said: that a cause began, that it occurred again on a later day, and that it is over if its beginning was said.
 * A value whose period is no longer watched ends silently.
 */
export function decide(causes: readonly Cause[], { stored, today, watched }: DecisionInput): Decision {
  const states: CauseState[] = [];
  const messages: NewMessage[] = [];
  for (const cause of causes) {
    const before = stored.find(({ key }) => key === cause.key);
    const isTold = before?.isOpen === true && before.isTold;
    const isNew = !isTold || before.occurrence !== cause.occurrence;
    const isSaid = isNew && before?.toldOn !== today;
    if (isSaid) messages.push({ ...cause, state: 'problem' });
    if (!isNew && before?.overText === cause.overText) continue;
    const { key, occurrence, period, overText } = cause;
    const toldOn = isSaid ? today : (before?.toldOn ?? null);
    states.push({ key, occurrence, period, overText, isOpen: true, isTold: isTold || isSaid, toldOn });
  }
  const open = new Set(causes.map(({ key }) => key));
  for (const before of stored.filter(({ key, isOpen }) => isOpen && !open.has(key))) {
    const isWatched = before.period === null || watched.includes(before.period);
    if (before.isTold && isWatched) messages.push(overMessage(before));
    states.push({ ...before, isOpen: false, isTold: false });
  }
  return { states, messages };
}

function overMessage({ key, overText }: CauseState): NewMessage {
  return { key, state: 'over', severity: 'notice', text: overText, action: null, path: '/' };
}
