import { localTime } from '#src/cli/output.ts';
import type { Config } from '#src/config/config.ts';
import { fileVariable, SECRET_VARIABLES } from '#src/config/secrets.ts';
import { VARIABLES, type VariableName } from '#src/config/variables.ts';
import { monthAt, periodLabel } from '#src/core/period.ts';
import { logFileProblem } from '#src/log/output.ts';
import type { Diagnosis } from './diagnosis.ts';

const OUR_PREFIXES = /^(QBR|CONNECTWISE|NINJA|OIDC)_/;

/** The variables that are set, and unknown ones with our prefixes. */
export function checkConfiguration(environment: NodeJS.ProcessEnv): Diagnosis[] {
  const names = Object.keys(VARIABLES) as VariableName[];
  const shown = names.flatMap((name) => {
    const path = environment[fileVariable(name)];
    if (SECRET_VARIABLES.includes(name) && path) return `${name} (not shown, from ${path})`;
    if (!environment[name]) return [];
    return SECRET_VARIABLES.includes(name) ? `${name} (not shown)` : `${name}=${environment[name]}`;
  });
  const finding = shown.length > 0 ? shown.join(', ') : 'no variable is set, all defaults apply';
  const known = new Set<string>([...names, ...SECRET_VARIABLES.map(fileVariable)]);
  const unknown = Object.keys(environment).filter((name) => OUR_PREFIXES.test(name) && !known.has(name));
  return [
    { verdict: 'ok', subject: 'Configuration', finding },
    ...unknown.sort().map((name): Diagnosis => {
      return {
        verdict: 'warn',
        subject: 'Configuration',
        finding: `${name} is set, but this version has no such variable`,
      };
    }),
  ];
}

/** The time zone of month boundaries. */
export function checkTimeZone({ timeZone }: Config, now: Date): Diagnosis[] {
  const finding = `${timeZone}, where it is ${localTime(now, timeZone)} in ${periodLabel(monthAt(now, timeZone))}`;
  return [{ verdict: 'ok', subject: 'Time zone', finding }];
}

/** Whether the configured log file can be written. */
export function checkLogFile({ log: { file } }: Config): Diagnosis[] {
  if (file === null) return [];
  const problem = logFileProblem(file);
  if (problem === null) return [{ verdict: 'ok', subject: 'Log file', finding: file }];
  const finding = `${file} cannot be written (${problem}): set QBR_LOG_FILE to a writable file. The server runs without it`;
  return [{ verdict: 'FAIL', subject: 'Log file', finding }];
}
