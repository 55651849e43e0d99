import type { LocalizedText } from '../../../core/locale.ts';
import type { Palette } from './palettes.ts';

export const picture = { width: 960, height: 720 } as const;

export type Motif = { name: Required<LocalizedText>; draw(colours: Palette, chance: () => number): string };

const n = (value: number) => String(Math.round(value));
const rect = (x: number, y: number, w: number, h: number, fill: string, more = '') =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"${more}/>`;
const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"${more}/>`;
const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}"${more}/>`;
const stroke = (d: string, colour: string, width: number, more = '') =>
  path(d, 'none', ` stroke="${colour}" stroke-width="${n(width)}"${more}`);
const ground = (fill: string) => rect(0, 0, picture.width, picture.height, fill);
const between = (chance: () => number, least: number, most: number) => least + chance() * (most - least);

const polygon = (x: number, y: number, radius: number, points: number, inner: number, turn: number) =>
  `M${Array.from({ length: points * 2 }, (_, i) => {
    const r = i % 2 === 0 ? radius : radius * inner;
    const angle = turn + (i * Math.PI) / points;
    return `${n(x + r * Math.cos(angle))} ${n(y + r * Math.sin(angle))}`;
  }).join('L')}Z`;

/** Eight-pointed stars of a tiled wall, one of them larger than its neighbours. */
function stars(c: Palette, chance: () => number): string {
  const size = Math.round(between(chance, 84, 132));
  const half = size / 2;
  const cell = `<pattern id="p" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${rect(0, 0, size, size, c.deep)}${path(polygon(half, half, half * 0.98, 8, 0.77, 0), c.mid)}${path(polygon(half, half, half * 0.6, 8, 0.77, Math.PI / 8), c.warm)}${circle(half, half, half * 0.22, c.light)}${[0, size].map((x) => [0, size].map((y) => path(polygon(x, y, half * 0.36, 4, 0.55, 0), c.light)).join('')).join('')}</pattern>`;
  const [x, y] = [between(chance, 280, 680), between(chance, 240, 480)];
  return `<defs>${cell}</defs>${ground('url(#p)')}${path(polygon(x, y, 216, 8, 0.77, 0), c.ground)}${path(polygon(x, y, 190, 8, 0.77, 0), c.light)}${path(polygon(x, y, 150, 16, 0.8, 0), c.mid)}${path(polygon(x, y, 104, 8, 0.6, 0), c.warm)}${circle(x, y, 34, c.ground)}`;
}

