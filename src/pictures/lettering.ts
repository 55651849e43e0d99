import { dirOf, type Locale } from '../core/locale.ts';

/** The look of the site, by day, as the renderer can read it. `tokens.css` has the same values. */
export const ink = {
  paper: '#faf5ec',
  ink: '#1d2624',
  soft: '#475250',
  palm: '#1f5a45',
  palmSoft: '#dfeadd',
  clay: '#a94a28',
  clayInk: '#8a3b1d',
  claySoft: '#f7e3d6',
  saffron: '#b57a08',
  river: '#1f5b74',
  riverSoft: '#dceaef',
  saffronSoft: '#faecc6',
} as const;

export type Face = 'head' | 'text';

/** The family a text is set in. Letters it lacks, a Latin name on an Arabic page, are found in the other files. */
export const family = (locale: Locale, face: Face): string =>
  dirOf(locale) === 'rtl' ? (face === 'head' ? 'Noto Naskh Arabic' : 'Vazirmatn') : 'Vollkorn';

export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A line for the renderer, which takes every line for a Latin one unless the line itself says otherwise. */
export const lineOf = (locale: Locale, text: string): string =>
  escape(dirOf(locale) === 'rtl' ? `\u202b${text}\u202c` : text);

/** The width of a text set at a size; measured by the renderer itself. */
export type Measure = (text: string, face: Face, size: number) => number;

export type Line = { text: string; size: number };

/** The size at which a single line fits. */
export const fitting = (text: string, face: Face, size: number, width: number, measure: Measure): number =>
  Math.min(size, Math.floor((size * width) / Math.max(1, measure(text, face, size))));

/**
 * A title in at most `most` lines of `width`: as large as it may be, smaller before it takes another line, and cut at a word
 * only when nothing else is left.
 */
export function setTitle(
  text: string,
  { width, largest, smallest, most }: { width: number; largest: number; smallest: number; most: number },
  measure: Measure,
): Line[] {
  const words = text.split(' ');
  const unit = 100;
  const widths = words.map((word) => measure(word, 'head', unit) / unit);
  const space = (measure('n n', 'head', unit) - measure('nn', 'head', unit)) / unit;
  const broken = (size: number): string[] | null => {
    const lines: string[] = [];
    let used = 0;
    for (const [at, word] of words.entries()) {
      const wide = (widths[at] ?? 0) * size;
      if (wide > width) return null;
      if (lines.length === 0 || used + space * size + wide > width) {
        lines.push(word);
        used = wide;
      } else {
        lines[lines.length - 1] += ` ${word}`;
        used += space * size + wide;
      }
    }
    return lines;
  };
  for (let lines = 1; lines <= most; lines += 1)
    for (let size = largest; size >= (lines === most ? smallest : largest * 0.78); size -= 4) {
      const found = broken(size);
      if (found && found.length <= lines) return found.map((line) => ({ text: line, size }));
    }
  const fits = [...text];
  while (fits.length > 1 && measure(`${fits.join('')}…`, 'head', smallest) > width) fits.pop();
  return [{ text: `${fits.join('').trimEnd()}…`, size: smallest }];
}
