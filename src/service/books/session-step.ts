import {
  type CompanyReading,
  QbxmlError,
  type QbxmlMessage,
  readAccounts,
  readCompany,
  readMessages,
} from '#src/collect/quickbooks-desktop/qbxml-answer.ts';
import { qbxmlVersion } from '#src/collect/quickbooks-desktop/qbxml-request.ts';
import {
  completeStep,
  failStep,
  isComplete,
  matchAnswer,
  nextStep,
  percentOf,
  type ReceivedAnswer,
  requestOf,
  statementsIn,
} from '#src/collect/quickbooks-desktop/session.ts';
import { mappingFor } from '#src/core/books/account-mapping.ts';
import { isAsked } from '#src/core/books/further-readings.ts';
import {
  asksForTransactions,
  type SessionStep,
  type WebConnectorSession,
} from '#src/core/books/web-connector-session.ts';
import { QbrError } from '#src/core/errors.ts';
import type { AuditNote, Scope } from '#src/service/scope.ts';
import { readMappings } from '#src/store/account-mappings.ts';
import { type BooksConnection, updateBooksConnection } from '#src/store/books-connections.ts';
import type { Transaction } from '#src/store/engine/database.ts';
import { saveWebConnectorSession } from '#src/store/web-connector-sessions.ts';
import { addNotes, explainDifference, takeTransactions } from './changed-transactions.ts';
import { decideCompany, recordCompany } from './company.ts';
import { confirmedMappings } from './mapping-document.ts';
import { readFurtherAnswer } from './read-further-answer.ts';
import { readStatementAnswer } from './read-statement-answer.ts';
import { endSession, failMonths } from './session-end.ts';
import type { BooksSettings } from './settings.ts';
import { furtherRefusalText, refusalText, transactionsRefusalText } from './statement-refusal.ts';
import { storeFurther } from './store-further.ts';
import { storeStatements } from './store-statements.ts';

/** A call on an open session, in the transaction that stores everything that follows from it. */
export interface StepContext {
  readonly tx: Transaction;
  readonly settings: BooksSettings;
  readonly connection: BooksConnection;
  readonly session: WebConnectorSession;
  /** The Web Connector as viewer, at this instant. */
  readonly scope: Scope;
  readonly at: Date;
}

/** For the history of values. */
const REASON = 'QuickBooks Web Connector';

/** The answer to a call, with its audit entries. */
export interface StepAnswer<T> {
  readonly answer: T;
  readonly audit: readonly AuditNote[];
}

/** What `sendRequestXML` says of the other side. */
export interface RequestCall {
  /** Host, company and preferences; only in the first call of a session, and then not always. */
  readonly hcpResponse: string;
  readonly companyFile: string;
  readonly country: string;
  readonly majorVersion: string;
  readonly minorVersion: string;
}

/** The next request; empty where there is none, or the session was refused (`getLastError` tells). */
export async function sendRequest(context: StepContext, call: RequestCall): Promise<StepAnswer<string>> {
  const host = {
    companyFile: call.companyFile,
    country: call.country,
    qbxmlVersion: qbxmlVersion(call.majorVersion, call.minorVersion),
  };
  const started = { ...context, session: { ...context.session, host: context.session.host ?? host } };
  const { session, audit } = await takeCompanyFromFirstCall(started, call.hcpResponse);
  if (session.endedAt) return { answer: '', audit };
  const next = nextStep(session);
  await failSteps(context, next.session, next.failed);
  const current = { ...next.session, lastCallAt: context.at };
  if (next.index === null) {
    await endWhereComplete({ ...context, session: current });
    return { answer: '', audit };
  }
  await saveWebConnectorSession(context.tx, context.settings.organizationId, current);
  const { connection, settings } = context;
  const given = { ownerId: connection.ownerId, timeZone: settings.timeZone };
  return { answer: requestOf(current, next.index, given), audit };
}

interface Taken {
  readonly session: WebConnectorSession;
  readonly audit: readonly AuditNote[];
}

