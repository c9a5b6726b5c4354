import type { Usage } from './harness.ts';

/** Prints what this process has used, as JSON, at each `SIGUSR2`. */
export function printUsage(statements: () => number = () => 0): void {
  process.on('SIGUSR2', () => {
    const { user, system } = process.cpuUsage();
    const usage: Usage = { cpuMs: (user + system) / 1_000, statements: statements() };
    process.stdout.write(`${JSON.stringify(usage)}\n`);
  });
}
