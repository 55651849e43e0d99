import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);
const textual = /^(text\/(?!event-stream)|application\/(.+\+)?(json|xml|javascript|manifest)|image\/svg)/;
const smallest = 512;

/** As the network does on the way out: Brotli or gzip for text, whatever the reader takes. Files are compressed once and well, the rest quickly. */
export class Compressor {
  readonly #done = new Map<string, Uint8Array<ArrayBuffer>>();

  async apply(request: Request, response: Response): Promise<Response> {
    const { headers } = response;
    if (!response.body || request.method === 'HEAD' || headers.has('content-encoding') || headers.has('content-range'))
      return response;
    if (!textual.test(headers.get('content-type') ?? '') || /no-transform/.test(headers.get('cache-control') ?? ''))
      return response;
    const encoding = chosen(request.headers.get('accept-encoding') ?? '');
    const body = new Uint8Array(await response.arrayBuffer());
    const answer = (bytes: Uint8Array<ArrayBuffer>) =>
      new Response(bytes, { status: response.status, statusText: response.statusText, headers });
    headers.append('vary', 'accept-encoding');
    if (!encoding || body.length < smallest) return answer(body);
    const etag = headers.get('etag');
    headers.set('content-encoding', encoding);
    headers.delete('content-length');
    if (etag?.startsWith('"')) headers.set('etag', `W/${etag}`);
    return answer(await this.#compressed(body, encoding, etag));
  }

  async #compressed(body: Uint8Array, encoding: 'br' | 'gzip', etag: string | null): Promise<Uint8Array<ArrayBuffer>> {
    const key = etag ? `${encoding} ${etag}` : null;
    const known = key === null ? undefined : this.#done.get(key);
    if (known) return known;
    const quality = key === null ? 4 : 9;
    const bytes = new Uint8Array(
      encoding === 'br'
        ? await brotli(body, {
            params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
          })
        : await gz(body, { level: Math.min(quality, 6) }),
    );
    if (this.#done.size > 500) this.#done.clear();
    if (key !== null) this.#done.set(key, bytes);
    return bytes;
  }
}

function chosen(accept: string): 'br' | 'gzip' | null {
  const taken = accept
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .filter(([, quality]) => quality === undefined || Number(quality) > 0)
    .map(([name]) => name);
  return taken.includes('br') ? 'br' : taken.includes('gzip') ? 'gzip' : null;
}
