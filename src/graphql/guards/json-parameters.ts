import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** The parameters of a GET that are JSON (GraphQL over HTTP); in a POST they are part of the body. */
const JSON_PARAMETERS = ['variables', 'extensions'];

/** Refuses a GET whose parameters are no JSON, by name; yoga would take that for a defect of the program. */
export function jsonParameters(): Plugin {
  return {
    onRequestParse({ request, url }) {
      if (request.method !== 'GET') return;
      const wrong = JSON_PARAMETERS.find((name) => !isJson(url.searchParams.get(name) || '{}'));
      if (wrong === undefined) return;
      throw new GraphQLError(`The parameter \`${wrong}\` must be a JSON object, URL-encoded`, {
        // Whatever the client accepts: the request itself is malformed.
        extensions: { code: 'INVALID_JSON', field: wrong, http: { status: 400 } },
      });
    },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
