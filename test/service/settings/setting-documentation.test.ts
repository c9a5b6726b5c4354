import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SECRET_VARIABLES } from '#src/config/secrets.ts';
import { VARIABLES, type VariableName } from '#src/config/variables.ts';
import { isSecret, SETTING_NAMES, settingOf } from '#src/service/settings/setting-registry.ts';

const ROWS = SETTING_NAMES.map((name) => {
  const { variable, type, meaning } = settingOf(name);
  return `| \`${name}\` | ${variable === null ? '' : `\`${variable}\``} | ${type.accepted} | ${meaning} |`;
});

it('docs/operations.md has every setting as the registry has it', () => {
  const text = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| `[a-z]+\.[a-z_]+` \|([^|]*\|){3}$/.test(line));
  expect(rows).toEqual(ROWS);
});

it('a setting has a variable that exists, accepts its default and example, and is secret where that is', () => {
  for (const name of SETTING_NAMES) {
    const { variable, type } = settingOf(name);
    if (variable === null) continue;
    expect(VARIABLES).toHaveProperty(variable);
    const known = variable as VariableName;
    expect([name, isSecret(name)]).toEqual([name, SECRET_VARIABLES.includes(known)]);
    for (const text of [VARIABLES[known].default, VARIABLES[known].example]) if (text !== null) type.parse(text);
  }
});
