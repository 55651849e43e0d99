import { createRoute } from '@hono/zod-openapi';
import { sql } from 'drizzle-orm';
import * as z from 'zod';
import packageFile from '../../../package.json' with { type: 'json' };
import { api, ctxOf, jsonAnswer, refusals } from '../endpoint.ts';

const health = z.object({
  ok: z.boolean(),
  version: z.string(),
  database: z.string(),
  migrations: z.int().meta({ description: 'how many migrations the database has' }),
});

const getHealth = createRoute({
  method: 'get',
  path: '/api/health',
  operationId: 'getHealth',
  summary: 'Whether the site can do its work',
  tags: ['operations'],
  responses: { 200: jsonAnswer('it can', health), ...refusals({ 503: ['not_ready'] }) },
});

export const healthRoutes = api().openapi(getHealth, async (c) => {
  const { facts } = await ctxOf(c)
    .doors.asVisitor()
    .read((db) => ({
      facts: db.execute<{ database: string; migrations: number }>(
        sql`select 'PostgreSQL ' || current_setting('server_version') as database, app.migrations() as migrations`,
      ),
    }));
  const found = facts.rows[0];
  return c.json(
    health.parse({
      ok: found !== undefined,
      version: packageFile.version,
      database: found?.database ?? 'unknown',
      migrations: found?.migrations ?? 0,
    }),
    200,
  );
});