/** Stepped diamonds of a flat-woven rug. */
function kilim(c: Palette, chance: () => number): string {
  const rows = 4 + Math.floor(chance() * 2);
  const height = picture.height / rows;
  const slip = between(chance, 0, 120);
  const colours = [c.mid, c.warm, c.deep, c.light];
  const stepped = (x: number, y: number, w: number, h: number, fill: string) =>
    Array.from({ length: 4 }, (_, i) =>
      rect(x - (w * (4 - i)) / 8, y - (h * (i + 1)) / 8, (w * (4 - i)) / 4, (h * (i + 1)) / 4, fill),
    ).join('');
  const bands = Array.from({ length: rows }, (_, row) => {
    const across = row % 2 === 0 ? 4 : 5;
    const fill = colours[(row + Math.floor(chance() * 2)) % 4] ?? c.mid;
    const y = height * (row + 0.5);
    const width = picture.width / across;
    return `${rect(0, height * row, picture.width, 6, c.light)}<pattern id="k${row}" x="${n(slip)}" width="${n(width)}" height="720" patternUnits="userSpaceOnUse">${stepped(width / 2, y, width * 0.86, height * 0.8, fill)}${stepped(width / 2, y, width * 0.36, height * 0.34, c.ground)}</pattern>${rect(0, height * row, picture.width, height, `url(#k${row})`)}`;
  });
  return ground(c.ground) + bands.join('');
}

/** Hills behind hills, a low sun, and now and then a river. */
function hills(c: Palette, chance: () => number): string {
  const sun = [between(chance, 200, 760), between(chance, 150, 290)] as const;
  const layers = [c.warm, c.mid, c.deep, c.ground].map((fill, i) => {
    const base = 330 + i * 95;
    const points = Array.from({ length: 5 }, (_, p) => [p * 240, base - between(chance, 10, 110 - i * 12)] as const);
    return path(
      `M0 ${picture.height}L0 ${n(points[0]?.[1] ?? base)}${points
        .slice(1)
        .map(([x, y], p) => `Q${n(x - 120)} ${n((points[p]?.[1] ?? y) - between(chance, -50, 70))} ${n(x)} ${n(y)}`)
        .join('')}L960 ${picture.height}Z`,
      fill,
      i === 0 ? ' opacity=".75"' : '',
    );
  });
  const river =
    chance() > 0.5
      ? path(
          'M430 720C470 640 620 610 560 540S470 470 520 430C500 480 610 520 640 560S600 650 640 720Z',
          c.light,
          ' opacity=".55"',
        )
      : '';
  return `${ground(c.light)}${circle(sun[0], sun[1], 96, c.warm)}${circle(sun[0], sun[1], 150, c.warm, ' opacity=".25"')}${layers.join('')}${river}`;
}

/** A maze of right angles, as letters are laid in brick. */
function brick(c: Palette, chance: () => number): string {
  const unit = 48;
  const walls = Array.from({ length: 12 }, (_, row) =>
    Array.from({ length: 9 }, (_, column) => {
      const [x, y] = [48 + column * 96, 48 + row * 54];
      const turn = Math.floor(chance() * 4);
      if (turn === 3) return '';
      const reach = turn === 0 ? `h${unit * 2}` : turn === 1 ? `v${unit}h${unit}` : `v-${unit}h${unit}v${unit}`;
      return `M${x} ${y}${reach}`;
    }).join(''),
  ).join('');
  return `${ground(c.light)}${rect(28, 28, 904, 664, c.warm, ' opacity=".35"')}${stroke(walls, c.ground, 21, ' stroke-linecap="square"')}${stroke('M14 14H946V706H14Z', c.deep, 10)}`;
}

/** Sweeps of a broad pen, with the dots that make a letter of a stroke. */
function pen(c: Palette, chance: () => number): string {
  const sweeps = Array.from({ length: 4 }, (_, i) => {
    const y = 210 + i * 105 + between(chance, -24, 24);
    const [a, b] = [between(chance, 60, 200), between(chance, 700, 900)];
    const dip = between(chance, 60, 190);
    return path(
      `M${n(b)} ${n(y - 60)}C${n(b - 40)} ${n(y + dip)} ${n(a + 160)} ${n(y + dip)} ${n(a)} ${n(y - 20)}C${n(a + 200)} ${n(y + dip + 46)} ${n(b + 4)} ${n(y + dip + 40)} ${n(b + 26)} ${n(y - 74)}Z`,
      i % 2 === 0 ? c.ground : c.deep,
    );
  });
  const tall = Array.from({ length: 3 }, (_, i) => {
    const x = 260 + i * 190 + between(chance, -50, 50);
    return path(
      `M${n(x)} 96L${n(x + 30)} 78L${n(x + 22)} ${n(between(chance, 420, 560))}L${n(x + 4)} ${n(between(chance, 400, 540))}Z`,
      c.ground,
    );
  });
  const dots = Array.from({ length: 5 }, () => {
    const [x, y] = [between(chance, 120, 840), between(chance, 130, 610)];
    return path(`M${n(x)} ${n(y - 22)}L${n(x + 22)} ${n(y)}L${n(x)} ${n(y + 22)}L${n(x - 22)} ${n(y)}Z`, c.mid);
  });
  return `${ground(c.light)}${rect(40, 40, 880, 640, 'none', ` stroke="${c.warm}" stroke-width="8"`)}${sweeps.join('')}${tall.join('')}${dots.join('')}`;
}

/** Strings that have just been plucked. */
function strings(c: Palette, chance: () => number): string {
  const lines = Array.from({ length: 11 }, (_, i) => {
    const y = 90 + i * 54;
    const swing = between(chance, 20, 92) * (i % 2 === 0 ? 1 : -1);
    return stroke(
      `M0 ${n(y)}C240 ${n(y - swing)} 360 ${n(y + swing * 1.4)} 500 ${n(y)}S800 ${n(y - swing * 0.7)} 960 ${n(y)}`,
      [c.light, c.warm, c.mid][i % 3] ?? c.light,
      3 + (i % 4) * 2,
    );
  });
  const x = between(chance, 300, 660);
  return `${ground(c.ground)}${circle(x, 360, 248, c.deep)}${circle(x, 360, 168, c.mid, ' opacity=".55"')}${circle(x, 360, 82, c.ground)}${lines.join('')}`;
}

/** Arches of a courtyard, one inside the other, and what light does there. */
function arches(c: Palette, chance: () => number): string {
  const arch = (x: number, w: number, top: number, fill: string) =>
    path(
      `M${n(x)} 720V${n(top + w / 2)}C${n(x)} ${n(top + w * 0.16)} ${n(x + w * 0.3)} ${n(top + w * 0.08)} ${n(x + w / 2)} ${n(top)}C${n(x + w * 0.7)} ${n(top + w * 0.08)} ${n(x + w)} ${n(top + w * 0.16)} ${n(x + w)} ${n(top + w / 2)}V720Z`,
      fill,
    );
  const x = between(chance, 210, 330);
  const drop = between(chance, 20, 90);
  const reach = between(chance, -80, 90);
  const lamps = Array.from({ length: 3 }, (_, i) => {
    const at = 130 + i * 350 + between(chance, -50, 50);
    const low = between(chance, 30, 84);
    return `${rect(at - 2, 0, 4, low, c.light)}${path(polygon(at, low + 16, 22, 8, 0.77, 0), c.warm)}`;
  }).join('');
  return `${ground(c.warm)}${rect(0, 0, 960, 110, c.deep)}${rect(0, 110, 960, 12, c.light)}${arch(x - 250, 190, 260, c.deep)}${arch(x + 570, 190, 260, c.deep)}${arch(x, 500, 130, c.mid)}${arch(x + 50, 400, 190, c.deep)}${arch(x + 100, 300, 250, c.ground)}${path(`M${n(x + 150 + reach / 2)} 720L${n(x + 210)} 420L${n(x + 300)} 420L${n(x + 350 + reach)} 720Z`, c.light, ' opacity=".4"')}${circle(x + 250, 280 + drop, 30, c.light)}${lamps}`;
}

/** A table from above. */
function table(c: Palette, chance: () => number): string {
  const plates = Array.from({ length: 6 }, (_, i) => {
    const [x, y] = [
      170 + (i % 3) * 310 + between(chance, -40, 40),
      200 + Math.floor(i / 3) * 320 + between(chance, -40, 40),
    ];
    const r = between(chance, 78, 136);
    const grains = Array.from({ length: 6 }, (_, g) =>
      circle(
        x + r * 0.4 * Math.cos(g + i),
        y + r * 0.4 * Math.sin(g + i),
        between(chance, 8, 20),
        g % 2 ? c.warm : c.light,
      ),
    ).join('');
    return `${circle(x, y, r, c.light)}${circle(x, y, r * 0.76, [c.mid, c.deep, c.warm][i % 3] ?? c.mid)}${grains}`;
  });
  return `${ground(c.ground)}${rect(0, 330, 960, 60, c.deep)}${rect(0, 350, 960, 8, c.warm)}${plates.join('')}`;
}

/** People in a row, hands joined. */
function line(c: Palette, chance: () => number): string {
  const dancers = Array.from({ length: 7 }, (_, i) => {
    const x = 90 + i * 130;
    const y = 300 + between(chance, -34, 34);
    const lean = between(chance, -22, 22);
    const dress = [c.mid, c.warm, c.deep, c.light][i % 4] ?? c.mid;
    return `${path(`M${n(x - 16)} ${n(y)}Q${n(x + lean)} ${n(y + 60)} ${n(x - 74 + lean)} ${n(y + 290)}H${n(x + 74 + lean)}Q${n(x + 20 + lean)} ${n(y + 70)} ${n(x + 16)} ${n(y)}Z`, dress)}${stroke(`M${n(x)} ${n(y + 34)}L${n(x + 66)} ${n(y - 22)}L${n(x + 130)} ${n(y + 34)}`, dress, 15, ' stroke-linejoin="round"')}${circle(x, y - 32, 29, c.light)}${path(`M${n(x - 30)} ${n(y - 30)}A30 32 0 0 1 ${n(x + 30)} ${n(y - 30)}Z`, c.ground)}`;
  });
  return `${ground(c.ground)}${circle(between(chance, 200, 760), 230, 170, c.warm, ' opacity=".35"')}${rect(0, 590, 960, 130, c.deep)}${dancers.join('')}`;
}

/** A person from the shoulders up, looking past us. */
function figure(c: Palette, chance: () => number): string {
  const x = between(chance, 400, 560);
  const flip = chance() > 0.5 ? '' : ' transform="translate(960 0) scale(-1 1)"';
  const folds = Array.from({ length: 4 }, (_, i) =>
    stroke(
      `M${n(x - 40 + i * 34)} 250Q${n(x + 140 + i * 30)} 420 ${n(x + 60 + i * 70)} 720`,
      i % 2 ? c.warm : c.light,
      5,
      ' opacity=".5"',
    ),
  );
  return `${ground(c.warm)}${rect(0, 0, 960, 720, c.light, ' opacity=".35"')}${circle(x + 40, 300, 270, c.mid, ' opacity=".5"')}<g${flip}>${path(`M${n(x - 320)} 720Q${n(x - 260)} 500 ${n(x - 60)} 480H${n(x + 90)}Q${n(x + 300)} 520 ${n(x + 340)} 720Z`, c.deep)}${path(`M${n(x - 70)} 360h130v150q-60 60-130 0Z`, c.light)}${path(`M${n(x - 120)} 300Q${n(x - 120)} 170 ${n(x)} 170T${n(x + 110)} 310Q${n(x + 90)} 440 ${n(x - 10)} 440Q${n(x - 100)} 430 ${n(x - 112)} 350L${n(x - 140)} 330Z`, c.light)}${path(`M${n(x - 128)} 290Q${n(x - 140)} 110 ${n(x + 20)} 116Q${n(x + 190)} 130 ${n(x + 160)} 400Q${n(x + 200)} 560 ${n(x + 130)} 640Q${n(x + 30)} 520 ${n(x + 70)} 360Q${n(x + 30)} 230 ${n(x - 128)} 290Z`, c.ground)}${folds.join('')}</g>`;
}

/** Leaves and fruit on one branch. */
function branch(c: Palette, chance: () => number): string {
  const leaves = Array.from({ length: 9 }, (_, i) => {
    const [x, y] = [120 + i * 84, 560 - i * 46 + between(chance, -20, 20)];
    const turn = (i % 2 ? 55 : -125) + between(chance, -18, 18);
    const fill = [c.mid, c.deep, c.warm][i % 3] ?? c.mid;
    return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)})">${path('M0 0Q70-62 168 0Q70 62 0 0Z', fill)}${stroke('M0 0H150', c.light, 3)}</g>`;
  });
  const fruit = Array.from({ length: 3 }, (_, i) => {
    const [x, y] = [300 + i * 200, 520 - i * 110 + between(chance, 40, 90)];
    return `${circle(x, y, 54, c.mid)}${circle(x - 14, y - 16, 16, c.light, ' opacity=".7"')}${path(`M${n(x - 16)} ${n(y - 50)}l16-26 16 26z`, c.ground)}`;
  });
  return `${ground(c.light)}${circle(between(chance, 240, 720), 330, 250, c.warm, ' opacity=".4"')}${stroke('M60 640C300 560 520 330 900 110', c.ground, 12, ' stroke-linecap="round"')}${leaves.join('')}${fruit.join('')}`;
}

