import { builder } from '#src/graphql/builder.ts';
import { enumOf } from '#src/graphql/enum-of.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { describedSetting, listSettings, type SettingRow } from '#src/service/settings/list.ts';
import { Organization } from './organization.ts';
import { VendorKey } from './vendor.ts';

const SettingOrigin = enumOf('SettingOrigin', 'Where the value of a setting is from.', {
  environment: 'An environment variable of the server.',
  stored: 'Stored by an admin.',
  default: 'The program’s own, or none.',
});

const SettingKind = enumOf(
  'SettingKind',
  'What the value of a setting is. All values are text, as in environment variables.',
  {
    text: 'A short text.',
    secret: 'A secret, which can be stored and replaced but not read.',
    address: 'A host name or https URL.',
    'whole number': 'A whole number.',
    choice: 'One of the choices.',
    names: 'A JSON array of names.',
    cron: 'A five-field cron pattern.',
    'time zone': 'An IANA time zone.',
    'yes or no': '`true` or `false`.',
  },
);

export const Setting = builder.objectRef<SettingRow>('Setting').implement({
  description: 'A setting of an organization.',
  fields: (t) =>
    exposed(t, {
      name: ['String', 'Name, such as `connectwise.server`.'],
      label: t.string({ description: 'Name in words.', resolve: ({ name }) => describedSetting(name).label }),
      meaning: t.string({ description: 'What it is.', resolve: ({ name }) => describedSetting(name).meaning }),
      kind: t.field({
        type: SettingKind,
        description: 'What its value is.',
        resolve: ({ name }) => describedSetting(name).kind,
      }),
      accepted: t.string({
        description: 'Which values are accepted, in words.',
        resolve: ({ name }) => describedSetting(name).accepted,
      }),
      choices: t.stringList({
        description: 'The accepted values of a choice; empty for all others.',
        resolve: ({ name }) => [...describedSetting(name).choices],
      }),
      vendor: t.field({
        type: VendorKey,
        nullable: true,
        description:
          'The vendor that it gives access to, together with the other settings of that vendor; null for one that does not.',
        resolve: ({ name }) => describedSetting(name).access,
      }),
      variable: t.string({
        nullable: true,
        description: 'The environment variable that says the same; null if there is none.',
        resolve: ({ name }) => describedSetting(name).variable,
      }),
      value: [
        nullable('String'),
        'The value, in the form of its environment variable; null if it has none, and of every secret.',
      ],
      isSecret: ['Boolean', 'Whether its value is a secret, which is never shown.'],
      isSet: ['Boolean', 'Whether it has a value.'],
      origin: [SettingOrigin, 'Where the value is from.'],
      updatedAt: [nullable('DateTime'), 'When it was stored; null unless it is.'],
      updatedBy: [nullable('String'), 'Who stored it; null unless it is stored.'],
      problem: [nullable('String'), 'Why it is not used although it is stored; null otherwise.'],
      readOnlyBecause: [nullable('String'), 'Why it cannot be stored on this server; null where it can.'],
    }),
});

builder.objectField(Organization, 'settings', (t) =>
  t.field({
    type: [Setting],
    authScopes: { permission: 'settings:manage' },
    description: 'All settings of the organization, without secrets; needs the role admin.',
    resolve: ({ id }, _args, context) => {
      context.preventCaching();
      return listSettings(context.scope(id), context.services.config);
    },
  }),
);

builder.objectField(Organization, 'timeZoneOrigin', (t) =>
  t.field({
    type: SettingOrigin,
    description: 'Where its time zone is from; stored is one of its own.',
    resolve: ({ id }, _args, { services: { organizations, config } }) => {
      if (organizations.find(id)?.timeZone) return 'stored';
      return config.environment.includes('QBR_TIMEZONE') ? 'environment' : 'default';
    },
  }),
);
