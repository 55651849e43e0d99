import { OpenAPIHono } from '@hono/zod-openapi';
import type { AppEnv } from '../endpoint.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const ahead = /^@\+(\d+)d$/;

/** Examples that must lie ahead say `@+10d`; here they become an instant that far from now, on the full hour. */
function dated(value: Json, now: Date): Json {
  if (typeof value === 'string') {
    const days = ahead.exec(value)?.[1];
    if (days === undefined) return value;
    const at = new Date(now.getTime() + Number(days) * 86_400_000);
    at.setUTCHours(9, 0, 0, 0);
    return at.toISOString();
  }
  if (Array.isArray(value)) return value.map((one) => dated(one, now));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, dated(one, now)]));
  return value;
}

type Described = { example?: Json; schema?: { example?: Json } };
type Operation = { parameters?: Described[]; requestBody?: { content: Record<string, Described> } };

/** The contracts write an example beside its schema; OpenAPI 3.1 reads it one step further out, at the body and the parameter. */
function hoistExamples(paths: Record<string, Record<string, Operation>>): void {
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const described of [...(operation.parameters ?? []), ...Object.values(operation.requestBody?.content ?? {})]) {
      if (described.schema?.example !== undefined) described.example ??= described.schema.example;
    }
  }
}

/** The OpenAPI 3.1 document of all routes, as plain data. */
export function openApiDocument(
  routes: readonly OpenAPIHono<AppEnv>[],
  site: { url: string; version: string },
  now: Date,
): Json {
  const all = new OpenAPIHono<AppEnv>();
  for (const table of routes) all.route('/', table);
  all.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A Clerk session token. Browsers of the same site may send the __session cookie instead.',
  });
  all.openAPIRegistry.registerComponent('securitySchemes', 'agentKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key a talent made for an agent, `mwk_…`: it reads conversations and suggests replies.',
  });
  const document = all.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Mawahib',
      version: site.version,
      description:
        'The talent marketplace’s API. Refusals are RFC 9457 problem documents; amounts are whole numbers of the charged unit (dinars for IQD, cents otherwise).',
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
    },
    servers: [{ url: site.url }],
  });
  // plain data from here on: no library's types, no shared objects
  const plain = JSON.parse(JSON.stringify(document)) as { [key: string]: Json };
  hoistExamples(plain['paths'] as unknown as Record<string, Record<string, Operation>>);
  return dated(plain, now);
}
