/** A path within a JSON document as text: `metrics[2].metric_value`; empty for the document itself. */
export function jsonPathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
