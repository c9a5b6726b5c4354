import { setTimeout } from 'node:timers/promises';
import { type CompanyFile, openCompanyFile, type QuickBooksAnswer } from './company-file.ts';
import type { CompanyState } from './company-state.ts';
import { createSoapClient, type SoapClient } from './soap-client.ts';

/** An application in the Web Connector, and the QuickBooks that runs beside it. */
export interface ConnectorSettings {
  /** AppURL. */
  readonly url: string;
  readonly userName: string;
  readonly password: string;
  readonly company: CompanyState;
  /** Whether the first call brings host, company and preferences; on by default. */
  readonly sendsHcp?: boolean;
  /** Runs before each call; may change what is between the two sides, or throw to die. */
  readonly beforeCall?: (call: { readonly method: string; readonly number: number }) => Promise<void> | void;
  /** Opens QuickBooks; a COM error where it cannot be opened. */
  readonly open?: (path: string) => { readonly hresult: string; readonly message: string } | null;
  /** Pause after `NoOp`; 5 s in the real one. */
  readonly pauseMs?: number;
}

/** One call and what was answered. */
export interface LoggedCall {
  readonly method: string;
  readonly answer: readonly string[];
}

/** What the Web Connector's window shows after an update. */
export interface UpdateResult {
  readonly calls: readonly LoggedCall[];
  /** `nvu`, `none`, `busy`, or empty. */
  readonly state: string;
  /** The last percentage; null where no answer was handed over. */
  readonly percent: number | null;
  /** The answer of `getLastError`; null where it was not asked. */
  readonly lastError: string | null;
  /** The answer of `closeConnection`; null where the connection was not closed. */
  readonly closed: string | null;
}

const MAX_CALLS = 1_000;

/** One update, in the order of calls of the real Web Connector. */
export async function update(settings: ConnectorSettings): Promise<UpdateResult> {
  const client = createSoapClient(settings.url);
  const calls: LoggedCall[] = [];
  const call = async (method: string, ...parameters: [string, string | null][]): Promise<readonly string[]> => {
    if (calls.length >= MAX_CALLS) throw new Error('The update never ends');
    await settings.beforeCall?.({ method, number: calls.length });
    const answer = await client.call(method, parameters);
    calls.push({ method, answer });
    return answer;
  };
  try {
    return { calls, ...(await converse(settings, call)) };
  } finally {
    client.close();
  }
}

type Call = (method: string, ...parameters: [string, string | null][]) => Promise<readonly string[]>;

async function converse(settings: ConnectorSettings, call: Call): Promise<Omit<UpdateResult, 'calls'>> {
  await call('serverVersion');
  const [version = ''] = await call('clientVersion', ['strVersion', '2.3.0.36']);
  if (/^[EO]:/.test(version)) return { state: version, percent: null, lastError: null, closed: null };
  const { userName, password } = settings;
  const [ticket = '', state = ''] = await call('authenticate', ['strUserName', userName], ['strPassword', password]);
  const close = async () => (await call('closeConnection', ['ticket', ticket]))[0] ?? '';
  if (['nvu', 'none', 'busy'].includes(state)) {
    return { state, percent: null, lastError: null, closed: await close() };
  }
  if (!(await openCompany(settings, call, { ticket, path: state }))) {
    return { state: '', percent: null, lastError: null, closed: await close() };
  }
  const ended = await exchange(settings, call, ticket);
  return { state: '', ...ended, closed: await close() };
}

/** Asks `connectionError` what to do until the file opens, or the other side gives up. */
async function openCompany(
  { open = () => null }: ConnectorSettings,
  call: Call,
  { ticket, path }: { readonly ticket: string; readonly path: string },
): Promise<boolean> {
  for (let asked = path; ; ) {
    const failure = open(asked);
    if (!failure) return true;
    const { hresult, message } = failure;
    const [next = ''] = await call('connectionError', ['ticket', ticket], ['hresult', hresult], ['message', message]);
    if (next === 'done') return false;
    asked = next;
  }
}

async function exchange(
  { company: state, sendsHcp = true, pauseMs = 5_000 }: ConnectorSettings,
  call: Call,
  ticket: string,
): Promise<Pick<UpdateResult, 'percent' | 'lastError'>> {
  const company: CompanyFile = openCompanyFile(state);
  let percent: number | null = null;
  const lastErrorOf = async () => (await call('getLastError', ['ticket', ticket]))[0] ?? '';
  for (let hcp: string = sendsHcp ? company.hcpResponse() : ''; ; hcp = '') {
    const [request = ''] = await call('sendRequestXML', ...requestParameters(ticket, hcp, state));
    if (request === '' || request === 'NoOp') {
      const lastError = await lastErrorOf();
      if (lastError !== 'NoOp') return { percent, lastError };
      await setTimeout(pauseMs);
      continue;
    }
    const [answer = ''] = await call('receiveResponseXML', ...answerParameters(ticket, company.answer(request)));
    if (!/^-?\d+$/.test(answer)) throw new Error(`${answer} is no percentage`);
    percent = Number(answer);
    if (percent < 0) return { percent, lastError: await lastErrorOf() };
    if (percent >= 100) return { percent, lastError: null };
  }
}

export function requestParameters(ticket: string, hcp: string, { path, qbxmlVersion }: CompanyState) {
  return [
    ['ticket', ticket],
    ['strHCPResponse', hcp],
    ['strCompanyFileName', path],
    ['qbXMLCountry', 'US'],
    ['qbXMLMajorVers', String(qbxmlVersion[0])],
    ['qbXMLMinorVers', String(qbxmlVersion[1])],
  ] satisfies [string, string][];
}

/** Without an error the two last elements are empty, or missing. */
export function answerParameters(ticket: string, { response, hresult, message }: QuickBooksAnswer) {
  return [
    ['ticket', ticket],
    ['response', response],
    ['hresult', hresult],
    ['message', hresult === '' ? null : message],
  ] satisfies [string, string | null][];
}

/** Adds an application, as a person does with a `.qwc` file: its settings, after the check of AppURL and AppSupport. */
export async function addApplication(
  qwc: string,
): Promise<Pick<ConnectorSettings, 'url' | 'userName'> & { readonly ids: NonNullable<CompanyState['ids']> }> {
  const of = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(qwc)?.[1] ?? '';
  const [url, support] = [of('AppURL'), of('AppSupport')];
  if (new URL(url).host !== new URL(support).host) throw new Error('QBWC1000: AppURL and AppSupport differ');
  for (const address of [url, support]) {
    const client: SoapClient = createSoapClient(address);
    const { status } = await client.get();
    client.close();
    if (status !== 200) throw new Error(`QBWC1003: ${address} answered ${status}`);
  }
  const guid = (name: string) => of(name).replace(/[{}]/g, '');
  return { url, userName: of('UserName'), ids: { ownerId: guid('OwnerID'), fileId: guid('FileID') } };
}
