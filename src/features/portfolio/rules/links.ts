/** Work that lies elsewhere: whose site, and which piece. Never code of theirs; a link that leads there. */
export const linkProviders = ['youtube', 'vimeo', 'dailymotion', 'soundcloud'] as const;
export type LinkProvider = (typeof linkProviders)[number];
export type WorkLink = { provider: LinkProvider; id: string };

export const providerNames: Readonly<Record<LinkProvider, string>> = {
  youtube: 'YouTube',
  vimeo: 'Vimeo',
  dailymotion: 'Dailymotion',
  soundcloud: 'SoundCloud',
};

/** The column holds nothing else (`portfolio_items_link_is_plain`). */
const shapes: Readonly<Record<LinkProvider, RegExp>> = {
  youtube: /^[\w-]{11}$/,
  vimeo: /^\d{1,12}(\/[0-9a-f]{6,16})?$/,
  dailymotion: /^[a-z0-9]{5,12}$/,
  soundcloud: /^[a-z0-9_-]{1,60}(\/[a-z0-9_-]{1,120}){1,2}$/,
};

const known = (provider: LinkProvider, id: string | null | undefined): WorkLink | null =>
  id && shapes[provider].test(id) ? { provider, id } : null;

function youtube({ pathname, searchParams }: URL): WorkLink | null {
  const [first, second] = pathname.split('/').filter(Boolean);
  if (first === 'watch') return known('youtube', searchParams.get('v'));
  return ['shorts', 'embed', 'live', 'v'].includes(first ?? '') ? known('youtube', second) : null;
}

function vimeo({ pathname, searchParams }: URL): WorkLink | null {
  const parts = pathname.split('/').filter(Boolean);
  const at = parts.findIndex((part) => /^\d+$/.test(part));
  if (at === -1) return null;
  // a film that is not listed is let in by a second word
  const word = parts[at + 1] ?? searchParams.get('h');
  return known('vimeo', word ? `${parts[at]}/${word}` : parts[at]);
}

/** What somebody pasted, as a link we know; null: some other address. Whatever else stood in it is dropped. */
export function readLink(pasted: string): WorkLink | null {
  const text = pasted.trim();
  if (text.length > 500) return null;
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || url.username !== '' || url.password !== '' || url.port !== '') return null;
  const first = url.pathname.split('/').filter(Boolean);
  switch (url.hostname.replace(/^(www|m|music)\./, '')) {
    case 'youtube.com':
    case 'youtube-nocookie.com':
      return youtube(url);
    case 'youtu.be':
      return known('youtube', first[0]);
    case 'vimeo.com':
    case 'player.vimeo.com':
      return vimeo(url);
    case 'dailymotion.com':
      return first[0] === 'video' ? known('dailymotion', first[1]) : null;
    case 'dai.ly':
      return known('dailymotion', first[0]);
    case 'soundcloud.com':
      return known('soundcloud', first.join('/').toLowerCase());
    default:
      return null;
  }
}

/** Where it leads: built from what we keep, never what was pasted. */
export function linkUrl({ provider, id }: WorkLink): string {
  switch (provider) {
    case 'youtube':
      return `https://www.youtube.com/watch?v=${id}`;
    case 'vimeo':
      return `https://vimeo.com/${id}`;
    case 'dailymotion':
      return `https://www.dailymotion.com/video/${id}`;
    case 'soundcloud':
      return `https://soundcloud.com/${id}`;
  }
}
