import type { IncomingMessage, ServerResponse } from 'node:http';
import pg from 'pg';
import type { Ledger } from './ledger.ts';
import { BadCall, readSqlRequest, type Query, type SqlRequest } from './sql-request.ts';

const largest = 64 * 1024 * 1024;
const asText = { getTypeParser: () => (value: string) => value };

export class SqlEndpoint {
  readonly #postgresPort: number;
  readonly #ledger: Ledger;
  /** One pool for each login, password and database: a wrong password must never find somebody else's open connection. */
  readonly #pools = new Map<string, pg.Pool>();

  constructor(postgresPort: number, ledger: Ledger) {
    this.#postgresPort = postgresPort;
    this.#ledger = ledger;
  }

  async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: unknown) => {
      const text = JSON.stringify(body);
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text);
    };
    try {
      const text = await readBody(incoming);
      if (text === null) return reply(413, { message: 'The request is larger than 64 MB.' });
      const request = readSqlRequest(incoming.headers, text, this.#postgresPort);
      this.#ledger.note(request.database, { http: 1, roundTrips: 1, queries: request.queries.length });
      reply(200, await this.#run(request));
    } catch (error) {
      if (error instanceof BadCall) return reply(400, { message: error.message });
      if (error instanceof pg.DatabaseError) return reply(400, errorBody(error));
      reply(500, { message: error instanceof Error ? error.message : String(error) });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }

  async #run({ connectionString, queries, begin }: SqlRequest): Promise<unknown> {
    const client = await this.#pool(connectionString).connect();
    try {
      if (begin === null) return await ask(client, queries[0]);
      await client.query(begin);
      const results = [];
      for (const query of queries) results.push(await ask(client, query));
      await client.query('commit');
      return { results };
    } catch (error) {
      if (begin !== null) await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      void cleanUp(client);
    }
  }

  #pool(connectionString: string): pg.Pool {
    const known = this.#pools.get(connectionString);
    if (known) return known;
    const pool = new pg.Pool({ connectionString, max: 10, idleTimeoutMillis: 10_000, allowExitOnIdle: true });
    // A database dropped under an idle connection is daily bread in tests.
    pool.on('error', () => undefined);
    this.#pools.set(connectionString, pool);
    return pool;
  }
}

/** The next caller gets a connection like a new one; where that cannot be (a transaction left open), nobody gets it. */
async function cleanUp(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('discard all');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}

async function ask(client: pg.PoolClient, query: Query | undefined): Promise<unknown> {
  if (!query) throw new BadCall('There is no query.');
  // The extended protocol refuses "a; b", as Neon does.
  const config: pg.QueryArrayConfig & { queryMode: 'extended' } = {
    text: query.text,
    values: query.values,
    rowMode: 'array',
    queryMode: 'extended',
    types: asText,
  };
  const result = await client.query<(string | null)[]>(config);
  const fields = result.fields.map((field) => ({
    name: field.name,
    dataTypeID: field.dataTypeID,
    tableID: field.tableID,
    columnID: field.columnID,
    dataTypeSize: field.dataTypeSize,
    dataTypeModifier: field.dataTypeModifier,
    format: 'text',
  }));
  const rows = query.arrayMode
    ? result.rows
    : result.rows.map((row) => Object.fromEntries(fields.map((field, i) => [field.name, row[i] ?? null])));
  return { fields, rows, rowAsArray: query.arrayMode, command: result.command, rowCount: result.rowCount };
}

function errorBody(error: pg.DatabaseError): Record<string, string | null> {
  const {
    message,
    code,
    detail,
    hint,
    position,
    internalPosition,
    internalQuery,
    severity,
    where,
    schema,
    table,
    column,
    dataType,
    constraint,
    file,
    line,
    routine,
  } = error;
  const known = {
    message,
    code,
    detail,
    hint,
    position,
    internalPosition,
    internalQuery,
    severity,
    where,
    schema,
    table,
    column,
    dataType,
    constraint,
    file,
    line,
    routine,
  };
  return Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? null]));
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largest) chunks.push(chunk);
  }
  return size > largest ? null : Buffer.concat(chunks).toString('utf8');
}
