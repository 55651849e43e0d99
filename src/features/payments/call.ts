import { AppError } from '../../core/errors.ts';
import { paymentLimits } from './rules.ts';

/** One call of a gateway: as it came, for whoever proves it, and as it may be kept. */
export type Call = {
  method: string;
  headers: Record<string, string>;
  said: string;
  /** address, headers and bytes, untouched; read anew each time */
  original(): Request;
};

const secretive = /auth|cookie|token|secret|api-?key|password/i;

/** What is kept is without what would let a reader of the table act in somebody's name. */
export async function readCall(request: Request): Promise<Call> {
  const { method, url } = request;
  const bytes = method === 'GET' ? null : await readBytes(request);
  const headers = Object.fromEntries(
    [...request.headers]
      .filter(([name]) => !secretive.test(name))
      .slice(0, 40)
      .map(([name, value]) => [name, value.slice(0, 1000)]),
  );
  const said = bytes === null ? new URL(url).search : new TextDecoder().decode(bytes);
  return {
    method,
    headers,
    // Postgres has no room for a NUL in text
    said: said.replaceAll('\u0000', ''),
    original: () =>
      new Request(url, { method, headers: request.headers, ...(bytes !== null && { body: bytes.slice() }) }),
  };
}

async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > paymentLimits.noticeBytes) throw new AppError('body_too_large');
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
