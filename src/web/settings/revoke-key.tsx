import { ConfirmedAction } from '#src/web/controls/confirmed-action.tsx';
import { type ApiKeysQuery, RevokeApiKeyOperation } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';

export type ApiKey = ApiKeysQuery['apiKeys'][number];

interface RevokeKeyProps {
  readonly apiKey: ApiKey;
  announce(words: string): void;
}

/** Revokes a key permanently, after a confirmation. */
export function RevokeKey({ apiKey: { id, name, lastUsedAt }, announce }: RevokeKeyProps) {
  return (
    <ConfirmedAction
      action="Revoke"
      label={`Revoke ${name}`}
      question={`Revoke the key ${name}?`}
      operation={RevokeApiKeyOperation}
      variables={{ input: { id } }}
      whenDone={() => announce(`The key ${name} is revoked.`)}
    >
      <p>Programs that use it are rejected from now on. A revoked key cannot be restored.</p>
      <p className="mb-0">
        {lastUsedAt === null ? 'It was never used.' : `It was last used on ${formatInstant(lastUsedAt)}.`}
      </p>
    </ConfirmedAction>
  );
}
