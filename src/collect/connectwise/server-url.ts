/** The URL of a configured server, which may be given as a host name; null for what is neither. */
export function serverUrl(server: string): URL | null {
  const trimmed = server.trim();
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  return URL.canParse(text) ? new URL(text) : null;
}
