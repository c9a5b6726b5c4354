import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'graphql';
import { registeredOperations } from '../../../ops/build/codegen/registered-operation.ts';

export const FOLDER = fileURLToPath(new URL('./', import.meta.url));

/** What is sent for each .graphql file of an operation: it and the fragments that it needs, by the file's name. */
export const DOCUMENTS: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.graphql') && name !== 'fragments.graphql')
    .map((name) => {
      const files = [name, 'fragments.graphql'].map((location) => {
        return { location, document: parse(readFileSync(FOLDER + location, 'utf8')) };
      });
      return [name.replace('.graphql', ''), registeredOperations(files)[0]?.document ?? ''];
    }),
);
