import { createSecretSealer, type SecretPlace, type SecretSealer } from '#src/auth/sealed-secret.ts';
import { createOnlineApi, type OnlineApi, type OnlineApiOptions } from '#src/collect/quickbooks-online/api.ts';
import { type IntuitEndpoints, intuitEndpoints } from '#src/collect/quickbooks-online/endpoints.ts';
import { createIntuitOAuth, type IntuitOAuth } from '#src/collect/quickbooks-online/oauth.ts';
import type { TokenCache } from '#src/collect/token-cache.ts';
import type { Logger } from '#src/log/log.ts';
import { REFRESH_TOKEN_COLUMN } from '#src/store/books-online.ts';
import type { Database } from '#src/store/engine/database.ts';
import type { OnlineConfig } from './online-off.ts';

export interface OnlineSettings {
  readonly config: OnlineConfig;
  readonly database: Database;
  readonly organizationId: number;
  readonly clock: () => Date;
  readonly logger: Logger;
  /** Overrides for tests. */
  readonly api?: OnlineApiOptions;
}

/** What reads QuickBooks Online, where it is set up. */
export interface OnlineParts {
  readonly settings: OnlineSettings;
  readonly endpoints: IntuitEndpoints;
  readonly oauth: IntuitOAuth;
  readonly sealer: SecretSealer;
}

/** @returns null where it is off */
export function onlineParts(settings: OnlineSettings): OnlineParts | null {
  const { quickbooksOnline, secretKeys } = settings.config;
  if (!quickbooksOnline || secretKeys.length === 0) return null;
  const endpoints = intuitEndpoints(quickbooksOnline.environment);
  const oauth = createIntuitOAuth({ ...quickbooksOnline, endpoints });
  return { settings, endpoints, oauth, sealer: createSecretSealer(secretKeys) };
}

/** Where an organization's refresh token is stored. */
export function refreshTokenPlace(organizationId: number): SecretPlace {
  return { organizationId, column: REFRESH_TOKEN_COLUMN };
}

export function apiOf({ settings, endpoints }: OnlineParts, realmId: string, tokens: TokenCache): OnlineApi {
  return createOnlineApi({ ...settings.api, baseUrl: endpoints.api, realmId, tokens });
}
