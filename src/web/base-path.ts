/** The path that the dashboard is served below, `/qbr`; empty where that is `/`. The server writes it into the page. */
export function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="base-path"]')?.content ?? '';
}
