import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { decompress } from 'wawoff2';

/**
 * The letters of the pictures, as the renderer reads them: it knows no woff2 and draws a variable font at its default
 * weight. Commissioner's default is hairline, so Vollkorn carries the Latin text; what is bold is drawn with an outline.
 */
const files = [
  { file: 'vollkorn/files/vollkorn-latin-wght-normal.woff2', family: 'Vollkorn' },
  // The renderer takes one file per family name and looks through the others only for letters that one lacks.
  { file: 'vollkorn/files/vollkorn-latin-ext-wght-normal.woff2', family: 'VollkorX' },
  { file: 'noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2', family: 'Noto Naskh Arabic' },
  { file: 'vazirmatn/files/vazirmatn-arabic-wght-normal.woff2', family: 'Vazirmatn' },
];

/** The family's name written over with another of the same length, wherever it stands in the table of names. */
function renamed(font: Buffer, from: string, to: string): Buffer {
  const wide = (name: string) => Buffer.from(name, 'utf16le').swap16();
  for (const [old, now] of [
    [wide(from), wide(to)],
    [Buffer.from(from), Buffer.from(to)],
  ] as const)
    for (let at = font.indexOf(old); at >= 0; at = font.indexOf(old, at + 1)) now.copy(font, at);
  return font;
}

const find = createRequire(import.meta.url);

/** Unpacks the fonts into a folder once and answers their paths. */
export async function openFonts(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  // one after the other: the unpacker has one memory
  for (const { file, family } of files) {
    const path = join(folder, file.replace(/^.*\//, '').replace('.woff2', '.ttf'));
    paths.push(path);
    if (existsSync(path)) continue;
    const font = Buffer.from(await decompress(readFileSync(find.resolve(`@fontsource-variable/${file}`))));
    // Two builds may unpack at once: a name that exists is a whole file.
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, family === 'VollkorX' ? renamed(font, 'Vollkorn', family) : font);
    renameSync(partial, path);
  }
  return paths;
}
