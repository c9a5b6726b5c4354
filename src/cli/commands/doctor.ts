import { Command } from 'commander';
import { commandLogger, logUnexpected } from '#src/cli/command.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { print } from '#src/cli/output.ts';
import type { RunOnEnvironment } from '#src/cli/program.ts';
import { type Config, ConfigError, parseConfig } from '#src/config/config.ts';
import { createProgramRedactor } from '#src/log/redaction.ts';
import { checkConfiguration, checkLogFile, checkTimeZone } from './doctor-configuration.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkVendors } from './doctor-vendors.ts';

/** One line of `qbr doctor`. */
export interface Diagnosis {
  readonly verdict: 'ok' | 'warn' | 'FAIL';
  readonly subject: string;
  /** How it is and, where it is not well, what to do. */
  readonly finding: string;
}

/** `qbr doctor` */
export function doctorCommand(run: RunOnEnvironment): Command {
  return new Command('doctor')
    .description('check configuration, database, vendors’ credentials and clocks, and the schedule')
    .action(() => run(doctor));
}

async function doctor(environment: NodeJS.ProcessEnv): Promise<ExitStatus> {
  const config = readConfig(environment);
  if (config === null) return EXIT.unusable;
  const logger = commandLogger({ ...config, log: { ...config.log, level: 'error' } });
  return logUnexpected(logger, async () => {
    const verdicts = new Set<Diagnosis['verdict']>();
    const { text } = createProgramRedactor(config.secrets);
    const show = (diagnoses: readonly Diagnosis[]): void => {
      for (const diagnosis of diagnoses) {
        verdicts.add(diagnosis.verdict);
        print(text(diagnosisLine(diagnosis)));
      }
    };
    show(checkConfiguration(environment));
    show(checkTimeZone(config, new Date()));
    show(checkLogFile(config));
    show(await checkDatabase(config, logger));
    for (const check of checkVendors(config)) show(await check());
    return verdicts.has('FAIL') ? EXIT.failed : EXIT.done;
  });
}

/** The configuration; null, with every problem told, where it cannot be used. */
function readConfig(environment: NodeJS.ProcessEnv): Config | null {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) {
      print(diagnosisLine({ verdict: 'FAIL', subject: 'Configuration', finding: problem }));
    }
    return null;
  }
}

function diagnosisLine({ verdict, subject, finding }: Diagnosis): string {
  return `${verdict.padEnd(4)}  ${subject.padEnd(13)}  ${finding}`;
}
