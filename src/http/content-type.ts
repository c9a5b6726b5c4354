/** Content types of workbooks and tables of text. */
export const TABLE_TYPES = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.oasis.opendocument.spreadsheet',
  'text/csv',
  'text/tab-separated-values',
] as const;

/** The content type without parameters, in lower case; empty without one. */
function essenceOf(headers: Headers): string {
  const [essence = ''] = (headers.get('content-type') ?? '').split(';');
  return essence.trim().toLowerCase();
}

/** Whether the content type is `application/json` or has the suffix `+json`. */
export function isJson(headers: Headers): boolean {
  return /^application\/([\w.-]+\+)?json$/.test(essenceOf(headers));
}

/** Whether the content type is that of a workbook or of a table of text. */
export function isTable(headers: Headers): boolean {
  return TABLE_TYPES.some((type) => type === essenceOf(headers));
}

/** Whether the content type is that of a form with files. */
export function isMultipart(headers: Headers): boolean {
  return essenceOf(headers) === 'multipart/form-data';
}

/** Whether a page of another site needs a CORS preflight to send the content type: no form can send these. */
export function needsPreflight(headers: Headers): boolean {
  return isJson(headers) || isTable(headers);
}

/** The charset of the content type, in lower case; null if it has none. */
export function charsetOf(headers: Headers): string | null {
  const named = /;\s*charset\s*=\s*("[^"]*"|[^\s;]*)/i.exec(headers.get('content-type') ?? '')?.[1];
  return named === undefined ? null : named.replaceAll('"', '').trim().toLowerCase();
}
