/**
 * An operation that the program knows, named by the SHA-256 of its document, with the types of its result and variables.
 * `npm run codegen` writes one for each operation of the `.graphql` files beside the views.
 */
export interface TypedOperation<Result, Variables> {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly sha256: string;
  /** Never there: ties the types to the operation. */
  readonly types?: (variables: Variables) => Result;
}
