/** Widths a public page asks for; few, so that the network keeps few copies and the page stays short. */
const widths = [480, 960, 1600] as const;
const portraitWidths = [240, 480, 960] as const;

/** Height of the arch a portrait stands in, for each unit of its width. */
const arch = 5 / 4;

/** Only what we serve ourselves is made smaller by the network; a drawing is as small as it gets. */
const canShrink = (url: string): boolean => /^\/api\/(media|photos)\/[\w/.-]+$/.test(url) && !url.endsWith('.svg');

/** Netlify's image CDN: same origin, no script, the format its reader's browser asks for. */
export const sized = (url: string, width: number): string =>
  canShrink(url) ? `/.netlify/images?url=${url}&w=${width}&fm=webp` : url;

/** For `srcset`; undefined where there is one size only. */
export function srcset(url: string, width: number): string | undefined {
  const smaller = widths.filter((one) => one < width);
  if (!canShrink(url) || smaller.length === 0) return undefined;
  const largest = Math.min(width, widths.at(-1) ?? width);
  return [...new Set([...smaller, largest])].map((one) => `${sized(url, one)} ${one}w`).join(', ');
}

type Portrait = { url: string; width: number; height: number };

/**
 * A portrait in the arch. It is cut to it on the way, so that nobody fetches the sides of a wide picture for its middle. The network
 * asks for it as a stranger does: of a page that not everyone sees it would get nothing, so there the picture goes as it is.
 */
export function portraitSizes({ url, width, height }: Portrait): { src: string; srcset?: string } {
  if (!canShrink(url)) return { src: url };
  const widest = Math.floor(Math.min(width, height / arch));
  const cut = (one: number) => `/.netlify/images?url=${url}&w=${one}&h=${Math.round(one * arch)}&fit=cover&fm=webp`;
  const largest = Math.min(widest, portraitWidths.at(-1) ?? widest);
  const all = [...new Set([...portraitWidths.filter((one) => one < widest), largest])];
  const src = cut(all.find((one) => one >= 480) ?? largest);
  return all.length === 1 ? { src } : { src, srcset: all.map((one) => `${cut(one)} ${one}w`).join(', ') };
}

type Sides = { width?: number | undefined; height?: number | undefined };

/**
 * What stands in a film's place. A player takes the shape of its poster until the film says its own, so the poster is cut to the film's
 * on the way and nothing moves when it starts. One size: a player chooses among none.
 */
export function posterSizes(poster: Portrait, film: Sides): { src: string; width: number; height: number } {
  const { width = poster.width, height = poster.height } = film.width && film.height ? film : {};
  if (!canShrink(poster.url)) return { src: poster.url, width, height };
  const widest = Math.floor(Math.min(poster.width, (poster.height * width) / height));
  const wide = Math.max(1, Math.min(widest, widths[1]));
  const high = Math.max(1, Math.round((wide * height) / width));
  return { src: `/.netlify/images?url=${poster.url}&w=${wide}&h=${high}&fit=cover&fm=webp`, width, height };
}
