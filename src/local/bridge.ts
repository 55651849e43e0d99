import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { CannotStart } from './cannot-start.ts';
import { Ledger, type BridgeCounters } from './bridge/ledger.ts';
import { relay } from './bridge/relay.ts';
import { SqlEndpoint } from './bridge/sql-endpoint.ts';

export type { BridgeCounters } from './bridge/ledger.ts';

export type Bridge = {
  port: number;
  /** Everything since the start. */
  counters: Readonly<BridgeCounters>;
  /** The same of one database; also at `GET /counters?database=NAME` for other processes. */
  countersOf: (database: string) => BridgeCounters;
  close: () => Promise<void>;
};

/**
 * What Neon's proxy is to the Neon driver: `/v2` carries the Postgres protocol in a WebSocket, `POST /sql` runs one
 * query or one batch. It reaches one Postgres only, whatever address the client names.
 */
export async function startBridge({
  postgresPort,
  port = 0,
}: {
  postgresPort: number;
  port?: number;
}): Promise<Bridge> {
  const ledger = new Ledger();
  const sql = new SqlEndpoint(postgresPort, ledger);

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bridge');
    if (fromBrowser(request)) return void response.writeHead(403).end();
    if (request.method === 'POST' && url.pathname === '/sql') return void sql.answer(request, response);
    if (request.method === 'GET' && url.pathname === '/counters') {
      const database = url.searchParams.get('database');
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(database === null ? ledger.total : ledger.of(database)));
    }
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end(JSON.stringify({ message: 'The bridge answers POST /sql and WebSockets on /v2.' }));
  });

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bridge');
    if (pathname !== '/v2' || fromBrowser(request))
      return void socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (ws) => relay(ws, postgresPort, ledger));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new CannotStart(
              `Port ${port}, where the database bridge should listen, is taken by another program.`,
              cause,
            )
          : cause,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    counters: ledger.total,
    countersOf: (database) => ledger.of(database),
    close: async () => {
      await farewell(sockets);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await sql.close();
    },
  };
}

/** A socket torn off is an error to the driver, one that is closed is not; but nobody is waited for who does not answer. */
async function farewell(sockets: WebSocketServer): Promise<void> {
  const closed = [...sockets.clients].map((ws) => {
    ws.close(1001, 'the bridge closes');
    return new Promise<void>((resolve) => ws.once('close', () => resolve()));
  });
  const patience = setTimeout(() => sockets.clients.forEach((ws) => ws.terminate()), 500);
  await Promise.all(closed);
  clearTimeout(patience);
}

/** No page in a browser has business here, and a WebSocket knows no same-origin rule: any site could otherwise talk to this machine's database. */
function fromBrowser(request: http.IncomingMessage): boolean {
  return request.headers.origin !== undefined;
}
