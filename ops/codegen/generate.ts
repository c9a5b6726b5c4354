import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import type { Types } from '@graphql-codegen/plugin-helpers';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import {
  buildSchema,
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { printedSchema } from '../../src/graphql/printed-schema.ts';
import { packageRoot } from '../../src/package-root.ts';

/**
 * Where operations are written, in `.graphql` files, and the folder of what is generated from them. The dashboard names its
 * operations by their hash, because the program that serves it knows them (src/graphql/guards/persisted-operations.ts).
 */
export const OPERATION_FOLDERS = [
  { from: 'src/web', to: 'src/web/gql', as: 'hashes' },
  { from: 'test', to: 'test/kit/gql', as: 'documents' },
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
  for (const { from, to, as } of OPERATION_FOLDERS) {
    const documents = documentsIn(join(packageRoot(), from));
    if (documents.length === 0) continue;
    files.push(
      { path: `${to}/operations.ts`, content: await typedOperations(documents, as) },
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

async function typedOperations(documents: Types.DocumentFile[], as: 'hashes' | 'documents'): Promise<string> {
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
    pluginMap: {
      operations: typescriptOperations,
      documents: as === 'documents' ? typedDocumentNode : hashedOperations,
    },
  });
  return `// Written by \`npm run codegen\`; do not edit.\n${content.trim()}\n`;
}

/** An operation with its document as it is sent, fragments included, and the SHA-256 of that. */
interface Registered {
  readonly operation: OperationDefinitionNode;
  readonly document: string;
  readonly sha256: string;
}

function registered(files: readonly Types.DocumentFile[]): Registered[] {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => {
    const document = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation, fragments)] });
    return { operation, document, sha256: createHash('sha256').update(document).digest('hex') };
  });
}

/** The documents of operations by their SHA-256, each with the fragments that it needs. */
function registration(files: readonly Types.DocumentFile[]): string {
  const entries = registered(files).map(({ sha256, document }) => [sha256, document]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

/** Operations as their name, kind and hash, with the types of their result and variables. */
const hashedOperations = {
  plugin: (_schema: unknown, files: Types.DocumentFile[]) => ({
    prepend: ["import type { TypedOperation } from '../typed-operation.ts';"],
    content: registered(files)
      .map(({ operation, sha256 }) => {
        const name = operation.name?.value ?? '';
        const type = `${name}${operation.operation.replace(/^./, (first) => first.toUpperCase())}`;
        return `export const ${name}Operation: TypedOperation<${type}, ${type}Variables> = {
  name: '${name}',
  kind: '${operation.operation}',
  sha256: '${sha256}',
};`;
      })
      .join('\n\n'),
  }),
};

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
