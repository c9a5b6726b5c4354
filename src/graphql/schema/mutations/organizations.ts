import {
  ConflictingSlugError,
  InvalidInputError,
  InvalidValueError,
  MissingFieldError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { Organization } from '#src/graphql/schema/types/organization.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { archiveOrganization, createOrganization, updateOrganization } from '#src/service/organizations/manage.ts';

const SLUG = 'Its name in commands: lower-case letters, digits and hyphens, at most 60.';
const TIME_ZONE = 'Where its months begin: an IANA name such as `America/Chicago`; null for the installation’s.';
const CURRENCY = 'Currency of its books by ISO 4217, such as `USD`; null for the installation’s.';
const LOCALE = 'Language and region of its people by BCP 47, such as `en-US`; null for the installation’s.';
const ID = { required: true, description: 'ID of the organization.' } as const;
const INVALID = [InvalidValueError, MissingFieldError, InvalidInputError] as const;

mutation('createOrganization', {
  permission: 'organizations:manage',
  description: 'Creates an organization, for operators. Nobody belongs to it until an operator gives memberships.',
  input: {
    description: 'An organization to create.',
    argument: 'The organization to create.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Name as shown in reports; at most 100 characters.' }),
      slug: t.string({ description: `${SLUG} If omitted, it is made of the name.` }),
      timeZone: t.string({ description: TIME_ZONE }),
      currency: t.string({ description: CURRENCY }),
      locale: t.string({ description: LOCALE }),
    }),
  },
  resolve: async (input, { scope }) => ({
    organization: await createOrganization(scope(ORGANIZATION_INPUT.defaultValue), input),
  }),
  success: {
    description: 'The organization was created.',
    fields: (t) => exposed(t, { organization: [Organization, 'The organization.'] }),
  },
  errors: [...INVALID, ConflictingSlugError],
});

mutation('updateOrganization', {
  permission: 'organization:edit',
  description: 'Changes what an organization is called and where its months begin, for its admins and for operators.',
  input: {
    description: 'Changes of an organization; what is omitted stays.',
    argument: 'The organization and what changes.',
    fields: (t) => ({
      id: t.int(ID),
      name: t.string({ description: 'Name as shown in reports; at most 100 characters.' }),
      slug: t.string({ description: SLUG }),
      timeZone: t.string({ description: TIME_ZONE }),
      currency: t.string({ description: CURRENCY }),
      locale: t.string({ description: LOCALE }),
    }),
  },
  resolve: async ({ id, ...input }, { scope }) => ({ organization: await updateOrganization(scope(id), input) }),
  success: {
    description: 'The organization is as asked.',
    fields: (t) => exposed(t, { organization: [Organization, 'The organization.'] }),
  },
  errors: [OrganizationNotFoundError, ...INVALID, ConflictingSlugError],
});

mutation('archiveOrganization', {
  permission: 'organizations:manage',
  description:
    'Archives an organization, or makes it active again, for operators. While it is archived it can be read; nothing is collected or changed.',
  input: {
    description: 'An organization to archive.',
    argument: 'The organization to archive.',
    fields: (t) => ({
      id: t.int(ID),
      archived: t.boolean({ required: true, defaultValue: true, description: 'False to make it active again.' }),
    }),
  },
  resolve: async ({ id, archived }, { scope }) => ({ organization: await archiveOrganization(scope(id), archived) }),
  success: {
    description: 'The organization is as asked.',
    fields: (t) => exposed(t, { organization: [Organization, 'The organization.'] }),
  },
  errors: [OrganizationNotFoundError, InvalidValueError],
});
