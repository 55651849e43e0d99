import net from 'node:net';
import type { WebSocket } from 'ws';
import { FrontendMessages } from './frontend-messages.ts';
import type { Ledger } from './ledger.ts';

/** Above this many unsent bytes the faster side waits for the slower one. */
const fill = 1024 * 1024;

export function relay(ws: WebSocket, postgresPort: number, ledger: Ledger): void {
  const tcp = net.connect(postgresPort, '127.0.0.1').setNoDelay(true);
  const messages = new FrontendMessages();
  let database = '';

  ws.on('message', (data: Buffer) => {
    const { startup, queries, roundTrips } = messages.read(data);
    if (startup) {
      database = startup.database ?? startup.user ?? '';
      ledger.note(database, { ws: 1 });
    }
    if (queries || roundTrips) ledger.note(database, { queries, roundTrips });
    if (!tcp.write(data)) ws.pause();
  });
  tcp.on('drain', () => ws.resume());

  tcp.on('data', (data) => {
    ws.send(data, () => {
      if (tcp.isPaused() && ws.bufferedAmount < fill) tcp.resume();
    });
    if (ws.bufferedAmount >= fill) tcp.pause();
  });

  tcp.on('close', () => ws.close());
  tcp.on('error', () => ws.close(1011, 'Postgres is gone'));
  // Half-open on purpose is nothing Postgres knows: the client that leaves ends its session.
  ws.on('close', () => tcp.destroy());
  ws.on('error', () => tcp.destroy());
}
