import { type ParsedVariables, VARIABLES, type VariableName } from './variables.ts';

/** Who is notified; a channel that is not configured is null. */
export interface NotifyConfig {
  readonly webhook: { readonly url: string; readonly secret: string | null } | null;
  /** The mail server; `from` is null where nothing says who sends, and `to` who of organization 1 is notified. */
  readonly mail: { readonly url: string; readonly from: string | null; readonly to: readonly string[] } | null;
}

/** Adds what is missing to `problems`. */
export function notifyOf(parsed: ParsedVariables, problems: string[]): NotifyConfig {
  const { QBR_NOTIFY_URL: url, QBR_NOTIFY_SECRET: secret } = parsed;
  if (secret !== null && url === null) nameMissing('QBR_NOTIFY_URL', 'QBR_NOTIFY_SECRET', problems);
  return { webhook: url === null ? null : { url, secret }, mail: mailOf(parsed, problems) };
}

function mailOf(
  { QBR_SMTP_URL: url, QBR_NOTIFY_TO: to, QBR_NOTIFY_FROM: from }: ParsedVariables,
  problems: string[],
): NotifyConfig['mail'] {
  // Who is notified may be stored as well.
  if (url !== null) return { url, from: from ?? userOf(url), to: to ?? [] };
  if (to !== null) nameMissing('QBR_SMTP_URL', 'QBR_NOTIFY_TO', problems);
  return null;
}

/** A value that is not valid is named once. */
function nameMissing(missing: VariableName, set: VariableName, problems: string[]): void {
  if (problems.some((problem) => problem.startsWith(`${missing} `))) return;
  problems.push(`${missing} is not set, but ${set} is; for example ${missing}=${VARIABLES[missing].example}`);
}

/** The user of the mail server, if that is an address. */
function userOf(url: string): string | null {
  const user = decodeURIComponent(new URL(url).username);
  return user.includes('@') ? user : null;
}
