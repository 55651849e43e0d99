import { dirOf, type Locale } from '../core/locale.ts';
import { commonMessages } from '../i18n/catalogs/common.ts';
import { initials } from '../styles/tone.ts';
import { pictureSize, type PageFacts, type PictureFacts, type TalentFacts } from './facts.ts';
import { escape, family, fitting, ink, lineOf, setTitle, type Face, type Measure } from './lettering.ts';

const { width, height } = pictureSize;
const margin = 88;
const ground = 594;

type Pen = {
  locale: Locale;
  /** x counted from where reading begins */
  from: (x: number) => number;
  text: (line: string, at: { x: number; y: number; size: number; face: Face; fill: string }) => string;
};

function penOf(locale: Locale): Pen {
  const rtl = dirOf(locale) === 'rtl';
  const from = (x: number) => (rtl ? width - x : x);
  return {
    locale,
    from,
    text: (line, { x, y, size, face, fill }) =>
      `<text x="${from(x)}" y="${y}" font-family="${family(locale, face)}" font-size="${size}" fill="${fill}"` +
      // the outline is the weight of a heading
      `${face === 'head' ? ` stroke="${fill}" stroke-width="${(size * 0.02).toFixed(2)}"` : ''}` +
      ` text-anchor="${rtl ? 'end' : 'start'}">${lineOf(locale, line)}</text>`,
  };
}

const arch = (x: number, top: number, wide: number) => {
  const r = wide / 2;
  return `M${x} ${ground}V${top + r}a${r} ${r} 0 01${wide} 0V${ground}z`;
};

/** The woven band every page ends with. */
const band =
  `<rect y="${ground}" width="${width}" height="${height - ground}" fill="#f1e9db"/>` +
  `<path fill="${ink.clay}" d="${Array.from({ length: 60 }, (_, at) => `M${at * 20} ${ground}h20l-10 10z`).join('')}"/>`;

const mark = (x: number, y: number) =>
  `<g transform="translate(${x} ${y}) scale(1.45)"><path d="M5 37V19a15 15 0 0130 0v18z" fill="${ink.palm}"/>` +
  `<path d="M20 34V14m0 7c-4.5-.5-7-3-7.5-7.5 4.5.5 7 3 7.5 7.5zm0 0c4.5-.5 7-3 7.5-7.5-4.5.5-7 3-7.5 7.5zm0 8.5c-4.5-.5-7-3-7.5-7.5 4.5.5 7 3 7.5 7.5zm0 0c4.5-.5 7-3 7.5-7.5-4.5.5-7 3-7.5 7.5z" fill="none" stroke="#fffdf8" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/>` +
  `<circle cx="20" cy="10.5" r="1.8" fill="#edbb4c"/></g>`;

function brand({ locale, from, text }: Pen): string {
  const rtl = dirOf(locale) === 'rtl';
  return (
    mark(from(margin) - (rtl ? 52 : 6), 58) +
    text(commonMessages[locale]['brand.name'], { x: margin + 62, y: 103, size: 40, face: 'head', fill: ink.ink })
  );
}

const star = (x: number, y: number) =>
  `<path transform="translate(${x} ${y}) scale(1.7)" fill="${ink.saffron}" d="M12 2.6l2.9 5.8 6.5.9-4.7 4.5 1.1 6.4-5.8-3-5.8 3 1.1-6.4-4.7-4.5 6.5-.9z"/>`;

/** A person as the house draws them who has shown no face: a round head over a coat, in the colours of the place. */
const figure = (x: number, wide: number, head: string, coat: string, top: number) => {
  const middle = x + wide / 2;
  const r = wide * 0.235;
  return (
    `<circle cx="${middle}" cy="${top + r}" r="${r}" fill="${head}"/>` +
    `<path d="M${x + wide * 0.11} ${ground}C${x + wide * 0.13} ${top + r * 3.2} ${middle - wide * 0.2} ${top + r * 2.5} ${middle} ${top + r * 2.5}` +
    `S${x + wide * 0.87} ${top + r * 3.2} ${x + wide * 0.89} ${ground}z" fill="${coat}"/>`
  );
};

