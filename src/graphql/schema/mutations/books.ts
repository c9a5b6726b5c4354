import {
  InvalidInputError,
  InvalidParameterError,
  InvalidValueError,
  NotFoundError,
  OrganizationNotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { ORGANIZATION_INPUT } from '#src/graphql/schema/types/vocabulary.ts';
import { WebConnector } from '#src/graphql/schema/types/web-connector.ts';
import { connectBooks, pauseBooks, webConnectorUrl } from '#src/service/books/connect.ts';

mutation('connectBooks', {
  permission: 'books:manage',
  description:
    'Creates a user name and a password for the QuickBooks Web Connector, and its `.qwc` file. An earlier password is no longer valid.',
  input: {
    description: 'A connection of the QuickBooks Web Connector.',
    argument: 'The connection to create.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      userName: t.string({
        description:
          'User name that the Web Connector sends: 1 to 80 letters, digits or any of `. _ @ -`; `qbr-books` if omitted.',
      }),
    }),
  },
  resolve: ({ organizationId, userName }, { scope, services }) =>
    connectBooks(scope(organizationId), { userName, publicUrl: webConnectorUrl(services.config.http) }),
  success: {
    description: 'The credentials were created.',
    fields: (t) =>
      exposed(t, {
        userName: ['String', 'User name.'],
        password: ['String', 'Password, which is shown only once: a person types it into the Web Connector.'],
        qwc: ['String', 'Content of the `.qwc` file, which is added to the Web Connector.'],
      }),
  },
  errors: [InvalidParameterError, InvalidValueError, OrganizationNotFoundError, InvalidInputError],
});

mutation('pauseBooks', {
  permission: 'books:manage',
  description: 'Pauses or resumes the reading of the books. While it is paused, the Web Connector gets no requests.',
  input: {
    description: 'Whether the reading of the books is paused.',
    argument: 'The organization and the setting.',
    fields: (t) => ({
      organizationId: t.int(ORGANIZATION_INPUT),
      paused: t.boolean({ required: true, description: 'True to pause, false to resume.' }),
    }),
  },
  resolve: async ({ organizationId, paused }, { scope }) => ({
    connection: await pauseBooks(scope(organizationId), paused),
  }),
  success: {
    description: 'The books are paused or read again, by this request or by an earlier one.',
    fields: (t) => exposed(t, { connection: [WebConnector, 'The connection.'] }),
  },
  errors: [NotFoundError, OrganizationNotFoundError],
});
