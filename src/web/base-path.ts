/** The path prefix of the dashboard, `/qbr`; empty if it is served at `/`. The server writes it into the page. */
export function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';
}
