import { describe, expect, it } from 'vitest';
import { parseBenchmarkFile } from '#src/files/benchmark-file.ts';

const DEFAULTS = { source: 'A survey', year: 2025 };
const HEADINGS = 'kpi,cohort,members,p10,p25,p50,p75,p90';

const read = (text: string, defaults: Parameters<typeof parseBenchmarkFile>[1] = DEFAULTS) => {
  const content = parseBenchmarkFile(text, defaults);
  if ('problems' in content) return content.problems.map(({ message }) => message);
  return content.lines.map(({ p10, p25, p50, p75, p90, ...line }) => {
    return { ...line, percentiles: [p10, p25, p50, p75, p90].map((each) => each?.toFixed() ?? null) };
  });
};

describe('a file of benchmarks', () => {
  it('has a line for each SmartNumber and cohort, with or without the outer percentiles', () => {
    const text = `${HEADINGS}\r\nnet_profit_pct,all,120,2%,5%,0.1,15.5%,0.3\r\n"Average AISP",LARGE,,,"1,234.50",1300,1400,\r\n`;
    const common = { source: 'A survey', year: 2025 };
    expect(read(text)).toEqual([
      {
        ...common,
        kpi: 'net_profit_pct',
        cohort: 'all',
        members: 120,
        percentiles: ['0.02', '0.05', '0.1', '0.155', '0.3'],
      },
      {
        ...common,
        kpi: 'avg_aisp',
        cohort: 'large',
        members: null,
        percentiles: [null, '1234.5', '1300', '1400', null],
      },
    ]);
  });

  it('may say source and year in columns, in any order, and be separated by semicolons', () => {
    const text = 'year;source;p75;p50;p25;cohort;kpi\n2024;Group;3;2;1;all;rhem\n;;3;2;1;small;rhem';
    expect(read(text)).toMatchObject([
      { source: 'Group', year: 2024, percentiles: [null, '1', '2', '3', null] },
      { source: 'A survey', year: 2025, cohort: 'small' },
    ]);
    expect(read('kpi,cohort,p25,p50,p75\nrhem,all,1,2,3', { source: null, year: null })).toEqual([
      'line 2, column source: must be a name of at most 100 characters, here or by --source',
      'line 2, column year: must be a year from 2000 to 2100, here or by --year',
    ]);
  });

  it('names line and column of everything that is wrong, and what is accepted', () => {
    const lines = [
      'no_such,all,,,1,2,3,',
      'rhem,tiny,0,,x,2,,',
      'rhem,small,,,3,2,1,',
      'rhem,all,,,1,2,123456789,',
      'rhem,large,,,1,2,3,',
      'RHEM (Reactive Hours / Endpoint / Month),large,,,1,2,3,',
    ];
    expect(read([HEADINGS, ...lines].join('\n'))).toEqual([
      expect.stringMatching(/^line 2, column kpi: "no_such" is not one of tickets_per_tech_per_month, /),
      'line 3, column cohort: "tiny" is not one of all, small, medium, large',
      'line 3, column members: "0" is not a whole number from 1 to 10000000',
      'line 3, column p25: "x" is not a number such as 1234.5 or 23%, with at most eight digits before the point',
      'line 3, column p75: a number is missing',
      'line 4, column p50: is less than the percentile before it',
      expect.stringMatching(/^line 5, column p75: "123456789" is not a number/),
      'line 7, column kpi: rhem of large stands on line 6 already',
    ]);
  });

  it('is refused without its columns, without lines, and where it is no table', () => {
    expect(read('kpi,p25\nrhem,1')).toEqual([
      'line 1: the column cohort is missing',
      'line 1: the column p50 is missing',
      'line 1: the column p75 is missing',
    ]);
    expect(read(HEADINGS)).toEqual(['line 1: the file has no line below its headings']);
    expect(read('')).toHaveLength(5);
    expect(read('kpi,"cohort\nrhem')).toEqual([expect.stringContaining('A quote does not close')]);
  });
});
