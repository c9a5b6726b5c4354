import { z } from 'zod';
import { isLoopbackHost } from '#src/core/loopback.ts';
import { secretKeys } from './secret-keys.ts';
import { jsonStrings, text, variable } from './variable.ts';

/** Names that can be quoted in a ConnectWise condition; `collect/connectwise` rejects all others as well. */
const conditionNames = jsonStrings
  .refine((names) => names.every((name) => name.trim() !== ''), 'contains an empty name')
  .refine(
    (names) => !names.some((name) => (name.includes('"') && name.includes("'")) || /[\\\p{Cc}]/u.test(name.trim())),
    'contains a name with a backslash, a control character, or both kinds of quotes, which a ConnectWise query cannot express',
  );

const isLocalAddress = (value: string): boolean =>
  URL.canParse(value) && new URL(value).protocol === 'http:' && isLoopbackHost(new URL(value).hostname);

/** The vendors' APIs and what is counted there. */
export const VENDOR_VARIABLES = {
  CONNECTWISE_SERVER: variable({
    meaning: 'ConnectWise host, with or without scheme; set all `CONNECTWISE_` credentials or none',
    default: null,
    example: 'na.myconnectwise.net',
    schema: text,
  }),
  CONNECTWISE_COMPANY_ID: variable({
    meaning: 'Company identifier for the ConnectWise sign-in',
    default: null,
    example: 'examplemsp',
    schema: text,
  }),
  CONNECTWISE_PUBLIC_KEY: variable({
    meaning: 'Public key of an API member',
    default: null,
    example: 'PublicKey',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_PRIVATE_KEY: variable({
    meaning: 'Private key of that member',
    default: null,
    example: 'PrivateKey',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_CLIENT_ID: variable({
    meaning: 'Client id registered with the ConnectWise developer network',
    default: null,
    example: '00000000-0000-0000-0000-000000000000',
    secret: true,
    schema: text,
  }),
  CONNECTWISE_BOARDS: variable({
    meaning: 'Reactive service boards',
    default: '["Help Desk"]',
    example: '["Help Desk"]',
    schema: conditionNames.refine((boards) => boards.length > 0, 'does not name a board'),
  }),
  CONNECTWISE_CLOSED_STATUSES: variable({
    meaning: 'Statuses that count as closed',
    default: '[">Closed", ">Closed - No response", "Closed"]',
    example: '["Closed"]',
    schema: conditionNames.refine((statuses) => statuses.length > 0, 'does not name a status'),
  }),
  NINJA_BASE_URL: variable({
    meaning: 'NinjaOne host of your region; set all `NINJA_` variables or none',
    default: null,
    example: 'https://app.ninjarmm.com',
    schema: text,
  }),
  NINJA_CLIENT_ID: variable({
    meaning: 'Client id of a machine-to-machine API app',
    default: null,
    example: 'client-id',
    secret: true,
    schema: text,
  }),
  NINJA_CLIENT_SECRET: variable({
    meaning: 'Client secret of that app',
    default: null,
    example: 'client-secret',
    secret: true,
    schema: text,
  }),
  QBO_CLIENT_ID: variable({
    meaning: 'Client id of an Intuit app for QuickBooks Online; set all `QBO_` variables or none',
    default: null,
    example: 'client-id',
    schema: text,
  }),
  QBO_CLIENT_SECRET: variable({
    meaning: 'Client secret of that app',
    default: null,
    example: 'client-secret',
    secret: true,
    schema: text,
  }),
  QBO_ENVIRONMENT: variable({
    meaning:
      'Where that app reads: `production` or `sandbox`; for tests also the http address of a stand-in on this machine',
    default: null,
    example: 'production',
    schema: text.refine(
      (value) => value === 'production' || value === 'sandbox' || isLocalAddress(value),
      'is neither production nor sandbox',
    ),
  }),
  QBR_SECRET_KEY: variable({
    meaning:
      'Keys that seal secrets in the database, such as the access to vendors and the consent to read QuickBooks Online, newest first, separated by line breaks, spaces or commas: each 32 bytes in base64 (`openssl rand -base64 32`) or hexadecimal; without one no secret is stored',
    default: null,
    example: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
    secret: true,
    schema: secretKeys,
  }),
  QBR_BOOKS_BASIS: variable({
    meaning: 'Basis of the profit and loss statements that are read from QuickBooks: `accrual` or `cash`',
    default: 'accrual',
    example: 'cash',
    schema: z.enum(['accrual', 'cash'], { error: 'is neither accrual nor cash' }),
  }),
  QBR_INTERNAL_ORGANIZATIONS: variable({
    meaning: 'NinjaOne organizations whose devices are not counted',
    default: '[]',
    example: '["Internal Infrastructure"]',
    schema: jsonStrings,
  }),
} as const;
