import type { ReactNode } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { Failure, Loading } from '#src/web/controls/query-states.tsx';
import { SettingsOperation } from '#src/web/gql/operations.ts';
import type { Setting } from './setting-words.ts';

/** Loads the settings for what shows them. */
export function WithSettings({ children }: { children(settings: readonly Setting[]): ReactNode }) {
  const { data, error, refetch } = useOperation(SettingsOperation, {});
  if (data?.organization) return children(data.organization.settings);
  return error ? <Failure error={error} retry={refetch} /> : <Loading label="Loading the settings" />;
}
