import { expect, it } from 'vitest';
import { rankByWords, similarNames } from '#src/core/metrics/similar-names.ts';

const NAMES = ['net_profit', 'net_profit_pct', 'mrr', 'new_mrr', 'lost_mrr', 'mrr_per_agreement', 'mrr_growth'].map(
  (key) => ({ key, label: key.replaceAll('_', ' ') }),
);
const keysOf = (name: string) => similarNames(name, NAMES).map(({ key }) => key);

it('suggests the names that share the most words, by the beginning of each, four at most', () => {
  expect(keysOf('Net Profits')).toEqual(['net_profit', 'net_profit_pct']);
  expect(keysOf('profit pct')).toEqual(['net_profit_pct']);
  expect(keysOf('MRR!')).toEqual(['mrr', 'new_mrr', 'lost_mrr', 'mrr_per_agreement']);
  expect(keysOf('zebra')).toEqual([]);
  expect(keysOf('')).toEqual([]);
});

it('ranks by the text of an item that shares the most words, equal ones in their order', () => {
  const texts = { a: ['profit'], b: ['net profit', 'nothing'], c: ['other'], d: ['net'] };
  const ranked = rankByWords('the net profit', Object.keys(texts) as (keyof typeof texts)[], (item) => texts[item]);
  expect(ranked).toEqual([
    { item: 'b', words: 2 },
    { item: 'a', words: 1 },
    { item: 'd', words: 1 },
  ]);
});
