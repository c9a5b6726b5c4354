import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import type { Types } from '@graphql-codegen/plugin-helpers';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, type DefinitionNode, type FragmentDefinitionNode, Kind, parse, print, visit } from 'graphql';
import { printedSchema } from '../../src/graphql/printed-schema.ts';
import { packageRoot } from '../../src/package-root.ts';

/** Where operations are written, in `.graphql` files, and the folder of what is generated from them. */
export const OPERATION_FOLDERS = [
  { from: 'src/web', to: 'src/web/gql' },
  { from: 'test', to: 'test/kit/gql' },
] as const;

/** A generated file, its path relative to the package. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
}

/** How scalars travel: exact decimals, periods and instants are texts. */
const SCALARS = {
  DateTime: 'string',
  Decimal: { input: 'string | number', output: 'string' },
  Period: 'string',
} as const;

/**
 * Typed documents of all operations, and their registration for `QBR_GRAPHQL_PERSISTED_OPERATIONS`; none for a folder
 * without operations.
 * @throws where an operation does not fit the schema
 */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const { from, to } of OPERATION_FOLDERS) {
    const documents = documentsIn(join(packageRoot(), from));
    if (documents.length === 0) continue;
    files.push(
      { path: `${to}/operations.ts`, content: await typedDocuments(documents) },
      { path: `${to}/persisted-operations.json`, content: registration(documents) },
    );
  }
  return files;
}

function documentsIn(folder: string): Types.DocumentFile[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.graphql'));
  // The order of names, which is the same on every file system.
  return paths.sort().map((location) => ({ location, document: parse(readFileSync(join(folder, location), 'utf8')) }));
}

async function typedDocuments(documents: Types.DocumentFile[]): Promise<string> {
  const content = await codegen({
    filename: 'operations.ts',
    schema: parse(printedSchema()),
    schemaAst: buildSchema(printedSchema()),
    documents,
    config: {
      scalars: SCALARS,
      strictScalars: true,
      useTypeImports: true,
      immutableTypes: true,
      disableDescriptions: true,
    },
    plugins: [{ operations: {} }, { documents: {} }],
    pluginMap: { operations: typescriptOperations, documents: typedDocumentNode },
  });
  return `// Written by \`npm run codegen\`; do not edit.\n${content.trim()}\n`;
}

/** The documents of operations by their SHA-256, each with the fragments that it needs. */
function registration(files: readonly Types.DocumentFile[]): string {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const entries = operations.map((operation) => {
    const document = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation, fragments)] });
    return [createHash('sha256').update(document).digest('hex'), document];
  });
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** The fragments that a definition spreads, and those that they spread. */
function fragmentsOf(
  definition: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ReadonlySet<FragmentDefinitionNode> {
  const found = new Set<FragmentDefinitionNode>();
  const collect = (node: DefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || found.has(fragment)) return;
        found.add(fragment);
        collect(fragment);
      },
    });
  };
  collect(definition);
  return found;
}