export const motifs = {
  stars: {
    name: { en: 'Eight-pointed stars', ar: 'نجوم ثمانية', ckb: 'ئەستێرەی هەشت گۆشە', fr: 'Étoiles à huit branches' },
    draw: stars,
  },
  kilim: {
    name: { en: 'Kilim diamonds', ar: 'معينات بساط', ckb: 'لۆزینەی بەڕە', fr: 'Losanges de kilim' },
    draw: kilim,
  },
  hills: {
    name: {
      en: 'Hills under a low sun',
      ar: 'تلال تحت شمس منخفضة',
      ckb: 'گرد و خۆری نزم',
      fr: 'Collines sous un soleil bas',
    },
    draw: hills,
  },
  brick: {
    name: {
      en: 'Angular letters like laid brick',
      ar: 'حروف مربعة كالآجر',
      ckb: 'پیتی گۆشەدار وەک خشت',
      fr: 'Lettres anguleuses comme en briques',
    },
    draw: brick,
  },
  pen: {
    name: {
      en: 'Sweeps of a broad pen',
      ar: 'جرّات قصبة عريضة',
      ckb: 'هێڵی قەڵەمی پان',
      fr: 'Traits d’un calame large',
    },
    draw: pen,
  },
  strings: {
    name: { en: 'Plucked strings', ar: 'أوتار مضروبة', ckb: 'ژێی لێدراو', fr: 'Cordes pincées' },
    draw: strings,
  },
  arches: {
    name: { en: 'Arches of a courtyard', ar: 'أقواس حوش', ckb: 'کەوانەی حەوشە', fr: 'Arcs d’une cour' },
    draw: arches,
  },
  table: {
    name: { en: 'A laid table from above', ar: 'سفرة من فوق', ckb: 'خوان لە سەرەوە', fr: 'Une table vue d’en haut' },
    draw: table,
  },
  line: {
    name: {
      en: 'Dancers hand in hand',
      ar: 'راقصون يداً بيد',
      ckb: 'سەماکاران دەست لەناو دەست',
      fr: 'Danseurs main dans la main',
    },
    draw: line,
  },
  figure: {
    name: {
      en: 'A person looking aside',
      ar: 'شخص ينظر جانباً',
      ckb: 'کەسێک سەیری لا دەکات',
      fr: 'Une personne de profil',
    },
    draw: figure,
  },
  branch: {
    name: { en: 'A branch with fruit', ar: 'غصن وثمر', ckb: 'لقێک بە بەرەوە', fr: 'Une branche et ses fruits' },
    draw: branch,
  },
} as const satisfies Record<string, Motif>;
export type MotifName = keyof typeof motifs;
