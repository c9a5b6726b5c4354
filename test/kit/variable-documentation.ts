import { fileVariable, SECRET_VARIABLES } from '#src/config/secrets.ts';
import { VARIABLES, type VariableName } from '#src/config/variables.ts';

/** How the table of variables is written down for people: in `.env.example`, and in `docs/operations.md`. */

const NAMES = Object.keys(VARIABLES) as VariableName[];

/** The content of `.env.example`: every variable with what it means, commented out at its default or an example. */
export function exampleEnvironment(): string {
  const sections = NAMES.map((name) => {
    const { meaning, default: fallback, example } = VARIABLES[name];
    const defaultText = fallback === null ? '' : ' This is the default.';
    const fileText = isSecret(name) ? ` Or ${fileVariable(name)}.` : '';
    return `# ${meaning.replaceAll('`', '')}.${fileText}${defaultText}\n# ${name}=${fallback ?? example}\n`;
  });
  const head = [
    '# The variables of qbr. Copy this file to .env and take the # away from what you set.',
    '# A secret may stand in a file of its own instead: its NAME_FILE variable then holds the path.',
    '',
  ].join('\n');
  return [head, ...sections].join('\n');
}

/** The table of `docs/operations.md`. */
export function variableTable(): string {
  const rows = NAMES.map((name) => {
    const { meaning, default: fallback } = VARIABLES[name];
    const names = isSecret(name) ? `\`${name}\` or \`${fileVariable(name)}\`` : `\`${name}\``;
    return `| ${names} | ${fallback === null ? '(none)' : `\`${fallback}\``} | ${meaning} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

function isSecret(name: VariableName): boolean {
  return SECRET_VARIABLES.includes(name);
}
