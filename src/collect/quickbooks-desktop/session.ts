import type { TransactionRange } from '#src/core/books/changed-transaction.ts';
import {
  asksForTransactions,
  type SessionStep,
  type WebConnectorSession,
} from '#src/core/books/web-connector-session.ts';
import type { Month } from '#src/core/period.ts';
import { QbxmlError, type QbxmlMessage, readMessages } from './qbxml-answer.ts';
import {
  accountRequest,
  agingRequest,
  balanceSheetRequest,
  companyRequest,
  companyRequestIds,
  deletedTransactionsRequest,
  modifiedTransactionsRequest,
  type RequestHead,
  statementRequest,
} from './qbxml-request.ts';

// The session as a state machine: pure functions from the stored session and a call to the session after it.

/** The reports of a session, by their months. */
export interface PlannedMonths {
  readonly statements: readonly Month[];
  readonly balanceSheets?: readonly Month[];
  readonly agings?: readonly Month[];
}

/** The steps of a new session: the company, the chart of accounts, then the reports of each kind, newest month first. */
export function planSteps({ statements, balanceSheets = [], agings = [] }: PlannedMonths): SessionStep[] {
  const common = { state: 'waiting', sends: 0, message: null } as const;
  const reports = (kind: SessionStep['kind'], months: readonly Month[]) =>
    [...months].reverse().map((month) => ({ kind, month, ...common }));
  return [
    { kind: 'company', month: null, ...common },
    { kind: 'accounts', month: null, ...common },
    ...reports('statement', statements),
    ...reports('balance sheet', balanceSheets),
    ...reports('aging', agings),
  ];
}

/** The most months of a session whose changed transactions are asked for. */
export const MAX_EXPLAINED_MONTHS = 12;

/** Adds the steps that ask for the transactions behind a month's difference; null where the session asks for enough months. */
export function askForTransactions(
  session: WebConnectorSession,
  month: Month,
  range: TransactionRange,
): WebConnectorSession | null {
  const { steps } = session;
  if (steps.filter(({ kind }) => kind === 'modified transactions').length >= MAX_EXPLAINED_MONTHS) return null;
  const common = { month, state: 'waiting', sends: 0, message: null, range } as const;
  return {
    ...session,
    steps: [...steps, { kind: 'modified transactions', ...common }, { kind: 'deleted transactions', ...common }],
  };
}

/** How often a request is sent whose answer never came. */
const MAX_SENDS = 3;
const UNANSWERED = `QuickBooks was asked ${MAX_SENDS} times and did not answer.`;

/** A session after a call, and the step to ask for. */
export interface NextStep {
  readonly session: WebConnectorSession;
  /** Null where nothing is left to ask. */
  readonly index: number | null;
  /** Steps that failed on the way. */
  readonly failed: readonly SessionStep[];
}

/**
 * The step to ask for: the one that was sent and not answered, since the answer to `sendRequestXML` may have been lost, else
 * the next one. A step that was sent three times fails.
 */
export function nextStep(session: WebConnectorSession): NextStep {
  const open = session.steps.findIndex(({ state }) => state === 'sent');
  const sent = session.steps[open];
  if (sent && sent.sends >= MAX_SENDS) {
    const failed = failStep(session, open, UNANSWERED);
    const next = nextStep(failed);
    const step = failed.steps[open];
    return { ...next, failed: [...(step ? [step] : []), ...next.failed] };
  }
  const index = sent ? open : session.steps.findIndex(({ state }) => state === 'waiting');
  if (index < 0) return { session, index: null, failed: [] };
  const sends = (session.steps[index]?.sends ?? 0) + 1;
  return { session: withStep(session, index, { state: 'sent', sends }), index, failed: [] };
}

/** The qbXML of a step's request. */
export function requestOf(
  session: WebConnectorSession,
  index: number,
  { ownerId, timeZone }: { readonly ownerId: string; readonly timeZone: string },
): string {
  const step = session.steps[index];
  const head: RequestHead = {
    requestId: requestIdOf(session, index),
    version: session.host?.qbxmlVersion ?? '13.0',
  };
  if (step?.kind === 'accounts') return accountRequest(head);
  if (!step?.month) return companyRequest(head, ownerId);
  if (step.kind === 'aging') return agingRequest(head, step.month);
  const { basis } = session;
  const { kind, month, range } = step;
  if (kind === 'deleted transactions' && range) return deletedTransactionsRequest(head, range);
  if (kind === 'modified transactions' && range) {
    return modifiedTransactionsRequest(head, { month, basis, timeZone }, range);
  }
  return step.kind === 'balance sheet'
    ? balanceSheetRequest(head, step.month, basis)
    : statementRequest(head, step.month, basis);
}

function requestIdOf({ id }: WebConnectorSession, index: number): string {
  return `${id}-${index}`;
}

/** What `receiveResponseXML` brings. */
export interface ReceivedAnswer {
  readonly response: string;
  /** A COM error of QuickBooks, decimal or hexadecimal; empty for none. */
  readonly hresult: string;
  readonly message: string;
}

