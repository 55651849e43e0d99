import { readFileSync } from 'node:fs';
import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** The frame of every page of the local stack. */
export const frame = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · Mawahib on this machine</title>
        <link rel="stylesheet" href="/__local/look.css" />
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`;

export const home = html`<p><a href="/__local/">← the local stack</a></p>`;

/** The tokens of the site, and what these pages add. Read when asked for, so that a changed token shows at once. */
export const look = (): string =>
  [new URL('../../../styles/tokens.css', import.meta.url), new URL('./look.css', import.meta.url)]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

export const moment = (iso: string): string => iso.replace('T', ' ').replace(/(:\d\d)(\.\d+)?Z$/, '$1 UTC');
