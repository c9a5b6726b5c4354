import { useSearchParams } from 'wouter';
import { useShell } from '#src/web/shell.ts';

/** `2026`. */
export type Year = string;

/** The year of the sheet, the available years, and a function to choose one. */
export interface YearChoice {
  readonly year: Year;
  readonly years: readonly Year[];
  choose(year: Year): void;
}

/**
 * The year in the address bar, else that of the newest month with a value. If nothing is stored yet, the current year in the
 * viewer's time zone, because values can be entered into an empty sheet.
 */
export function useSheetYear(): YearChoice {
  const { organization } = useShell();
  const [parameters, setParameters] = useSearchParams();
  const running = String(new Date().getFullYear());
  const stored = organization?.months.map(({ period }) => period.slice(0, 4)) ?? [];
  const named = parameters.get('year');
  const year = isYear(named) ? named : (organization?.latestMonth?.period.slice(0, 4) ?? running);
  return {
    year,
    years: [...new Set([...stored, running, year])].sort(),
    choose: (chosen) =>
      setParameters((current) => {
        current.set('year', chosen);
        return current;
      }),
  };
}

/** The year `count` years later. */
export function yearAfter(year: Year, count: number): Year {
  return String(Number(year) + count);
}

/** Whether a text from the address bar is a supported year. */
export function isYear(text: string | null): text is Year {
  return text !== null && /^(20\d\d|2100)$/.test(text);
}
