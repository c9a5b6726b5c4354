import { useCallback, useMemo } from 'react';
import { useOperation } from '#src/web/client/use-operation.ts';
import { type ImportSubjectFragment, ImportSubjectsOperation } from '#src/web/gql/operations.ts';
import { formatValue, type ShownValue } from '#src/web/values/format.ts';

/** The metrics, and how the values of metrics and SmartNumbers are shown. */
export interface ImportSubjects {
  /** All metrics that a name in a file can stand for. */
  readonly metrics: readonly ImportSubjectFragment[];
  /** A value in the viewer's locale; as the server has formatted it if its metric is a custom one. */
  format(key: string | null, value: ShownValue): string;
}

export function useImportSubjects(): ImportSubjects {
  const { data } = useOperation(ImportSubjectsOperation, {});
  const metrics = useMemo(() => (data ? [...data.metricDefinitions, ...data.financialHealth] : []), [data]);
  const formats = useMemo(
    () => new Map([...(data?.smartNumberDefinitions ?? []), ...metrics].map(({ key, format }) => [key, format])),
    [data, metrics],
  );
  const format = useCallback(
    (key: string | null, value: ShownValue) => {
      const known = formats.get(key ?? '');
      return known ? formatValue(value, known) : value.formatted;
    },
    [formats],
  );
  return { metrics, format };
}
