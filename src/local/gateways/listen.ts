import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer as bytes } from 'node:stream/consumers';
import type { Outcome } from './faults.ts';

export type Listening = { baseUrl: string; close: () => Promise<void> };

/** One gateway on its own port of the loopback interface. */
export async function listen(call: (request: Request) => Promise<Outcome>): Promise<Listening> {
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing, call).catch((error: unknown) => {
      console.error('a gateway twin failed', error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  });
  await new Promise<void>((ready, failed) => server.once('error', failed).listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  call: (request: Request) => Promise<Outcome>,
): Promise<void> {
  const body = await bytes(incoming);
  const request = new Request(new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`), {
    method: incoming.method ?? 'GET',
    headers: Object.entries(incoming.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
    body: body.length > 0 ? body : undefined,
  });
  const outcome = await call(request);
  if (outcome === 'silence') return;
  if (outcome === 'cut') return void incoming.socket.destroy();
  outgoing.writeHead(outcome.response.status, Object.fromEntries(outcome.response.headers));
  outgoing.end(Buffer.from(await outcome.response.arrayBuffer()));
}
