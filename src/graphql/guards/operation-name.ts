import type { Plugin } from 'graphql-yoga';

/** Takes an empty `operationName` for none, as GraphQL over HTTP says of GET and clients rely on in POST. */
export function emptyOperationName(): Plugin {
  return {
    onParams({ params, setParams }) {
      if (params?.operationName !== '') return;
      const { operationName: _, ...others } = params;
      setParams(others);
    },
  };
}
