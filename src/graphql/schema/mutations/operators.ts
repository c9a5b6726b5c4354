import {
  InvalidInputError,
  InvalidValueError,
  LastOperatorError,
  MissingFieldError,
  NotFoundError,
} from '#src/core/errors.ts';
import { exposed } from '#src/graphql/exposed.ts';
import { mutation } from '#src/graphql/mutation.ts';
import { OPERATORS_TRAIL, Operator, OperatorKey } from '#src/graphql/schema/types/operator.ts';
import { createOperatorKey, revokeOperatorKey } from '#src/service/access/api-keys.ts';
import { appointOperator, dismissOperator } from '#src/service/access/operators.ts';

mutation('appointOperator', {
  permission: 'organizations:manage',
  description:
    'Makes a person an operator, for operators, effective immediately. An unknown person is invited; no message is sent.',
  input: {
    description: 'A person to appoint.',
    argument: 'The person to appoint.',
    fields: (t) => ({
      email: t.string({ required: true, description: 'Email address used to sign in; at most 100 characters.' }),
    }),
  },
  resolve: async (input, context) => ({ operator: await appointOperator(context.peopleScope(OPERATORS_TRAIL), input) }),
  success: {
    description: 'The person is an operator, by this request or by an earlier one.',
    fields: (t) => exposed(t, { operator: [Operator, 'The operator.'] }),
  },
  errors: [InvalidValueError],
});

mutation('dismissOperator', {
  permission: 'organizations:manage',
  description:
    'Undoes the appointment of an operator, for operators, effective immediately. Memberships remain; a person without any is removed with their sessions.',
  input: {
    description: 'An operator to dismiss.',
    argument: 'The operator to dismiss.',
    fields: (t) => ({ id: t.int({ required: true, description: 'ID of the person.' }) }),
  },
  resolve: async (input, context) => ({ operator: await dismissOperator(context.peopleScope(OPERATORS_TRAIL), input) }),
  success: {
    description: 'The appointment is undone. Who is an operator by the configuration as well remains one.',
    fields: (t) => exposed(t, { operator: [Operator, 'The person, as an operator.'] }),
  },
  errors: [NotFoundError, InvalidValueError, LastOperatorError],
});

mutation('createOperatorKey', {
  permission: 'organizations:manage',
  description:
    'Creates an API key that manages organizations and memberships and reads no numbers, for operators. The key is shown only once.',
  input: {
    description: 'An API key of an operator to create.',
    argument: 'The key to create.',
    fields: (t) => ({
      name: t.string({ required: true, description: 'Name that describes its purpose; at most 80 characters.' }),
      expiresAt: t.field({
        type: 'DateTime',
        description: 'When it expires; if omitted, it is valid until it is revoked.',
      }),
    }),
  },
  resolve: (input, context) => createOperatorKey(context.scope(OPERATORS_TRAIL), input),
  success: {
    description: 'The key was created.',
    fields: (t) =>
      exposed(t, {
        key: ['String', 'The secret key, which is shown only once: send it as `X-API-Key` or `Authorization: Bearer`.'],
        operatorKey: [OperatorKey, 'The stored key, without its secret.'],
      }),
  },
  errors: [MissingFieldError, InvalidValueError, InvalidInputError],
});

mutation('revokeOperatorKey', {
  permission: 'organizations:manage',
  description:
    'Revokes an API key of an operator permanently, for operators, effective immediately. Revoking a revoked key changes nothing.',
  input: {
    description: 'An API key of an operator to revoke.',
    argument: 'The key to revoke.',
    fields: (t) => ({ id: t.int({ required: true, description: 'ID of the key.' }) }),
  },
  resolve: async (input, context) => ({ operatorKey: await revokeOperatorKey(context.scope(OPERATORS_TRAIL), input) }),
  success: {
    description: 'The key is revoked, by this request or by an earlier one.',
    fields: (t) => exposed(t, { operatorKey: [OperatorKey, 'The key, with the person who first revoked it.'] }),
  },
  errors: [NotFoundError],
});
