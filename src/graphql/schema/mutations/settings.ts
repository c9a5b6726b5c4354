import {
  InvalidInputError,
  InvalidParameterError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
  RateLimitedError,
  SecretKeyMissingError,
  SecretNotOpenedError,
} from '#src/core/errors.ts';
import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Setting } from '#src/graphql/schema/types/setting.ts';
import { VendorKey } from '#src/graphql/schema/types/vendor.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { updateSettings } from '#src/service/settings/change.ts';
import { TRIAL_OUTCOMES } from '#src/service/settings/try-vendor.ts';

const SettingInput = builder.inputType('SettingInput', {
  description: 'A setting and its value.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name, such as `connectwise.server`.' }),
    value: t.string({
      description:
        'The value, in the form of its environment variable: a list is a JSON array. Null stores it no more, so that its variable or default applies.',
    }),
  }),
});

const TrialOutcome = enumOf('TrialOutcome', 'What came of asking a vendor.', TRIAL_OUTCOMES);

/** Whatever is absent is null. */
const inputsOf = (settings: readonly { readonly name: string; readonly value?: string | null | undefined }[]) =>
  settings.map(({ name, value }) => ({ name, value: value ?? null }));

mutation('updateSettings', {
  permission: 'settings:manage',
  description:
    'Stores settings of an organization, all or none. A new address of a vendor needs its secrets again, which would be sent there.',
  input: {
    description: 'Settings to store.',
    argument: 'The settings to store.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      settings: t.field({ type: [SettingInput], required: true, description: 'The settings, each once; at most 50.' }),
    }),
  },
  resolve: async (input, { scope, services }) => ({
    settings: await updateSettings(scope(input.organizationId), services.config, inputsOf(input.settings)),
  }),
  success: {
    description: 'The settings are stored.',
    fields: (t) => exposed(t, { settings: [[Setting], 'All settings of the organization.'] }),
  },
  errors: [
    ...[OrganizationNotFoundError, InvalidParameterError, InvalidValueError, SecretKeyMissingError],
    ...[SecretNotOpenedError, InvalidInputError],
  ],
});

mutation('tryVendor', {
  permission: 'settings:manage',
  description:
    'Asks a vendor with the settings of an organization and those that are given, and stores nothing; at most six times a minute.',
  input: {
    description: 'A vendor to ask.',
    argument: 'The vendor to ask.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      vendor: t.field({ type: VendorKey, required: true, description: 'CONNECTWISE or NINJAONE.' }),
      settings: t.field({
        type: [SettingInput],
        required: true,
        defaultValue: [],
        description: 'Settings to use in place of the stored ones.',
      }),
    }),
  },
  resolve: (input, { scope, services }) =>
    services.vendorTrials.tryVendor(scope(input.organizationId), {
      vendor: input.vendor,
      settings: inputsOf(input.settings),
    }),
  success: {
    description: 'The vendor was asked.',
    fields: (t) =>
      exposed(t, {
        outcome: [TrialOutcome, 'What came of it.'],
        message: ['String', 'The same in a sentence.'],
        seen: t.exposeStringList('seen', { description: 'What was seen, in sentences; empty unless it is accepted.' }),
      }),
  },
  errors: [
    ...[OrganizationNotFoundError, InvalidParameterError, InvalidValueError, MissingFieldError, RateLimitedError],
    InvalidInputError,
  ],
});
