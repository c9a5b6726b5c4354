import { apiKeyState } from '#src/auth/api-key.ts';
import { builder } from '#src/graphql/builder.ts';
import { exposed, nullable } from '#src/graphql/exposed.ts';
import { listOperatorKeys, type OperatorKey as OperatorKeyShape } from '#src/service/access/api-keys.ts';
import { listOperators, type Operator as OperatorShape } from '#src/service/access/operators.ts';
import { ApiKeyState, KEY_HISTORY } from './api-key.ts';
import { ORGANIZATION_INPUT } from './vocabulary.ts';

/** Operators belong to no organization; what they do to each other is in the trail of the first one. */
export const OPERATORS_TRAIL = ORGANIZATION_INPUT.defaultValue;

export const Operator = builder.objectRef<OperatorShape>('Operator').implement({
  description:
    'A person who creates organizations and gives memberships in all of them. They read the numbers of an organization only as its member.',
  fields: (t) =>
    exposed(t, {
      id: [nullable('Int'), 'ID of the person; null if only the configuration names them and they never signed in.'],
      email: [nullable('String'), 'Email address, in lower case; null if only the directory granted access before.'],
      name: [nullable('String'), 'Name from the sign-in provider; null before the first sign-in.'],
      hasSignedIn: ['Boolean', 'Whether they have signed in.'],
      lastSignInAt: [nullable('DateTime'), 'When they last signed in; null if never.'],
      isAppointed: ['Boolean', 'Whether another operator appointed them, which `dismissOperator` undoes.'],
      isConfigured: ['Boolean', 'Whether the configuration (`QBR_USERS`) makes them an operator.'],
    }),
});

export const OperatorKey = builder.objectRef<OperatorKeyShape>('OperatorKey').implement({
  description:
    'An API key that creates organizations and gives memberships, and reads no numbers. Its secret is not stored.',
  fields: (t) =>
    exposed(t, {
      id: ['Int', 'ID of the key.'],
      name: ['String', 'Name that describes its purpose.'],
      prefix: ['String', 'First characters of the key, which identify it.'],
      state: t.field({
        type: ApiKeyState,
        description: 'Current state.',
        resolve: (key, _args, { services }) => apiKeyState(key, services.clock()),
      }),
      ...KEY_HISTORY,
    }),
});

builder.queryFields((t) => ({
  operators: t.field({
    type: [Operator],
    authScopes: { permission: 'organizations:manage' },
    description: 'The operators of the installation, for operators: those here before in the order of creation.',
    resolve: (_root, _args, context) => {
      // No change of one organization says that there is another one.
      context.preventCaching();
      return listOperators(context.peopleScope(OPERATORS_TRAIL));
    },
  }),
  operatorKeys: t.field({
    type: [OperatorKey],
    authScopes: { permission: 'organizations:manage' },
    description: 'The API keys of operators, for operators, newest first, including expired and revoked ones.',
    resolve: (_root, _args, context) => {
      context.preventCaching();
      return listOperatorKeys(context.scope(OPERATORS_TRAIL));
    },
  }),
}));
