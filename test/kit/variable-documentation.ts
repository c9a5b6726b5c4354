import { VARIABLES, type VariableName } from '../../src/config-variables.ts';

/** How the table of variables is written down for people: in `.env.example`, and in the README. */

const NAMES = Object.keys(VARIABLES) as VariableName[];

/** The content of `.env.example`: every variable with what it means, commented out at its default or an example. */
export function exampleEnvironment(): string {
  const sections = NAMES.map((name) => {
    const { meaning, default: fallback, example } = VARIABLES[name];
    const defaultText = fallback === null ? '' : ' This is the default.';
    return `# ${meaning.replaceAll('`', '')}.${defaultText}\n# ${name}=${fallback ?? example}\n`;
  });
  const head = '# The variables of qbr. Copy this file to .env and take the # away from what you set.\n';
  return [head, ...sections].join('\n');
}

/** The README's table. */
export function variableTable(): string {
  const rows = NAMES.map((name) => {
    const { meaning, default: fallback } = VARIABLES[name];
    return `| \`${name}\` | ${fallback === null ? '(none)' : `\`${fallback}\``} | ${meaning} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}
