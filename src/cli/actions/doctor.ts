import type { App } from '#src/app.ts';
import { type CommandContext, commandLogger, logUnexpected } from '#src/cli/command.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { type Config, parseConfig } from '#src/config/config.ts';
import { ConfigError } from '#src/config/config-error.ts';
import { createProgramRedactor } from '#src/log/redaction.ts';
import { type Diagnosis, diagnosisLine } from './diagnosis.ts';
import { checkConfiguration, checkLogFile, checkTimeZone } from './doctor-configuration.ts';
import { checkDatabase, describeApp } from './doctor-database.ts';
import { checkSignIn } from './doctor-sign-in.ts';
import { checkVendors } from './doctor-vendors.ts';

/** The action of `qbr doctor --database-only`. */
export async function diagnoseDatabase(app: App, terminal: Terminal): Promise<ExitStatus> {
  return showDiagnoses(terminal, app.config, await describeApp(app, terminal));
}

/** The action of `qbr doctor`. */
export async function doctor(context: CommandContext): Promise<ExitStatus> {
  const { environment, terminal } = context;
  const config = readConfig(environment, terminal);
  if (config === null) return EXIT.unusable;
  const logger = commandLogger({ ...config, log: { ...config.log, level: 'error' } });
  return logUnexpected(logger, async () => {
    const show = (diagnoses: readonly Diagnosis[]): ExitStatus => showDiagnoses(terminal, config, diagnoses);
    const statuses = [checkConfiguration(environment), checkTimeZone(config, new Date()), checkLogFile(config)].map(
      show,
    );
    statuses.push(await checkDatabase({ config, logger, context }, show));
    statuses.push(show(await checkSignIn(config)));
    for (const check of checkVendors(config)) statuses.push(show(await check()));
    return statuses.find((status) => status !== EXIT.done) ?? EXIT.done;
  });
}

function showDiagnoses({ print }: Terminal, { secrets }: Config, diagnoses: readonly Diagnosis[]): ExitStatus {
  const { text } = createProgramRedactor(secrets);
  for (const diagnosis of diagnoses) print(text(diagnosisLine(diagnosis)));
  return diagnoses.some(({ verdict }) => verdict === 'FAIL') ? EXIT.failed : EXIT.done;
}

/** The configuration; null if it is not valid, after printing every problem. */
function readConfig(environment: NodeJS.ProcessEnv, { print }: Terminal): Config | null {
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
