import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { STATUS_OF_CODE } from '#src/rest/failure.ts';
import { REST_ROUTES } from '#src/rest/routes.ts';
import { FAILURES, LISTENED_REQUESTS } from './golden-listener-requests.ts';
import { GOLDEN_REQUESTS } from './golden-requests.ts';

const FOLDER = fileURLToPath(new URL('golden/', import.meta.url));
const FILES = readdirSync(FOLDER);
const TEXTS = FILES.map((name) => readFileSync(FOLDER + name, 'utf8'));

it('each golden file is of one request, and each request has one', () => {
  const names = [...GOLDEN_REQUESTS, ...LISTENED_REQUESTS, ...FAILURES].map(({ name }) => `${name}.http`);
  expect(names.sort()).toEqual([...FILES].sort());
});

it('every error code of the contract is answered in one', () => {
  const told = TEXTS.flatMap((text) => /"code": "([A-Z_]+)"/.exec(text)?.[1] ?? []);
  expect(Object.keys(STATUS_OF_CODE).filter((code) => !told.includes(code))).toEqual([]);
});

it('every path of the contract succeeds in one', () => {
  const isSuccess = ({ method, path }: (typeof REST_ROUTES)[number], text: string) =>
    new RegExp(`^${method.toUpperCase()} /api/qbr${path}(\\?.*)?$`, 'm').test(text) && /^200$/m.test(text);
  const without = REST_ROUTES.filter((route) => !TEXTS.some((text) => isSuccess(route, text)));
  expect(without.map(({ path }) => path)).toEqual([]);
});
