import { periodLabel } from '#src/core/period.ts';
import { counted, listed } from '#src/core/words.ts';
import type { PackContent } from '#src/files/pack-content.ts';
import type { LoadedPack } from './loaded-pack.ts';
import { movedMost, notesOf } from './movements.ts';

/** Numbers named as those that moved most. */
const NAMED = 3;

/** What an owner should know first, in sentences. */
export function packSummary(
  loaded: LoadedPack,
  { smartNumbers, breaches, quality }: Pick<PackContent, 'smartNumbers' | 'breaches' | 'quality'>,
): string[] {
  const numbers = smartNumbers.flatMap((each) => each.numbers);
  const present = numbers.filter(({ coverage, formatted }) => coverage === null || formatted !== '—');
  const partial = present.filter(({ coverage }) => coverage !== null).length;
  const known =
    present.length === numbers.length
      ? `All ${numbers.length} SmartNumbers have a value`
      : `${present.length} of ${numbers.length} SmartNumbers have a value`;
  return [
    `${known}${partial > 0 ? `, ${partial} of them for part of the period` : ''}.`,
    statusSentence(
      numbers.map(({ status }) => status),
      breaches.introduction,
    ),
    movedSentence(loaded),
    quality.summary,
  ].filter((sentence) => sentence !== '');
}

function statusSentence(statuses: readonly string[], introduction: string): string {
  const count = (status: string) => statuses.filter((each) => each === status).length;
  if (statuses.every((each) => each === 'NONE')) return introduction;
  const parts = [
    ...(count('CRITICAL') > 0 ? [`${count('CRITICAL')} critical`] : []),
    ...(count('WARNING') > 0 ? [`${count('WARNING')} with a warning`] : []),
    ...(count('OK') > 0 ? [`${count('OK')} within limits`] : []),
    ...(count('UNKNOWN') > 0 ? [`${count('UNKNOWN')} unknown`] : []),
    ...(count('NONE') > 0 ? [`${count('NONE')} without limits`] : []),
  ];
  return `SmartNumbers by status: ${listed(parts)}.`;
}

function movedSentence(loaded: LoadedPack): string {
  const moved = movedMost(loaded);
  if (moved.length === 0) return '';
  const named = moved
    .slice(0, NAMED)
    .map(({ value: { definition }, change }) => `${definition.label}${notesOf(change)}`);
  return `Moved most since ${periodLabel(loaded.previous)}: ${listed(named)}. ${counted(moved.length, 'SmartNumber')} changed.`;
}
