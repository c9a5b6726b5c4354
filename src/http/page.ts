import { html } from 'hono/html';

/** A page with one message and one link, without scripts, styles and an icon, which browsers would ask for. */
export function messagePage({
  title,
  message,
  link,
}: {
  readonly title: string;
  readonly message: string;
  readonly link: { readonly href: string; readonly text: string };
}) {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <link rel="icon" href="data:," />
    <title>${title} · QBR</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${message}</p>
      <p><a href="${link.href}">${link.text}</a></p>
    </main>
  </body>
</html>`;
}
