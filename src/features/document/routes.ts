import { Hono } from 'hono';
import packageFile from '../../../package.json' with { type: 'json' };
import { everyRoute } from '../api.ts';
import { ctxOf, type AppEnv } from '../endpoint.ts';
import { openApiDocument } from './document.ts';
import { documentPage } from './page.ts';

const documentOf = (url: string, now: Date) =>
  openApiDocument(everyRoute(), { url, version: packageFile.version }, now);

export const documentRoutes = new Hono<AppEnv>()
  .get('/api/openapi.json', (c) => {
    const ctx = ctxOf(c);
    c.header('cache-control', 'public, max-age=60');
    c.header('access-control-allow-origin', '*');
    return c.json(documentOf(ctx.ports.siteUrl, ctx.now));
  })
  .get('/api/docs', (c) => {
    const ctx = ctxOf(c);
    c.header('cache-control', 'public, max-age=60');
    c.header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    return c.html(documentPage(documentOf(ctx.ports.siteUrl, ctx.now)));
  });
