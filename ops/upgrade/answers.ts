import { print } from 'graphql';
import {
  UpgradeBooksDocument,
  UpgradeKeysDocument,
  UpgradeRecordsDocument,
  UpgradeValuesDocument,
} from '../../test/kit/gql/operations.ts';

/** A request that later versions must answer as the recorded one did, with what it said. */
export interface RecordedAnswer {
  readonly request: RecordedRequest;
  readonly answer: unknown;
}

/** A REST path that is read, or a GraphQL document with its variables. */
export type RecordedRequest =
  | { readonly path: string }
  | { readonly query: string; readonly variables: Readonly<Record<string, unknown>> };

type Document = Parameters<typeof print>[0];

/** Asks a server. @throws Error for an answer that is an error */
export async function ask(url: string, request: RecordedRequest): Promise<unknown> {
  if ('path' in request) {
    const response = await fetch(`${url}${request.path}`);
    if (!response.ok) throw new Error(`${request.path}: ${response.status} ${await response.text()}`);
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return isJson ? response.json() : response.text();
  }
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const { data, errors } = (await response.json()) as { readonly data: unknown; readonly errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** Executes an operation; a mutation must succeed. */
export async function execute<Data>(url: string, document: Document, variables: object = {}): Promise<Data> {
  const data = await ask(url, { query: print(document), variables: { ...variables } });
  for (const { __typename: type } of Object.values(data as Record<string, { readonly __typename?: string }>)) {
    if (type?.endsWith('Error')) throw new Error(`${print(document)}: ${type}`);
  }
  return data as Data;
}

/** Everything that is compared, with its answers of now. */
export async function recordAnswers(
  url: string,
  months: { readonly ended: readonly string[]; readonly running: string },
): Promise<RecordedAnswer[]> {
  const requests = [...(await graphqlRequests(url, months.ended)), ...restRequests(months)];
  const answers: RecordedAnswer[] = [];
  for (const request of requests) answers.push({ request, answer: await ask(url, request) });
  return answers;
}

interface Keys {
  readonly metricDefinitions: readonly { readonly key: string }[];
  readonly smartNumberDefinitions: readonly { readonly key: string }[];
}

/** By the keys of now: a later version may have more metrics. */
async function graphqlRequests(url: string, months: readonly string[]): Promise<RecordedRequest[]> {
  const { metricDefinitions, smartNumberDefinitions } = await execute<Keys>(url, UpgradeKeysDocument);
  const keys = {
    metrics: metricDefinitions.map(({ key }) => key),
    smartNumbers: smartNumberDefinitions.map(({ key }) => key),
  };
  const values = print(UpgradeValuesDocument);
  return [
    ...[...months, ...wholeQuarters(months)].map((period) => ({ query: values, variables: { period, ...keys } })),
    ...months.map((period) => ({ query: print(UpgradeBooksDocument), variables: { period } })),
    { query: print(UpgradeRecordsDocument), variables: { until: new Date().toISOString() } },
  ];
}

function restRequests({ ended, running }: { readonly ended: readonly string[]; readonly running: string }) {
  const [first = '', last = ''] = [ended[0], ended.at(-1)];
  const paths = [
    ...[...ended, running].map((period) => `/metrics/monthly?period=${period}`),
    ...wholeQuarters(ended).map((period) => `/metrics/quarterly?period=${period}`),
    ...[...ended, ...wholeQuarters(ended)].map((period) => `/smartnumbers?period=${period}`),
    '/thresholds',
    `/export/values?from=${first}&to=${last}&format=csv`,
  ];
  return paths.map((path) => ({ path: `/api/qbr${path}` }));
}

/** The quarters all of whose months are given. */
function wholeQuarters(months: readonly string[]): string[] {
  const quarterOf = (month: string) => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  const quarters = [...new Set(months.map(quarterOf))];
  return quarters.filter((quarter) => months.filter((month) => quarterOf(month) === quarter).length === 3);
}