/** The company from the text of the first call. One that cannot be read is asked for like a missing one. */
async function takeCompanyFromFirstCall(context: StepContext, hcpResponse: string): Promise<Taken> {
  const { session, connection } = context;
  if (hcpResponse.trim() === '' || session.steps[0]?.state !== 'waiting') return { session, audit: [] };
  try {
    const open = readCompany(readMessages(hcpResponse), connection.ownerId);
    return await takeCompany(context, open, 0);
  } catch (error) {
    if (error instanceof QbxmlError) return { session, audit: [] };
    throw error;
  }
}

async function takeCompany(context: StepContext, open: CompanyReading, index: number): Promise<Taken> {
  const { tx, settings, connection, session, at } = context;
  const path = session.host?.companyFile ?? '';
  const decision = decideCompany(connection, { ...open, path }, at);
  if (!decision.accepted) return refuseSession(context, index, decision.reason);
  const audit = await recordCompany(tx, settings.organizationId, { connection, open, decision, at });
  return { session: completeStep(session, index), audit };
}

async function refuseSession(
  { tx, settings, session, at }: StepContext,
  index: number,
  reason: string,
): Promise<Taken> {
  const failed = failStep(session, index, reason);
  return { session: await endSession(tx, settings, failed, { at, reason, isTransient: false }), audit: [] };
}

/** The percentage after an answer; negative where `getLastError` tells what went wrong. */
export async function receiveAnswer(context: StepContext, answer: ReceivedAnswer): Promise<StepAnswer<number>> {
  const { settings, at } = context;
  const matched = matchAnswer(context.session, answer);
  if (matched.kind === 'ignored') return { answer: percentage(context.session), audit: [] };
  const { session, audit } =
    matched.kind === 'failed'
      ? await failAnswered(context, matched.index, matched.message)
      : await takeAnswer(context, matched.index, matched.messages);
  const current = { ...session, lastCallAt: at };
  if (!current.endedAt && !(await endWhereComplete({ ...context, session: current }))) {
    await saveWebConnectorSession(context.tx, settings.organizationId, current);
  }
  return { answer: percentage(current), audit };
}

/** 100 ends the session; if it brought no month at all, it is negative, so that the Web Connector shows why. */
export function percentage(session: WebConnectorSession): number {
  return isComplete(session) && statementsIn(session, 'done').length === 0 ? -1 : percentOf(session);
}

async function takeAnswer(context: StepContext, index: number, messages: readonly QbxmlMessage[]): Promise<Taken> {
  const { tx, settings, session } = context;
  const [message] = messages;
  const step = session.steps[index];
  if (!step || !message) throw new RangeError(`Step ${index} is not one of session ${session.id}`);
  if (step.kind === 'company') return takeCompanyAnswer(context, index, messages);
  if (step.kind === 'statement') return takeStatement(context, index, message);
  if (asksForTransactions(step.kind)) return takeNamedTransactions(context, index, message);
  if (step.kind !== 'accounts') return takeFurther(context, { index, kind: step.kind }, message);
  if (message.refusal !== null) return failAnswered(context, index, message.refusal);
  await updateBooksConnection(tx, settings.organizationId, { accounts: readAccounts(message) });
  return { session: completeStep(session, index), audit: [] };
}

async function takeCompanyAnswer(
  context: StepContext,
  index: number,
  messages: readonly QbxmlMessage[],
): Promise<Taken> {
  try {
    return await takeCompany(context, readCompany(messages, context.connection.ownerId), index);
  } catch (error) {
    if (error instanceof QbxmlError) return refuseSession(context, index, error.message);
    throw error;
  }
}

/** Stores one month, or refuses it; the others are not touched. */
async function takeStatement(context: StepContext, index: number, message: QbxmlMessage): Promise<Taken> {
  const { tx, settings, scope, connection, session } = context;
  const month = session.steps[index]?.month;
  if (!month) throw new RangeError(`Step ${index} has no month`);
  const { basis } = session;
  const { statement, refusal } = readStatementAnswer(message, { month, basis, chart: connection.accounts });
  if (refusal !== null) return failAnswered(context, index, refusal);
  const vendorId = settings.database.vendorIds.quickbooks;
  const origin = { vendorId, source: 'web_connector', runId: session.runId, import: null } as const;
  try {
    const { result, audit } = await storeStatements(tx, scope, { statements: [statement], origin, reason: REASON });
    const done = { ...context, session: completeStep(session, index) };
    const [stored] = result.months;
    return { session: stored ? await explainDifference(done, stored) : done.session, audit };
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    return failAnswered(context, index, refusalText(month, error.message));
  }
}

