import { createHash } from 'node:crypto';
import type { Types } from '@graphql-codegen/plugin-helpers';
import {
  type DefinitionNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  visit,
} from 'graphql';

/** An operation with its document as it is sent, fragments included, and the SHA-256 of that. */
export interface RegisteredOperation {
  readonly operation: OperationDefinitionNode;
  readonly document: string;
  readonly sha256: string;
}

/** All operations of the files, in their order. */
export function registeredOperations(files: readonly Types.DocumentFile[]): RegisteredOperation[] {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  return operations.map((operation) => {
    const document = print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(operation, fragments)] });
    return { operation, document, sha256: createHash('sha256').update(document).digest('hex') };
  });
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
