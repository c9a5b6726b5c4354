import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, it } from 'vitest';
import { packageRoot } from '#src/package-root.ts';
import { printedOpenApi } from '#src/rest/openapi.ts';

it('prints openapi.json, which `npm run openapi:print` writes', () => {
  expect(readFileSync(join(packageRoot(), 'openapi.json'), 'utf8')).toBe(printedOpenApi());
});

it('keeps the recommended rules for OpenAPI documents', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: printedOpenApi(), absoluteRef: 'openapi.json', config });
  const told = problems.map(({ ruleId, message, location: [at] }) => `${ruleId}: ${message} (${at?.pointer})`);
  expect(told).toEqual([]);
});
