import { hashSecret } from '#src/auth/secret.ts';
import { connectorViewer } from '#src/auth/viewer.ts';
import { errorWords } from '#src/collect/quickbooks-desktop/session.ts';
import type { ConnectorAnswer, ConnectorCall } from '#src/collect/quickbooks-desktop/soap.ts';
import type { WebConnectorSession } from '#src/core/books/web-connector-session.ts';
import { write } from '#src/service/scope.ts';
import { readBooksConnection } from '#src/store/books-connections.ts';
import { withinEach } from '#src/store/engine/organization-context.ts';
import {
  findTicketHolder,
  findWebConnectorSession,
  openWebConnectorSessions,
  saveWebConnectorSession,
} from '#src/store/web-connector-sessions.ts';
import { endSession, isSilent, outcomeText, SILENCE_MS } from './session-end.ts';
import { authenticateConnector } from './session-start.ts';
import { percentage, receiveAnswer, type StepAnswer, type StepContext, sendRequest } from './session-step.ts';
import { type BooksSettings, scopeOf } from './settings.ts';

/** The answer to a call, and whether it was a sign-in with a wrong user name or password. */
export interface CallResult {
  readonly answer: ConnectorAnswer;
  readonly isRefused: boolean;
}

/** The server's side of the Web Connector. All state is in the database, by ticket. */
export interface WebConnector {
  /** Carries out a call of one of the eight methods. Faults of QuickBooks and of the other side are answers, not errors. */
  call(call: ConnectorCall, from: { readonly address: string | null }): Promise<CallResult>;
  /** Ends the sessions that have been silent for 30 minutes. @returns their number */
  endSilent(): Promise<number>;
}

const UNKNOWN = 'This session is unknown or has ended. The next update begins a new one.';
const SILENT = 'The Web Connector was silent for 30 minutes before this month was read.';
const CLOSED = 'The Web Connector closed the connection before this month was read.';
/** How often the Web Connector is told to try again to open the company file. */
const MAX_CONNECTION_ERRORS = 2;

export function createWebConnector(settings: BooksSettings): WebConnector {
  return withinEach<WebConnector>(settings.organizationId, {
    async call(call, from) {
      if (call.method !== 'authenticate') return { answer: await answerCall(settings, call), isRefused: false };
      const { strUserName: userName, strPassword: password } = call.parameters;
      return authenticateConnector(settings, { userName, password, ...from });
    },
    endSilent: () => endSilent(settings),
  });
}

function answerCall(
  settings: BooksSettings,
  { method, parameters }: Exclude<ConnectorCall, { method: 'authenticate' }>,
): Promise<ConnectorAnswer> {
  switch (method) {
    case 'serverVersion':
      return Promise.resolve(settings.version);
    case 'clientVersion':
      return Promise.resolve('');
    case 'sendRequestXML':
      return onSession(settings, parameters.ticket, {
        open: (context) =>
          sendRequest(context, {
            hcpResponse: parameters.strHCPResponse,
            companyFile: parameters.strCompanyFileName,
            country: parameters.qbXMLCountry,
            majorVersion: parameters.qbXMLMajorVers,
            minorVersion: parameters.qbXMLMinorVers,
          }),
        ended: () => '',
      });
    case 'receiveResponseXML':
      return onSession(settings, parameters.ticket, {
        open: (context) => receiveAnswer(context, parameters),
        // An answer that is delivered again after the last one.
        ended: (session) => (session ? percentage(session) : -1),
      });
    case 'connectionError':
      return onSession(settings, parameters.ticket, {
        open: (context) => retryConnection(context, parameters),
        ended: () => 'done',
      });
    case 'getLastError':
      return onSession(settings, parameters.ticket, {
        open: async ({ session }) => ({ answer: session.lastError ?? 'No error.', audit: [] }),
        ended: (session) => session?.lastError ?? (session ? 'No error.' : UNKNOWN),
      });
    case 'closeConnection':
      return onSession(settings, parameters.ticket, {
        open: async (context) => ({ answer: outcomeText(await end(context, CLOSED)), audit: [] }),
        ended: (session) => (session ? outcomeText(session) : 'OK'),
      });
  }
}

/** What to answer for a session that is open, and for one that has ended or is unknown. */
interface SessionAnswers<T> {
  readonly open: (context: StepContext) => Promise<StepAnswer<T>>;
  readonly ended: (session: WebConnectorSession | null) => T;
}

/** Runs a call on the session of a ticket in one transaction, which excludes all other writers of the organization. */
async function onSession<T>(settings: BooksSettings, ticket: string, { open, ended }: SessionAnswers<T>): Promise<T> {
  const { database, organizationId } = settings;
  const ticketHash = hashSecret(ticket);
  // Unknown tickets cost no lock.
  const holder = await findTicketHolder(database.prisma, organizationId, ticketHash);
  if (!holder) return ended(null);
  const scope = scopeOf(settings, connectorViewer(holder.userName, holder.address));
  return write(scope, { permission: 'collection:run' }, async (tx) => {
    const session = await findWebConnectorSession(tx, organizationId, ticketHash);
    const connection = session?.endedAt === null ? await readBooksConnection(tx, organizationId) : null;
    if (!session || !connection) return { result: ended(session), audit: [] };
    const context = { tx, settings, scope, connection, session, at: scope.at };
    if (isSilent(session, scope.at)) return { result: ended(await end(context, SILENT)), audit: [] };
    const { answer, audit } = await open(context);
    return { result: answer, audit };
  });
}

function end({ tx, settings, session, at }: StepContext, reason: string): Promise<WebConnectorSession> {
  return endSession(tx, settings, session, { at, reason });
}

/** Tries again with whatever company file is open, twice; then gives up. */
async function retryConnection(
  context: StepContext,
  error: { readonly hresult: string; readonly message: string },
): Promise<StepAnswer<string>> {
  const { tx, settings, session, at } = context;
  const reason = `The company file could not be opened. ${errorWords(error)}`;
  if (session.connectionErrors >= MAX_CONNECTION_ERRORS) {
    await end(context, reason);
    return { answer: 'done', audit: [] };
  }
  const connectionErrors = session.connectionErrors + 1;
  const waiting = { ...session, connectionErrors, lastError: reason, lastCallAt: at };
  await saveWebConnectorSession(tx, settings.organizationId, waiting);
  return { answer: '', audit: [] };
}

async function endSilent(settings: BooksSettings): Promise<number> {
  const { database, organizationId, clock, logger } = settings;
  const silentSince = new Date(clock().getTime() - SILENCE_MS);
  const silent = await openWebConnectorSessions(database.prisma, organizationId, { silentSince });
  if (silent.length === 0) return 0;
  const scope = scopeOf(settings, connectorViewer('silent', null));
  const ended = await write(scope, { permission: 'collection:run' }, async (tx) => {
    // Another program may have ended some meanwhile.
    const sessions = await openWebConnectorSessions(tx, organizationId, { silentSince });
    for (const session of sessions) await endSession(tx, settings, session, { at: scope.at, reason: SILENT });
    return { result: sessions.map(({ id }) => id), audit: [] };
  });
  if (ended.length > 0) logger.warn({ sessions: ended }, 'Ended sessions of the Web Connector that fell silent');
  return ended.length;
}
