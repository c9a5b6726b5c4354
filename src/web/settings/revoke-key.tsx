import { useState } from 'react';
import { useRefusableChange } from '#src/web/client/use-refusable-change.ts';
import { type ApiKeysQuery, RevokeApiKeyOperation } from '#src/web/gql/operations.ts';
import { formatInstant } from '#src/web/values/format.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

export type ApiKey = ApiKeysQuery['apiKeys'][number];

interface RevokeKeyProps {
  readonly apiKey: ApiKey;
  announce(words: string): void;
}

/** Revokes a key permanently, after a confirmation. */
export function RevokeKey({ apiKey: { id, name, lastUsedAt }, announce }: RevokeKeyProps) {
  const [isAsking, setAsking] = useState(false);
  const { refusals, isPending, run, forget } = useRefusableChange(RevokeApiKeyOperation);
  const close = () => {
    setAsking(false);
    forget();
  };
  const revoke = () =>
    run({ input: { id } }, () => {
      close();
      announce(`The key ${name} is revoked.`);
    });
  return (
    <>
      <button
        type="button"
        className="btn btn-sm btn-outline-secondary"
        aria-label={`Revoke ${name}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </button>
      {isAsking && (
        <ConfirmDialog
          title={`Revoke the key ${name}?`}
          action="Revoke"
          confirm={revoke}
          {...{ refusals, isPending, close }}
        >
          <p>Programs that use it are rejected from now on. A revoked key cannot be restored.</p>
          <p className="mb-0">
            {lastUsedAt === null ? 'It was never used.' : `It was last used on ${formatInstant(lastUsedAt)}.`}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
