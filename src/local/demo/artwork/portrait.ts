import type { Look } from './looks.ts';
import type { Palette } from './palettes.ts';

export const portrait = { width: 480, height: 480 } as const;

const skins = ['#e3b58f', '#d29c72', '#c48a62', '#b07650', '#ecc7a4'] as const;
const hairs = ['#221815', '#33211a', '#4a3024', '#17151c'] as const;
const grey = '#b9b2ab';

type Head = {
  skin: string;
  hair: string;
  cloth: string;
  trim: string;
  look: Exclude<Look, 'group'>;
  chance: () => number;
};

/** Head and shoulders around (240, 220), in flat shapes, with as little face as a face needs. */
function head({ skin, hair, cloth, trim, look, chance }: Head): string {
  const shoulders = `<path d="M62 480Q74 372 176 352L240 382L304 352Q406 372 418 480Z" fill="${cloth}"/><path d="M176 352L240 420L304 352L288 346L240 388L192 346Z" fill="${trim}"/>`;
  const extras = wear(look, hair, trim, chance);
  const neck = `<path d="M206 290h68v66q-34 36-68 0Z" fill="${skin}"/><path d="M206 312q34 34 68 0v16q-34 30-68 0Z" fill="#000" opacity=".12"/>`;
  const face = `<path d="M166 196Q166 116 240 116T314 196Q314 262 284 296Q262 320 240 320T196 296Q166 262 166 196Z" fill="${skin}"/>`;
  const features = `<g fill="none" stroke="${hair === grey ? '#5b5049' : hair}" stroke-width="6" stroke-linecap="round"><path d="M190 196q16-10 34 0M256 196q18-10 34 0"/><path d="M194 217q13 9 26 0M260 217q13 9 26 0" stroke-width="5"/><path d="M242 208q-2 28-10 40q6 8 18 4" stroke-width="4" opacity=".55"/></g><path d="M218 276q22 14 44 0q-22 5-44 0Z" fill="#a8443f" opacity=".8"/>`;
  const tops: Record<Head['look'], [behind: string, before: string]> = {
    short: [
      '',
      `<path d="M160 208Q146 96 240 92T320 208Q312 160 286 150Q232 160 196 146Q170 160 160 208Z" fill="${hair}"/>`,
    ],
    beard: [
      '',
      `<path d="M162 206Q150 98 240 94T318 206Q310 158 282 150Q230 156 198 148Q170 160 162 206Z" fill="${hair}"/><path d="M166 214Q172 330 240 344T314 214Q312 262 284 262Q240 240 196 262Q170 262 166 214Z" fill="${hair}"/><path d="M220 282q20 10 40 0q-20 16-40 0Z" fill="#a8443f"/>`,
    ],
    cap: [
      '',
      `<path d="M156 176Q160 84 240 84T324 176Q240 142 156 176Z" fill="${trim}"/><path d="M154 188Q240 144 326 188L322 170Q240 128 158 170Z" fill="${cloth}"/>`,
    ],
    long: [
      `<path d="M140 210Q134 84 240 82T340 210Q352 330 330 404H150Q128 330 140 210Z" fill="${hair}"/>`,
      `<path d="M158 226Q150 108 240 102T322 226Q306 160 240 146Q176 158 158 226Z" fill="${hair}"/>`,
    ],
    curly: [
      `<g fill="${hair}"><circle cx="160" cy="170" r="56"/><circle cx="204" cy="122" r="58"/><circle cx="276" cy="122" r="58"/><circle cx="322" cy="172" r="56"/><circle cx="336" cy="238" r="44"/><circle cx="146" cy="238" r="44"/></g>`,
      `<g fill="${hair}"><circle cx="206" cy="134" r="30"/><circle cx="246" cy="126" r="32"/><circle cx="284" cy="138" r="28"/></g>`,
    ],
    bun: [
      `<circle cx="240" cy="82" r="46" fill="${hair}"/>`,
      `<path d="M160 220Q150 104 240 100T320 220Q312 162 250 138Q176 150 160 220Z" fill="${hair}"/>`,
    ],
    scarf: [
      `<path d="M132 230Q126 78 240 76T348 230Q352 320 318 378L380 480H100L162 378Q128 320 132 230Z" fill="${trim}"/>`,
      `<path d="M150 226Q146 94 240 92T330 226Q330 302 286 344Q300 290 304 226Q300 138 240 134T176 226Q180 290 198 344Q150 302 150 226Z" fill="${trim}"/><path d="M196 340Q240 372 286 342L330 420Q240 470 150 412Z" fill="${trim}"/><path d="M172 400Q240 440 316 396" fill="none" stroke="#000" stroke-width="4" opacity=".15"/>`,
    ],
  };
  const [behind, before] = tops[look];
  return `${behind}${shoulders}${neck}${face}${features}${before}${extras}`;
}

/** What tells one from another: glasses, a moustache, earrings. */
function wear(look: Head['look'], hair: string, trim: string, chance: () => number): string {
  const glasses =
    chance() < 0.28
      ? '<g fill="none" stroke="#2a2522" stroke-width="5"><circle cx="207" cy="219" r="25"/><circle cx="273" cy="219" r="25"/><path d="M232 217q8-6 16 0M182 214l-16-6M298 214l16-6"/></g>'
      : '';
  const moustache =
    (look === 'short' || look === 'cap') && chance() < 0.5
      ? `<path d="M206 266q18-18 34-8q16-10 34 8q-18 4-34-2q-16 6-34 2Z" fill="${hair}"/>`
      : '';
  const earrings =
    (look === 'bun' || look === 'curly') && chance() < 0.7
      ? `<g fill="${trim}"><circle cx="168" cy="268" r="9"/><circle cx="312" cy="268" r="9"/></g>`
      : '';
  return moustache + earrings + glasses;
}

const pick = <T>(chance: () => number, from: readonly [T, ...T[]]): T =>
  from[Math.floor(chance() * from.length)] ?? from[0];

/** A person, or an ensemble of three, before a disc of light. */
export function drawPortrait(look: Look, colours: Palette, chance: () => number, silver: boolean): string {
  const backdrop = `<rect width="480" height="480" fill="${colours.warm}"/><circle cx="${Math.round(200 + chance() * 80)}" cy="206" r="190" fill="${colours.light}" opacity=".7"/><path d="M0 480V${Math.round(330 + chance() * 50)}Q240 ${Math.round(260 + chance() * 60)} 480 ${Math.round(330 + chance() * 50)}V480Z" fill="${colours.mid}" opacity=".45"/>`;
  const one = (as: Head['look'], cloth: string, trim: string) =>
    head({ skin: pick(chance, skins), hair: silver ? grey : pick(chance, hairs), cloth, trim, look: as, chance });
  if (look === 'scarf') return backdrop + one(look, pick(chance, [colours.deep, colours.ground]), colours.mid);
  if (look !== 'group') {
    const cloth = pick(chance, [colours.deep, colours.deep, colours.ground, colours.mid]);
    return backdrop + one(look, cloth, silver && cloth !== colours.mid ? colours.mid : colours.light);
  }
  const small = (x: number, drawn: string) => `<g transform="translate(${x} 156) scale(.68)">${drawn}</g>`;
  return `${backdrop}${small(-64, one('cap', colours.mid, colours.ground))}${small(220, one('short', colours.ground, colours.light))}${`<g transform="translate(48 98) scale(.8)">${one('beard', colours.deep, colours.light)}</g>`}`;
}
