import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { METRICS, type MetricKey, metricOf } from '#src/core/metrics/metric-registry.ts';
import { SMART_NUMBERS, smartNumberByKey } from '#src/core/metrics/smart-number-registry.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CONFIG = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile).config as { compilerOptions: object };
const OPTIONS = ts.convertCompilerOptionsFromJson({ ...CONFIG.compilerOptions, noUnusedLocals: false }, ROOT).options;

/** Places at which the program writes a metric's key, each with `KEY` for the key. */
const PLACES = {
  'a look-up': `metricOf('KEY');`,
  'a list of keys': `const keys = ['KEY'] as const satisfies readonly MetricKey[];`,
  'a value that a vendor gave': `const values: MonthReading['values'] = new Map([['KEY', new Decimal(1)]]);`,
  'the origin of a value': `const origins: MonthReading['provenance'] = new Map([['KEY', provenance]]);`,
};
const SMART_NUMBER = `const key: SmartNumberKey = 'KEY';`;

/** What the compiler says of each snippet, by its number. */
function faultsOf(snippets: readonly string[]): string[][] {
  const sources = new Map(snippets.map((snippet, index) => [`${ROOT}src/snippet-${index}.ts`, HEAD + snippet]));
  const host = ts.createCompilerHost(OPTIONS);
  const program = ts.createProgram({
    rootNames: [...sources.keys()],
    options: OPTIONS,
    host: {
      ...host,
      fileExists: (path) => sources.has(path) || host.fileExists(path),
      readFile: (path) => sources.get(path) ?? host.readFile(path),
      getSourceFile: (path, language) => {
        const text = sources.get(path);
        return text === undefined ? host.getSourceFile(path, language) : ts.createSourceFile(path, text, language);
      },
    },
  });
  return [...sources.keys()].map((path) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

const HEAD = `
import type { MonthReading } from './collect/source.ts';
import type { Provenance } from './core/collection/provenance.ts';
import { type MetricKey, metricOf } from './core/metrics/metric-registry.ts';
import type { SmartNumberKey } from './core/metrics/smart-number-registry.ts';
import { Decimal } from './core/number.ts';
declare const provenance: Provenance;
`;

describe('keys of the registries', () => {
  it('compile where they are written out, and do not where they are misspelt', () => {
    const places = [...Object.values(PLACES).map((place) => [place, 'owner_comp', 'owner_cmp'] as const)];
    const all = [...places, [SMART_NUMBER, 'net_profit_pct', 'net_profit_pc'] as const];
    const faults = faultsOf(all.flatMap(([place, right, wrong]) => [right, wrong].map((k) => place.replace('KEY', k))));
    for (const [index, [, , wrong]] of all.entries()) {
      expect(faults[2 * index]).toEqual([]);
      expect(faults[2 * index + 1]?.join()).toContain(wrong);
    }
  });

  it('find their definitions', () => {
    for (const metric of METRICS) expect(metricOf(metric.key)).toBe(metric);
    for (const smartNumber of SMART_NUMBERS) expect(smartNumberByKey(smartNumber.key)).toBe(smartNumber);
    expect(() => metricOf('owner_cmp' as MetricKey)).toThrow('owner_cmp');
  });
});
