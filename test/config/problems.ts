import { parseConfig } from '#src/config/config.ts';
import { ConfigError } from '#src/config/config-error.ts';

/** The problems of an environment; empty if it is valid. */
export function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