/** What an answer is to the session. */
export type MatchedAnswer =
  /** It answers nothing that is open, such as an answer that is delivered again. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'failed'; readonly index: number; readonly message: string }
  | { readonly kind: 'answered'; readonly index: number; readonly messages: readonly QbxmlMessage[] };

/** Matches an answer with the step that was sent, by its `requestID`. */
export function matchAnswer(session: WebConnectorSession, answer: ReceivedAnswer): MatchedAnswer {
  const index = session.steps.findIndex(({ state }) => state === 'sent');
  if (isError(answer.hresult))
    return index < 0 ? { kind: 'ignored' } : { kind: 'failed', index, message: errorWords(answer) };
  let messages: QbxmlMessage[];
  try {
    messages = readMessages(answer.response);
  } catch (error) {
    if (!(error instanceof QbxmlError)) throw error;
    return index < 0 ? { kind: 'ignored' } : { kind: 'failed', index, message: error.message };
  }
  const answered = session.steps.findIndex((_, at) => isAnswerTo(session, at, messages));
  if (index < 0 || (answered >= 0 && answered !== index)) return { kind: 'ignored' };
  if (answered === index) return { kind: 'answered', index, messages };
  return { kind: 'failed', index, message: 'The answer of QuickBooks belongs to another request.' };
}

function isAnswerTo(session: WebConnectorSession, index: number, messages: readonly QbxmlMessage[]): boolean {
  const requestId = requestIdOf(session, index);
  const expected: readonly string[] =
    session.steps[index]?.kind === 'company' ? companyRequestIds({ requestId }) : [requestId];
  return messages.every(({ requestId: repeated }) => repeated !== null && expected.includes(repeated));
}

function isError(hresult: string): boolean {
  return !/^(0x)?0*$/i.test(hresult.trim());
}

const ERROR_WORDS: Readonly<Record<string, string>> = {
  '0x80040400': 'QuickBooks could not read the request',
  '0x80040401': 'QuickBooks could not be reached',
  '0x80040402': 'QuickBooks had an unexpected error (qbsdklog.txt has more)',
  '0x80040408': 'QuickBooks could not be started',
  '0x8004040a': 'Another company file is open in QuickBooks',
};
const MAX_WORDS = 500;

/** What a COM error of QuickBooks means, for a person. */
export function errorWords({ hresult, message }: Pick<ReceivedAnswer, 'hresult' | 'message'>): string {
  const code = hexOf(hresult.trim());
  const said = message.trim().slice(0, MAX_WORDS);
  return `${ERROR_WORDS[code] ?? 'QuickBooks refused the request'} (${code})${said === '' ? '.' : `: ${said}`}`;
}

/** Clients send `0x80040400`, `80040400` or the signed decimal `-2147220480`. */
function hexOf(hresult: string): string {
  if (/^-?\d{9,11}$/.test(hresult)) return `0x${(Number(hresult) >>> 0).toString(16)}`;
  return /^(0x)?[\da-f]{1,8}$/i.test(hresult) ? `0x${hresult.replace(/^0x/i, '').toLowerCase()}` : 'unknown error';
}

export function completeStep(session: WebConnectorSession, index: number): WebConnectorSession {
  return withStep(session, index, { state: 'done' });
}

/** Fails a step, once and for good; its message is that of `getLastError`. */
export function failStep(session: WebConnectorSession, index: number, message: string): WebConnectorSession {
  return { ...withStep(session, index, { state: 'failed', message }), lastError: message };
}

/** Fails all steps that have not ended. */
export function failRest(session: WebConnectorSession, message: string): WebConnectorSession {
  const steps = session.steps.map((step) => (isOpen(step) ? ({ ...step, state: 'failed', message } as const) : step));
  return { ...session, steps, lastError: message };
}

function withStep(session: WebConnectorSession, index: number, change: Partial<SessionStep>): WebConnectorSession {
  const steps = session.steps.map((step, at) => (at === index ? { ...step, ...change } : step));
  return { ...session, steps };
}

function isOpen({ state }: SessionStep): boolean {
  return state === 'waiting' || state === 'sent';
}

/** Whether every step has ended. */
export function isComplete({ steps }: WebConnectorSession): boolean {
  return !steps.some(isOpen);
}

/** The whole percentage of steps that have ended; 100 only at the end. */
export function percentOf({ steps }: WebConnectorSession): number {
  const ended = steps.filter((step) => !isOpen(step)).length;
  return steps.length === 0 ? 100 : Math.floor((100 * ended) / steps.length);
}

/** The statements of a session in a state. */
export function statementsIn({ steps }: WebConnectorSession, state: SessionStep['state']): SessionStep[] {
  return steps.filter((step) => step.kind === 'statement' && step.state === state);
}

/** The reports beside the statements that have failed. */
export function failedFurther({ steps }: WebConnectorSession): SessionStep[] {
  return steps.filter(({ kind, state }) => (kind === 'balance sheet' || kind === 'aging') && state === 'failed');
}

/** The steps for transactions that have not ended. */
export function openTransactions({ steps }: WebConnectorSession): SessionStep[] {
  return steps.filter((step) => asksForTransactions(step.kind) && isOpen(step));
}
