import { html, raw } from 'hono/html';
import * as z from 'zod';

/** As much of an OpenAPI document as a page of it shows. */
const shape = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().default('') }),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string().default(''),
        summary: z.string().default(''),
        tags: z.array(z.string()).default([]),
        security: z.array(z.unknown()).default([]),
        'x-example-as': z.string().optional(),
        parameters: z
          .array(
            z.object({
              name: z.string(),
              in: z.string(),
              required: z.boolean().default(false),
              description: z.string().optional(),
              example: z.union([z.string(), z.number()]).optional(),
            }),
          )
          .default([]),
        requestBody: z
          .object({
            content: z.record(z.string(), z.object({ schema: z.looseObject({ example: z.unknown().optional() }) })),
          })
          .optional(),
        responses: z.record(z.string(), z.object({ description: z.string() })),
      }),
    ),
  ),
});

const style = `
:root{color-scheme:light dark;--ink:#2b2622;--paper:#fbf7ef;--card:#fffdf8;--line:#e3d9c6;--accent:#2f5d46;--quiet:#6b6157}
@media (prefers-color-scheme:dark){:root{--ink:#f1e9dc;--paper:#1c1916;--card:#25211d;--line:#40382f;--accent:#8fc3a6;--quiet:#b8ab9b}}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 auto;padding:2rem 1rem;max-width:60rem}
h1{font-size:1.8rem;margin:0}h2{margin:2.2rem 0 .6rem;text-transform:capitalize;font-size:1.25rem}
details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:.5rem 0;padding:.6rem .9rem}
summary{cursor:pointer;display:flex;gap:.8rem;flex-wrap:wrap;align-items:baseline}
code,pre{font:14px/1.5 ui-monospace,monospace}pre{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.7rem}
.m{font-weight:700;color:var(--accent);min-inline-size:3.2rem}.q{color:var(--quiet)}table{border-collapse:collapse;inline-size:100%}
td,th{border-block-end:1px solid var(--line);padding:.35rem .5rem;text-align:start;vertical-align:top}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

/** The API document as a page that needs no script. */
export function documentPage(document: unknown) {
  const { info, paths } = shape.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
  const tags = [...new Set(operations.map((operation) => operation.tags[0] ?? 'other'))];
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${info.title} API</h1>
          <p class="q">Version ${info.version} · <a href="/api/openapi.json">OpenAPI 3.1 document</a></p>
          <p>${info.description}</p>
        </header>
        <main>
          ${tags.map(
            (tag) =>
              html`<section>
                <h2>${tag}</h2>
                ${operations
                  .filter((operation) => (operation.tags[0] ?? 'other') === tag)
                  .map((operation) => {
                    const body = operation.requestBody?.content['application/json']?.schema;
                    return html`<details id="${operation.operationId}">
                      <summary>
                        <span class="m">${operation.method.toUpperCase()}</span><code>${operation.path}</code
                        ><span>${operation.summary}</span>
                      </summary>
                      <p class="q">
                        ${operation.operationId}${operation.security.length > 0 ? ' · needs a session' : ' · public'}${operation['x-example-as'] ? ` · example by ${operation['x-example-as']}` : ''}
                      </p>
                      ${
                        operation.parameters.length > 0
                          ? html`<table>
                              <tbody>
                                ${operation.parameters.map(
                                  (parameter) =>
                                    html`<tr>
                                      <th scope="row"><code>${parameter.name}</code></th>
                                      <td>${parameter.in}${parameter.required ? ', required' : ''}</td>
                                      <td>${parameter.description ?? parameter.example ?? ''}</td>
                                    </tr>`,
                                )}
                              </tbody>
                            </table>`
                          : ''
                      }
                      ${
                        body
                          ? html`<p>Body</p>
                              <pre>${JSON.stringify(body.example ?? body, null, 2)}</pre>`
                          : ''
                      }
                      <table>
                        <tbody>
                          ${Object.entries(operation.responses).map(
                            ([status, response]) =>
                              html`<tr>
                                <th scope="row">${status}</th>
                                <td>${response.description}</td>
                              </tr>`,
                          )}
                        </tbody>
                      </table>
                    </details>`;
                  })}
              </section>`,
          )}
        </main>
      </body>
    </html>`;
}
