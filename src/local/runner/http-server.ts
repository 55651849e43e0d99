import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CannotStart } from '../cannot-start.ts';

export type Answer = (request: Request, tooLarge: boolean) => Promise<Response>;

export type Listening = { port: number; servers: http.Server[]; close: () => Promise<void> };

/** What a buffered function takes; more is refused in front of it. */
const bodyLimit = 6 * 1024 * 1024;
/** Up to here an oversized body is still heard out, so that its sender can read the refusal. */
const patience = 64 * 1024 * 1024;

/** `localhost` is two addresses on most machines, and a browser may try either. */
export async function listen(port: number, answer: Answer): Promise<Listening> {
  const first = serverFor(answer);
  const taken = await bind(first, port, '127.0.0.1');
  const servers = [first];
  const second = serverFor(answer);
  try {
    await bind(second, taken, '::1');
    servers.push(second);
  } catch (error) {
    // Without IPv6, or with somebody else on that address of a port we only chose by chance, one address will do.
    if (error instanceof CannotStart && port !== 0) {
      await shut(first);
      throw error;
    }
  }
  return { port: taken, servers, close: async () => void (await Promise.all(servers.map(shut))) };
}

function bind(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE')
        return reject(
          new CannotStart(`Port ${port} is taken by another program: stop it, or choose another with PORT=… .`, cause),
        );
      if (cause.code === 'EACCES')
        return reject(
          new CannotStart(`Port ${port} may not be used by this user: choose one above 1023 with PORT=… .`, cause),
        );
      reject(cause);
    });
    server.listen({ port, host }, () => resolve((server.address() as AddressInfo).port));
  });
}

function shut(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function serverFor(answer: Answer): http.Server {
  return http.createServer({ maxHeaderSize: 64 * 1024 }, (incoming, outgoing) => {
    void handle(incoming, outgoing, answer);
  });
}

async function handle(incoming: http.IncomingMessage, outgoing: http.ServerResponse, answer: Answer): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === 'endless') return void incoming.destroy();
    const gone = new AbortController();
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) gone.abort();
    });
    const request = toRequest(incoming, body === 'too large' ? null : body, gone.signal);
    if (!request) return void outgoing.writeHead(400, { 'content-type': 'text/plain' }).end('Bad Request');
    await send(outgoing, request, await answer(request, body === 'too large'));
  } catch {
    // Whoever asked has left, or the answer broke off in the middle: there is nobody to tell.
    outgoing.destroy();
  }
}

function toRequest(incoming: http.IncomingMessage, body: Buffer | null, signal: AbortSignal): Request | null {
  const host = incoming.headers.host ?? 'localhost';
  const asked = incoming.url ?? '/';
  const target = asked.startsWith('/') ? `http://${host}${asked}` : asked;
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] ?? '';
    if (!hopByHop.has(name.toLowerCase())) headers.append(name, incoming.rawHeaders[i + 1] ?? '');
  }
  try {
    decodeURIComponent(new URL(target).pathname);
    const method = incoming.method ?? 'GET';
    const withBody = method !== 'GET' && method !== 'HEAD' && body !== null && body.length > 0;
    return new Request(target, { method, headers, signal, ...(withBody ? { body: new Uint8Array(body) } : {}) });
  } catch {
    // A path that is no text, a host that is no name, TRACE: nothing that a site could answer.
    return null;
  }
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
  'te',
  'trailer',
  'expect',
]);

async function readBody(incoming: http.IncomingMessage): Promise<Buffer | 'too large' | 'endless'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
    if (size > patience) return 'endless';
  }
  return size > bodyLimit ? 'too large' : Buffer.concat(chunks);
}

async function send(outgoing: http.ServerResponse, request: Request, response: Response): Promise<void> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) if (name !== 'set-cookie' && !hopByHop.has(name)) headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  if (response.statusText) outgoing.statusMessage = response.statusText;
  outgoing.writeHead(response.status, headers);
  if (!response.body || request.method === 'HEAD') {
    await response.body?.cancel();
    return void outgoing.end();
  }
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
}

/** Live reload speaks WebSocket with the development server: those connections are handed through untouched. */
export function passUpgrades(servers: http.Server[], upstream: string): void {
  const target = new URL(upstream);
  for (const server of servers) {
    server.on('upgrade', (request, socket, head) => {
      const far = net.connect(Number(target.port || 80), target.hostname, () => {
        const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1`];
        for (let i = 0; i + 1 < request.rawHeaders.length; i += 2)
          lines.push(`${request.rawHeaders[i] ?? ''}: ${request.rawHeaders[i + 1] ?? ''}`);
        far.write(`${lines.join('\r\n')}\r\n\r\n`);
        far.write(head);
        far.pipe(socket).pipe(far);
      });
      far.on('error', () => socket.destroy());
      socket.on('error', () => far.destroy());
    });
  }
}
