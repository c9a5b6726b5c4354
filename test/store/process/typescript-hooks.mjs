// Module hooks that erase the types of .ts files (see typescript.mjs).
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = new URL('../../../src/', import.meta.url);

/** Where the processes of a test run keep what one of them has transpiled. */
let directory = '';

/** @type {import('node:module').InitializeHook<string>} */
export function initialize(data) {
  directory = data;
  mkdirSync(directory, { recursive: true });
}

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, nextResolve) {
  // In package.json `#src/` is the built code; run here is the source.
  const isSource = specifier.startsWith('#src/');
  return nextResolve(isSource ? new URL(specifier.slice('#src/'.length), SOURCES).href : specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context);
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const file = join(directory, `${createHash('sha256').update(text).digest('hex')}.js`);
  const source = read(file) ?? write(file, await transpile(text));
  return { format: 'module', shortCircuit: true, source };
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Other processes may write the same file, or be killed meanwhile. */
function write(file, text) {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
  return text;
}

async function transpile(text) {
  const { default: ts } = await import('typescript');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}
