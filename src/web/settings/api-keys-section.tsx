import { useState } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type Done, Notice } from '#src/web/controls/notice.tsx';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { ApiKeysOperation } from '#src/web/gql/operations.ts';
import { useShell } from '#src/web/shell.ts';
import { ApiKeyForm } from './api-key-form.tsx';
import { ApiKeyTable } from './api-key-table.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';

/** The API keys of programs. */
export function ApiKeysSection() {
  const { viewer } = useShell();
  const { data, error, refetch } = useOperation(ApiKeysOperation, {});
  const [made, setMade] = useState<{ readonly key: string; readonly name: string } | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const isValid = ({ state }: { readonly state: string }) => state === 'VALID';
  const ended = data?.apiKeys.filter((key) => !isValid(key)) ?? [];
  return (
    <>
      <p className="settings-lead">
        A program authenticates with its own key, sent as <code>X-API-Key</code>, and has the permissions of the key’s
        role.{viewer.isLocal && ' Local mode does not require keys.'}
      </p>
      <ApiKeyForm made={setMade} />
      {made && <NewKeyDialog name={made.name} secret={made.key} close={() => setMade(null)} />}
      <Notice done={done} />
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <Loading label="Loading the keys" />}
      {data && (
        <ApiKeyTable
          caption="Valid keys"
          keys={data.apiKeys.filter(isValid)}
          announce={(words) => setDone({ words })}
        />
      )}
      {ended.length > 0 && (
        <details className="settings-ended">
          <summary>Expired or revoked ({ended.length})</summary>
          <ApiKeyTable caption="Expired or revoked keys" keys={ended} announce={null} />
        </details>
      )}
    </>
  );
}
