import type { Locale, LocalizedText } from '../../../core/locale.ts';
import type { CategoryId } from '../../../features/discovery/categories.ts';
import { between, oneOf, stream } from '../chance.ts';
import type { DemoTalent } from '../content/talent.ts';
import { demoTalents } from '../content/talents.ts';
import { lookOf } from './looks.ts';
import { motifs, picture, type MotifName } from './motifs.ts';
import { palettes, type Palette } from './palettes.ts';
import { drawPortrait, portrait } from './portrait.ts';

export type Picture = { url: string; width: number; height: number; alt: LocalizedText };

/** Where the local stack serves them; nothing of this is ever deployed. */
export const mediaBase = '/__local/media';

const subjects: Readonly<Record<CategoryId, readonly MotifName[]>> = {
  photographer: ['hills', 'figure', 'arches', 'stars'],
  videographer: ['hills', 'arches', 'figure', 'strings'],
  actor: ['figure', 'arches', 'hills', 'kilim'],
  model: ['figure', 'kilim', 'branch', 'stars'],
  'voice-artist': ['strings', 'figure', 'hills', 'pen'],
  musician: ['strings', 'arches', 'stars', 'kilim'],
  singer: ['strings', 'figure', 'hills', 'kilim'],
  dj: ['strings', 'stars', 'line', 'hills'],
  dancer: ['line', 'kilim', 'hills', 'stars'],
  'makeup-artist': ['figure', 'branch', 'stars', 'kilim'],
  stylist: ['kilim', 'figure', 'branch', 'stars'],
  'event-host': ['arches', 'line', 'figure', 'stars'],
  comedian: ['figure', 'arches', 'line', 'kilim'],
  calligrapher: ['pen', 'brick', 'stars', 'arches'],
  'graphic-designer': ['brick', 'branch', 'stars', 'kilim'],
  illustrator: ['branch', 'hills', 'line', 'arches'],
  translator: ['brick', 'arches', 'pen', 'hills'],
  chef: ['table', 'branch', 'arches', 'hills'],
  writer: ['pen', 'hills', 'arches', 'branch'],
  director: ['hills', 'figure', 'arches', 'strings'],
};

const silverHaired = new Set(['ghita-el-fassi', 'nigar-hasan', 'abdulkarim-al-khattat']);
const paletteOf = (slug: string, item: number): Palette =>
  oneOf(`palette ${slug} ${(item + between(`start ${slug}`, 0, 6)) % palettes.length}`, palettes);
const motifOf = (talent: DemoTalent, item: number): MotifName => {
  const fitting = subjects[talent.trade];
  return fitting[(item + between(`motif ${talent.slug}`, 0, 1)) % fitting.length] ?? 'stars';
};

const everyLocale = (say: (locale: Locale) => string): LocalizedText => ({
  en: say('en'),
  ar: say('ar'),
  ckb: say('ckb'),
  fr: say('fr'),
});
const colon = (motif: string, colours: string, locale: Locale) =>
  locale === 'fr' ? `${motif}, ${colours}` : locale === 'en' ? `${motif} in ${colours}` : `${motif}، ${colours}`;

export function pictureOf(talent: DemoTalent, item: number): Picture {
  const { name } = motifs[motifOf(talent, item)];
  const colours = paletteOf(talent.slug, item).name;
  return {
    url: `${mediaBase}/${talent.slug}/${item + 1}.svg`,
    ...picture,
    alt: everyLocale((locale) => colon(name[locale], colours[locale], locale)),
  };
}

const drawn: Record<Locale, (name: string) => string> = {
  en: (name) => `Drawn portrait of ${name}`,
  ar: (name) => `صورة مرسومة: ${name}`,
  ckb: (name) => `وێنەی کێشراوی ${name}`,
  fr: (name) => `Portrait dessiné de ${name}`,
};

export const avatarOf = (talent: DemoTalent): Picture => ({
  url: `${mediaBase}/${talent.slug}/avatar.svg`,
  ...portrait,
  alt: everyLocale((locale) => drawn[locale](talent.name)),
});

const svg = ({ width, height }: { width: number; height: number }, inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inside}</svg>`;

/** The picture at `<slug>/<n>.svg` or `<slug>/avatar.svg`; null for anything else. */
export function renderArtwork(file: string): string | null {
  const [, slug, item] = /^([a-z0-9-]{2,60})\/(avatar|[1-9])\.svg$/.exec(file) ?? [];
  const talent = demoTalents.find((one) => one.slug === slug);
  if (!talent || item === undefined) return null;
  const chance = stream(`${slug} ${item}`);
  if (item === 'avatar')
    return svg(
      portrait,
      drawPortrait(lookOf(talent.slug), paletteOf(talent.slug, 0), chance, silverHaired.has(talent.slug)),
    );
  const index = Number(item) - 1;
  if (index >= talent.works.length) return null;
  return svg(picture, motifs[motifOf(talent, index)].draw(paletteOf(talent.slug, index), chance));
}

/** What the local stack answers under `/__local/media/`: a picture that can run nothing and load nothing. */
export function demoMedia(path: string): Response | null {
  const drawing = path.startsWith(`${mediaBase}/`) ? renderArtwork(path.slice(mediaBase.length + 1)) : null;
  if (drawing === null) return null;
  return new Response(drawing, {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=3600',
    },
  });
}
