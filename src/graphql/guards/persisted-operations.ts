import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { usePersistedOperations as persistedOperationsPlugin } from '@graphql-yoga/plugin-persisted-operations';
import type { Plugin } from 'graphql-yoga';
import { InvalidParameterError } from '#src/core/errors.ts';
import { packageRoot } from '#src/package-root.ts';
import { BAD_REQUEST, type GraphqlLimits } from './limits.ts';

type Settings = GraphqlLimits['persistedOperations'];

const VARIABLE = 'QBR_GRAPHQL_PERSISTED_OPERATIONS';

/** The name of an operation in its document, at the beginning of a line. */
const OPERATION_NAME = /^(?:query|mutation|subscription)\s+(\w+)/gm;

/** The operations of the dashboard that is served; written by ops/build/build.mjs. */
const DASHBOARD_OPERATIONS = join(packageRoot(), 'dist/dashboard/operations.json');

/**
 * Answers operations that are asked for by the SHA-256 of their document (`extensions.persistedQuery.sha256Hash`): those of
 * the dashboard and, with `settings`, those registered by configuration. Where that is required, it answers no others.
 * @throws InvalidParameterError when the documents cannot be read
 */
export function persistedOperations(settings: Settings): Plugin {
  const documents = registeredDocuments(settings);
  return persistedOperationsPlugin({
    allowArbitraryOperations: !settings?.isRequired,
    getPersistedOperation: (hash) => documents.get(hash) ?? null,
    customErrors: {
      notFound: {
        message: `No operation of that hash is registered here (${VARIABLE}_PATH). Register its document, and start again.`,
        // As Apollo's clients know it.
        extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: BAD_REQUEST },
      },
      keyNotFound: {
        message: 'Neither a query nor the hash of a registered operation (extensions.persistedQuery) was sent.',
        // Whatever the client accepts, as for any request without a query.
        extensions: { code: 'MISSING_FIELD', http: { status: BAD_REQUEST.status } },
      },
      persistedQueryOnly: {
        message: `Only registered operations are answered here (${VARIABLE}). Send extensions.persistedQuery.sha256Hash instead of a query.`,
        extensions: { code: 'FORBIDDEN', http: BAD_REQUEST },
      },
    },
  });
}

/**
 * The names of the registered operations.
 * @throws InvalidParameterError when the documents cannot be read
 */
export function registeredNames(settings: Settings): ReadonlySet<string> {
  const documents = [...registeredDocuments(settings).values()];
  return new Set(documents.flatMap((text) => [...text.matchAll(OPERATION_NAME)].map(([, name = '']) => name)));
}

function registeredDocuments(settings: Settings): ReadonlyMap<string, string> {
  return new Map([
    ...(existsSync(DASHBOARD_OPERATIONS) ? readDocuments(DASHBOARD_OPERATIONS) : []),
    ...(settings ? readDocuments(settings.path) : []),
  ]);
}

/** Documents by hash, from a JSON object in a file or from the `.graphql` files of a folder. */
function readDocuments(path: string): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  for (const [hash, document] of read(path)) {
    if (typeof document !== 'string' || hash !== sha256(document)) {
      throw unusable(path, `${hash} is not the SHA-256 of its document`);
    }
    documents.set(hash, document);
  }
  return documents;
}

function read(path: string): readonly (readonly [string, unknown])[] {
  try {
    if (!statSync(path).isDirectory()) return Object.entries(JSON.parse(readFileSync(path, 'utf8')) as object);
    const files = readdirSync(path).filter((file) => file.endsWith('.graphql'));
    return files.map((file) => {
      const document = readFileSync(join(path, file), 'utf8');
      return [sha256(document), document];
    });
  } catch (error) {
    throw unusable(path, 'it is neither a JSON file nor a folder that can be read', error);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function unusable(path: string, reason: string, cause?: unknown): InvalidParameterError {
  return new InvalidParameterError(`${VARIABLE}_PATH=${path} cannot be used: ${reason}`, { cause });
}
