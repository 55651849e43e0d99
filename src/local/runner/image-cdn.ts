import sharp from 'sharp';

type Format = 'avif' | 'webp' | 'jpg' | 'png';
type Wish = {
  source: string;
  width?: number;
  height?: number;
  fit: 'contain' | 'cover' | 'fill';
  format?: Format;
  quality: number;
};
const formats: readonly Format[] = ['avif', 'webp', 'jpg', 'png'];
const readable = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif']);
const mostPixels = 50_000_000;
const longest = 4000;

const whole = (said: string | null, most: number): number | undefined | 'unfit' => {
  if (said === null) return undefined;
  return /^[1-9]\d{0,4}$/.test(said) && Number(said) <= most ? Number(said) : 'unfit';
};

/** Null: not a wish the image CDN knows. It answers those with 404, and so do we. */
export function readWish(url: URL): Wish | null {
  const { searchParams } = url;
  const source = searchParams.get('url');
  const [width, height] = [whole(searchParams.get('w'), longest), whole(searchParams.get('h'), longest)];
  const quality = whole(searchParams.get('q'), 100);
  const fit = searchParams.get('fit') ?? 'contain';
  const format = searchParams.get('fm') ?? undefined;
  if (source === null || width === 'unfit' || height === 'unfit' || quality === 'unfit') return null;
  if (fit !== 'contain' && fit !== 'cover' && fit !== 'fill') return null;
  if (format !== undefined && !formats.includes(format as Format)) return null;
  return {
    source,
    fit,
    quality: quality ?? 75,
    ...(width ? { width } : {}),
    ...(height ? { height } : {}),
    ...(format ? { format: format as Format } : {}),
  };
}

/** Whoever says nothing gets what their browser likes best. */
const negotiated = (accept: string, type: string): Format =>
  accept.includes('image/avif')
    ? 'avif'
    : accept.includes('image/webp')
      ? 'webp'
      : type === 'image/png'
        ? 'png'
        : 'jpg';

/** Its tags go on to every size of it, so that letting go of one lets go of all. */
const handedOn = ['cache-control', 'netlify-cdn-cache-control', 'cdn-cache-control', 'netlify-cache-tag', 'cache-tag'];

async function drawn(bytes: ArrayBuffer, wish: Wish, format: Format): Promise<Uint8Array<ArrayBuffer>> {
  const picture = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient();
  if (wish.width || wish.height)
    picture.resize({
      ...(wish.width ? { width: wish.width } : {}),
      ...(wish.height ? { height: wish.height } : {}),
      fit: wish.fit === 'contain' ? 'inside' : wish.fit,
      withoutEnlargement: wish.fit === 'contain',
    });
  const quality = { quality: wish.quality };
  const out = {
    avif: () => picture.avif({ ...quality, effort: 2 }),
    webp: () => picture.webp(quality),
    jpg: () => picture.jpeg(quality),
    png: () => picture.png(),
  }[format]();
  return new Uint8Array(await out.toBuffer());
}

const refused = (status: number) => new Response(null, { status, headers: { 'cache-control': 'no-store' } });

/**
 * Stands in for Netlify's image CDN at `/.netlify/images`: pictures of this site alone, fetched as anybody would, without the
 * reader's session, so that nothing is made smaller which is not public.
 */
export async function resizeImage(
  request: Request,
  fetchSource: (request: Request) => Promise<Response>,
): Promise<Response> {
  const asked = new URL(request.url);
  const wish = readWish(asked);
  const source = wish && URL.parse(wish.source, asked);
  // other sites are let in by `[images] remote_images`, of which this one has none
  if (!wish || !source || source.origin !== asked.origin || source.pathname.startsWith('/.netlify/'))
    return refused(404);
  const found = await fetchSource(new Request(source, { headers: { accept: 'image/*' } }));
  const type = (found.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (found.status !== 200 || !readable.has(type)) {
    await found.body?.cancel();
    return refused(found.status === 200 ? 400 : found.status === 404 ? 404 : 502);
  }
  const format = wish.format ?? negotiated(request.headers.get('accept') ?? '', type);
  try {
    const headers = new Headers({ 'content-type': `image/${format === 'jpg' ? 'jpeg' : format}` });
    for (const name of handedOn) {
      const value = found.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    if (!wish.format) headers.set('vary', 'accept');
    headers.set('netlify-vary', 'query=url|w|h|fit|fm|q|position');
    return new Response(await drawn(await found.arrayBuffer(), wish, format), { headers });
  } catch {
    return refused(400);
  }
}
