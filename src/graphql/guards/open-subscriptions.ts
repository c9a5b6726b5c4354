import { GraphQLError } from 'graphql';

/** Counts the subscriptions that are open in this process. */
export interface OpenSubscriptions {
  /** Lets one more in, until it leaves (which it may say more than once), or refuses it. */
  admit(): { readonly leave: () => void } | { readonly refusal: GraphQLError };
}

/** @param maximum how many may be open at once */
export function createOpenSubscriptions(maximum: number): OpenSubscriptions {
  const open = new Set<symbol>();
  return {
    admit() {
      if (open.size >= maximum) return { refusal: tooMany(maximum) };
      const one = Symbol('subscription');
      open.add(one);
      return { leave: () => open.delete(one) };
    },
  };
}

function tooMany(maximum: number): GraphQLError {
  const limit = 'QBR_GRAPHQL_MAX_SUBSCRIPTIONS';
  const message = `As many subscriptions are open as are allowed: ${maximum.toLocaleString('en-US')} (${limit}). Close one, or ask again later.`;
  return new GraphQLError(message, { extensions: { code: 'RATE_LIMITED', limit, maximum, http: { status: 429 } } });
}
