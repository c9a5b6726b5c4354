/**
 * The form in which metric names are compared (docs/calculations.md section 2): lower case, without a leading `# of `, and
 * without spaces and punctuation other than `%` and `$`. So `# of Reactive Tickets Created` is `reactive_tickets_created`,
 * but `Net Profit %` is not `net_profit`.
 */
export function comparableName(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/^#\s*of\s+/, '')
    .replace(/[^\p{L}\p{N}%$]/gu, '');
}