const tones = [
  [ink.palmSoft, ink.palm],
  [ink.claySoft, ink.clayInk],
  [ink.riverSoft, ink.river],
  [ink.saffronSoft, '#704c00'],
] as const;
const toneOf = (name: string) =>
  tones[[...name].reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0) % tones.length];

function talentSvg(facts: TalentFacts, measure: Measure, portrait: string | null): string {
  const pen = penOf(facts.locale);
  const wide = 356;
  const top = 104;
  const x = dirOf(facts.locale) === 'rtl' ? margin : width - margin - wide;
  const [soft, deep] = toneOf(facts.name) ?? tones[0];
  const shown = portrait
    ? `<clipPath id="a"><path d="${arch(x, top, wide)}"/></clipPath><image clip-path="url(#a)" x="${x}" y="${top}" width="${wide}" height="${ground - top}" preserveAspectRatio="xMidYMid slice" href="${portrait}"/>`
    : `<text x="${x + wide / 2}" y="${ground - 170}" text-anchor="middle" font-family="${family(facts.locale, 'head')}" font-size="170" fill="${deep}" stroke="${deep}" stroke-width="3">${escape(initials(facts.name))}</text>`;
  const lines = setTitle(facts.name, { width: 620, largest: 92, smallest: 52, most: 3 }, measure);
  const size = lines[0]?.size ?? 52;
  const lead = size * (dirOf(facts.locale) === 'rtl' ? 1.4 : 1.12);
  // Arabic reaches further below the line, on whatever page it stands
  const gap = /\p{Script=Arabic}/u.test(facts.name) ? 94 : 76;
  const said = `${facts.trade} · ${facts.place}`;
  const first = (facts.rating === null ? 356 : 325) - (lines.length - 1) * lead * 0.5;
  const last = first + (lines.length - 1) * lead;
  const rtl = dirOf(facts.locale) === 'rtl';
  return [
    `<path d="${arch(x, top, wide)}" fill="${soft}"/>`,
    shown,
    brand(pen),
    ...lines.map((line, at) =>
      pen.text(line.text, { x: margin, y: first + at * lead, size, face: 'head', fill: ink.ink }),
    ),
    pen.text(said, {
      x: margin,
      y: last + gap,
      size: fitting(said, 'text', 40, 620, measure),
      face: 'text',
      fill: ink.clayInk,
    }),
    facts.rating === null
      ? ''
      : star(pen.from(margin) - (rtl ? 41 : 0), last + gap + 30) +
        pen.text(facts.rating, { x: margin + 56, y: last + gap + 62, size: 34, face: 'text', fill: ink.soft }),
  ].join('');
}

function pageSvg(facts: PageFacts, measure: Measure): string {
  const pen = penOf(facts.locale);
  const rtl = dirOf(facts.locale) === 'rtl';
  const [near, far] = rtl ? [margin + 214, margin] : [width - margin - 404, width - margin - 190];
  const lines = setTitle(facts.title, { width: 590, largest: 88, smallest: 46, most: 4 }, measure);
  const size = lines[0]?.size ?? 46;
  const lead = size * (rtl ? 1.4 : 1.14);
  const first = 350 - (lines.length - 1) * lead * 0.5;
  return [
    `<path d="${arch(near, 236, 190)}" fill="${ink.claySoft}"/>`,
    figure(near, 190, ink.clay, ink.river, 352),
    `<path d="${arch(far, 126, 190)}" fill="${ink.palmSoft}"/>`,
    figure(far, 190, ink.saffron, ink.palm, 262),
    brand(pen),
    ...lines.map((line, at) =>
      pen.text(line.text, { x: margin, y: first + at * lead, size, face: 'head', fill: ink.ink }),
    ),
    pen.text(facts.under, {
      x: margin,
      y: first + (lines.length - 1) * lead + (rtl ? 88 : 76),
      size: fitting(facts.under, 'text', 34, 590, measure),
      face: 'text',
      fill: ink.soft,
    }),
  ].join('');
}

/** The whole picture. `portrait` is a data address, or nothing where there is none to show. */
export function pictureSvg(facts: PictureFacts, measure: Measure, portrait: string | null): string {
  const drawn = facts.kind === 'talent' ? talentSvg(facts, measure, portrait) : pageSvg(facts, measure);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${ink.paper}"/>${drawn}${band}</svg>`;
}