/** Stores which transactions are behind a difference. Without them the statement stays as it is. */
async function takeNamedTransactions(context: StepContext, index: number, message: QbxmlMessage): Promise<Taken> {
  const { session, connection } = context;
  const { kind, month, range } = session.steps[index] ?? {};
  if (!kind || !asksForTransactions(kind) || !month || !range) throw new RangeError(`Step ${index} has no range`);
  const asked = { kind, month, range, chart: connection.accounts ?? [] };
  const refusal = await takeTransactions(context, asked, message);
  if (refusal !== null) return failAnswered(context, index, refusal);
  return { session: completeStep(session, index), audit: [] };
}

/** Stores what a month's balance sheet or receivables give, or refuses the report. A metric that is not asked for any more is left. */
async function takeFurther(
  context: StepContext,
  { index, kind }: { readonly index: number; readonly kind: 'balance sheet' | 'aging' },
  message: QbxmlMessage,
): Promise<Taken> {
  const { tx, settings, scope, connection, session } = context;
  const month = session.steps[index]?.month;
  if (!month) throw new RangeError(`Step ${index} has no month`);
  const { organizationId, database } = settings;
  const mapping = mappingFor(confirmedMappings(await readMappings(tx, organizationId)), month);
  const isWanted = mapping && isAsked(mapping.further, kind === 'aging' ? 'ar_over_90_days' : 'cash_reserve');
  if (!isWanted) return { session: completeStep(session, index), audit: [] };
  const asked = { kind, month, basis: session.basis, further: mapping.further, chart: connection.accounts };
  const { value, refusal } = readFurtherAnswer(message, asked);
  if (refusal !== null) return failAnswered(context, index, refusal);
  const origin = { vendorId: database.vendorIds.quickbooks, runId: session.runId };
  try {
    const { audit } = await storeFurther(tx, scope, { values: [value], origin, reason: REASON });
    return { session: completeStep(session, index), audit };
  } catch (error) {
    if (!(error instanceof QbrError)) throw error;
    return failAnswered(context, index, furtherRefusalText(kind, month, error.message));
  }
}

/** Without the company nothing may be read; any other step fails alone. */
async function failAnswered(context: StepContext, index: number, message: string): Promise<Taken> {
  const { session } = context;
  const step = session.steps[index];
  if (step?.kind === 'company') return refuseSession(context, index, message);
  const failed = failStep(session, index, message);
  await failSteps(context, failed, failed.steps[index] ? [failed.steps[index]] : []);
  return { session: failed, audit: [] };
}

async function failSteps(
  { tx, settings, at }: StepContext,
  session: WebConnectorSession,
  steps: readonly SessionStep[],
): Promise<void> {
  const failed = steps.flatMap(({ kind, month, message }) =>
    month === null || message === null ? [] : [{ kind, month, message }],
  );
  const statements = failed.filter(({ kind }) => kind === 'statement');
  const notes = failed
    .filter((step) => !statements.includes(step))
    .map(({ kind, month, message }) => ({
      month,
      notes: asksForTransactions(kind) ? transactionsRefusalText(month, message) : message,
    }));
  await addNotes({ tx, settings, session }, notes);
  for (const message of new Set(statements.map((step) => step.message))) {
    const months = statements.filter((step) => step.message === message).map(({ month }) => month);
    await failMonths(tx, settings, session, { months, message, at, isTransient: false });
  }
}

async function endWhereComplete({ tx, settings, session, at }: StepContext): Promise<boolean> {
  if (!isComplete(session)) return false;
  await endSession(tx, settings, session, { at, reason: '' });
  return true;
}
