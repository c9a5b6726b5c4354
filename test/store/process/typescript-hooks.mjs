// Module hooks that erase the types of .ts files (see typescript.mjs).
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SOURCES = new URL('../../../src/', import.meta.url);
const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  // In package.json `#src/` is the built code; run here is the source.
  const isSource = specifier.startsWith('#src/');
  return nextResolve(isSource ? new URL(specifier.slice('#src/'.length), SOURCES).href : specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  return { format: 'module', shortCircuit: true, source: ts.transpileModule(source, { compilerOptions }).outputText };
}
