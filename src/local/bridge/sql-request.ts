import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';

const query = z.object({
  query: z.string(),
  params: z.array(z.unknown()).optional(),
  arrayMode: z.boolean().optional(),
});
const body = z.union([z.object({ queries: z.array(query) }), query]);

export type Query = { text: string; values: unknown[]; arrayMode: boolean };
export type SqlRequest = { connectionString: string; database: string; queries: Query[]; begin: string | null };

const isolation: Record<string, string> = {
  ReadUncommitted: 'read uncommitted',
  ReadCommitted: 'read committed',
  RepeatableRead: 'repeatable read',
  Serializable: 'serializable',
};

/** What is wrong with a call before any database was asked; Neon answers these with 400 and a message too. */
export class BadCall extends Error {}

export function readSqlRequest(headers: IncomingHttpHeaders, text: string, postgresPort: number): SqlRequest {
  const header = (name: string) => [headers[name]].flat()[0];
  const named = header('neon-connection-string');
  if (!named) throw new BadCall('The header Neon-Connection-String is missing.');
  if (!URL.canParse(named)) throw new BadCall('The header Neon-Connection-String is no URL.');
  if (header('neon-raw-text-output') !== 'true')
    throw new BadCall(
      'The local bridge gives raw text only: send Neon-Raw-Text-Output: true, as the Neon driver does.',
    );

  const target = new URL(named);
  target.protocol = 'postgres:';
  target.hostname = '127.0.0.1';
  target.port = String(postgresPort);
  target.search = '';

  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BadCall('The body is no JSON.');
  }
  const parsed = body.safeParse(json);
  if (!parsed.success) throw new BadCall('The body must be {query, params} or {queries: [{query, params}]}.');
  const arrayMode = header('neon-array-mode') === 'true';
  const listed = 'queries' in parsed.data ? parsed.data.queries : [parsed.data];
  const queries = listed.map((one) => ({
    text: one.query,
    values: (one.params ?? []).map(toText),
    arrayMode: one.arrayMode ?? arrayMode,
  }));
  const begin = 'queries' in parsed.data ? beginning(header) : null;
  return { connectionString: target.href, database: decodeURIComponent(target.pathname.slice(1)), queries, begin };
}

function beginning(header: (name: string) => string | undefined): string {
  const words = ['begin'];
  const level = header('neon-batch-isolation-level');
  if (level !== undefined) {
    const known = isolation[level];
    if (!known) throw new BadCall(`Neon-Batch-Isolation-Level is ${Object.keys(isolation).join(', ')}.`);
    words.push(`isolation level ${known}`);
  }
  const readOnly = flag(header('neon-batch-read-only'), 'Neon-Batch-Read-Only');
  if (readOnly !== undefined) words.push(readOnly ? 'read only' : 'read write');
  const deferrable = flag(header('neon-batch-deferrable'), 'Neon-Batch-Deferrable');
  if (deferrable !== undefined) words.push(deferrable ? 'deferrable' : 'not deferrable');
  return words.join(' ');
}

function flag(value: string | undefined, name: string): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new BadCall(`${name} is true or false.`);
}

/** Parameters reach Postgres as text: JSON objects as JSON, lists as Postgres arrays. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

function arrayText(list: unknown[]): string {
  const items = list.map((item) => {
    if (item === null || item === undefined) return 'NULL';
    if (Array.isArray(item)) return arrayText(item);
    return `"${(toText(item) ?? '').replaceAll(/["\\]/g, '\\$&')}"`;
  });
  return `{${items.join(',')}}`;
}
