import type { OpenIdProvider, OpenIdSettings } from './openid.ts';

/** A provider whose client library the first sign-in loads. */
export function openIdProviderOnDemand(settings: OpenIdSettings): OpenIdProvider {
  let loading: Promise<OpenIdProvider> | undefined;
  const load = async (): Promise<OpenIdProvider> => {
    const { createOpenIdProvider } = await import('./openid.ts');
    return createOpenIdProvider(settings);
  };
  const provider = (): Promise<OpenIdProvider> => {
    loading ??= load();
    return loading;
  };
  return {
    newSecrets: async () => (await provider()).newSecrets(),
    authorizationUrl: async (...parameters) => (await provider()).authorizationUrl(...parameters),
    claims: async (...parameters) => (await provider()).claims(...parameters),
    endSessionUrl: async (...parameters) => (await provider()).endSessionUrl(...parameters),
  };
}
