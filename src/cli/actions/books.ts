import type { App } from '#src/app.ts';
import { EXIT, type ExitStatus } from '#src/cli/exit-status.ts';
import { operatorScope } from '#src/cli/operator-scope.ts';
import { localTime } from '#src/cli/output.ts';
import type { Terminal } from '#src/cli/terminal.ts';
import { counted } from '#src/core/words.ts';
import { connectBooks, pauseBooks, webConnectorUrl } from '#src/service/books/connect.ts';
import { type BooksStatus, booksStatus, type OnlineStatus } from '#src/service/books/status.ts';

export interface ConnectOptions {
  readonly user?: string;
  /** The file to write. */
  readonly qwc?: string;
}

/** The action of `qbr books connect`. */
export async function connect(app: App, terminal: Terminal, { user, qwc: file }: ConnectOptions): Promise<ExitStatus> {
  const { print, printError, requireWritable, saveFile } = terminal;
  // The password is shown once, and an earlier one is no longer valid.
  if (file !== undefined) await requireWritable(file);
  const { userName, password, qwc } = await connectBooks(operatorScope(app, terminal), {
    userName: user,
    publicUrl: webConnectorUrl(app.config.http),
  });
  print(password);
  printError(`The password of ${userName}. It cannot be shown again: type it into the Web Connector.`);
  if (file === undefined) {
    printError('Write the file for the Web Connector with --qwc FILE; that makes a new password.');
    return EXIT.done;
  }
  await saveFile(file, qwc);
  printError(`Wrote ${file}. Add it to the Web Connector, and allow it to read while QuickBooks is closed.`);
  return EXIT.done;
}

/** The action of `qbr books status`. */
export async function showStatus(
  app: App,
  terminal: Terminal,
  { json }: { readonly json?: true },
): Promise<ExitStatus> {
  const scope = operatorScope(app, terminal);
  const status = await booksStatus(scope);
  if (json) terminal.printJson(statusJson(status));
  else terminal.print(statusText(status, scope.organization.timeZone));
  return EXIT.done;
}

/** The shape that scripts rely on. */
function statusJson({ connected, company, lastSessionAt, mapping, unmapped }: BooksStatus) {
  const accounts = unmapped.map(({ account, section, amount }) => ({ account, section, amount }));
  return { connected, company, lastSessionAt, mapping, unmapped: accounts };
}

function statusText(status: BooksStatus, timeZone: string): string {
  if (!status.connected) return 'QuickBooks is not connected: qbr books connect --qwc FILE';
  const { closingDate, mapping, unmapped } = status;
  return [
    ...(status.userName === null ? [] : connectorText(status, timeZone)),
    ...(status.online ? [onlineText(status.online, timeZone)] : []),
    `Closing date in QuickBooks: ${closingDate ?? 'none'}`,
    `Mapping of accounts: ${mapping}`,
    ...(unmapped.length > 0 ? [`${counted(unmapped.length, 'account')} without a metric:`] : []),
    ...unmapped.map(({ account, section, amount }) => `  ${account} (${section}) ${amount}`),
    ...(status.userName === null
      ? []
      : ['After a new certificate of this server, approve the application again in the Web Connector.']),
  ].join('\n');
}

function connectorText(
  { company, userName, paused, lastSessionAt, lastError }: BooksStatus,
  timeZone: string,
): string[] {
  const session = lastSessionAt ? localTime(lastSessionAt, timeZone) : 'none yet';
  return [
    `QuickBooks: ${company ?? 'no company file yet'}, user name ${userName}${paused ? ', paused' : ''}`,
    `Last session: ${session}${lastError === null ? '' : `; ${lastError}`}`,
  ];
}

function onlineText({ company, state, endsAt, lastReadAt }: OnlineStatus, timeZone: string): string {
  const read = lastReadAt ? localTime(lastReadAt, timeZone) : 'not yet';
  const end = localTime(endsAt, timeZone);
  const consent =
    state === 'ended'
      ? `the consent ended at ${end}: connect it again in the settings`
      : `the consent ends at ${end}${state === 'ending' ? ': connect it again in the settings before' : ''}`;
  return `QuickBooks Online: ${company}, last read ${read}; ${consent}`;
}

/** The action of `qbr books pause` and `qbr books resume`. */
export async function pause(app: App, terminal: Terminal, paused: boolean): Promise<ExitStatus> {
  await pauseBooks(operatorScope(app, terminal), paused);
  terminal.print(paused ? 'The reading of the books is paused.' : 'The books are read again.');
  return EXIT.done;
}
