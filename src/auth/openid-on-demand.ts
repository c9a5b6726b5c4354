import { once } from '#src/once.ts';
import type { OpenIdProvider, OpenIdSettings } from './openid.ts';

/** A provider whose client library the first sign-in loads. */
export function openIdProviderOnDemand(settings: OpenIdSettings): OpenIdProvider {
  const provider = once(async () => {
    const { createOpenIdProvider } = await import('./openid.ts');
    return createOpenIdProvider(settings);
  });
  return {
    newSecrets: async () => (await provider()).newSecrets(),
    authorizationUrl: async (...parameters) => (await provider()).authorizationUrl(...parameters),
    claims: async (...parameters) => (await provider()).claims(...parameters),
    endSessionUrl: async (...parameters) => (await provider()).endSessionUrl(...parameters),
  };
}
