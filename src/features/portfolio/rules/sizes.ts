/** Widths a public page asks for; few, so that the network keeps few copies and the page stays short. */
const widths = [480, 960, 1600] as const;

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
