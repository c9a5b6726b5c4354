import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import type { CodegenPlugin, Types } from '@graphql-codegen/plugin-helpers';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';
import { packageRoot } from '#src/package-root.ts';
import config from '../../../codegen.ts';
import * as hashedOperations from './hashed-operations.ts';
import * as persistedOperations from './persisted-operations.ts';

/** A generated file, its path relative to the package. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** The plugins by the names that codegen.ts has for them. */
const PLUGINS: Readonly<Record<string, CodegenPlugin>> = {
  'typescript-operations': typescriptOperations,
  'typed-document-node': typedDocumentNode,
  './ops/build/codegen/hashed-operations.ts': hashedOperations,
  './ops/build/codegen/persisted-operations.ts': persistedOperations,
};

/**
 * What codegen.ts says is to be generated; nothing from documents that are not there.
 * @throws if an operation does not match the schema, or codegen.ts has an unsupported setting
 */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const schema = readFileSync(join(packageRoot(), config.schema), 'utf8');
  const files: GeneratedFile[] = [];
  for (const [path, { documents: patterns, plugins }] of Object.entries(config.generates)) {
    const documents = documentsOf(patterns);
    if (documents.length === 0) continue;
    const content = await codegen({
      filename: path,
      schema: parse(schema),
      schemaAst: buildSchema(schema),
      documents,
      config: config.config,
      plugins: plugins.map((name) => ({ [name]: {} })),
      pluginMap: Object.fromEntries(plugins.map((name) => [name, pluginOf(name)])),
    });
    const header = path.endsWith('.ts') ? '// Written by `npm run codegen`; do not edit.\n' : '';
    files.push({ path, content: `${header}${content.trim()}\n` });
  }
  return files;
}

function pluginOf(name: string): CodegenPlugin {
  const plugin = PLUGINS[name];
  if (!plugin)
    throw new Error(`codegen.ts names the plugin ${name}, which ops/build/codegen/generate.ts does not know`);
  return plugin;
}

/** The files of the patterns, in the order of their names, which is the same on every file system. */
function documentsOf(patterns: string | readonly string[]): Types.DocumentFile[] {
  const paths = new Set<string>();
  for (const pattern of [patterns].flat()) {
    for (const path of matching(pattern.replace(/^!/, ''))) {
      if (pattern.startsWith('!')) paths.delete(path);
      else paths.add(path);
    }
  }
  return [...paths].sort().map((path) => {
    return { location: path, document: parse(readFileSync(join(packageRoot(), path), 'utf8')) };
  });
}

/** The files of a pattern; Node 20 has no glob of its own, and one kind is all that is needed. */
function matching(pattern: string): string[] {
  const [, folder = null] = /^([^*]+)\/\*\*\/\*\.graphql$/.exec(pattern) ?? [];
  if (folder === null) throw new Error(`codegen.ts names documents as folder/**/*.graphql, not as ${pattern}`);
  const within = join(packageRoot(), folder);
  if (!existsSync(within)) return [];
  const files = readdirSync(within, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql'));
  return files.map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}
