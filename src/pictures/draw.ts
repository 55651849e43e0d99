import { join } from 'node:path';
import { renderAsync, Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import sharp from 'sharp';
import { pictureSize, type PictureFacts } from './facts.ts';
import { openFonts } from './fonts.ts';
import { escape, family, type Measure } from './lettering.ts';
import { pictureSvg } from './svg.ts';

export type Draw = (facts: PictureFacts, portrait: Buffer | null) => Promise<Buffer>;

/** A portrait as it stands in the arch; whatever cannot be read as a picture is none. */
async function asPortrait(file: Buffer): Promise<string | null> {
  try {
    const small = await sharp(file, { limitInputPixels: 50_000_000 })
      .rotate()
      .resize(356, 490, { fit: 'cover', position: 'attention' })
      .flatten({ background: '#faf5ec' })
      .jpeg({ quality: 88 })
      .toBuffer();
    return `data:image/jpeg;base64,${small.toString('base64')}`;
  } catch {
    return null;
  }
}

/** Opens the drawing room once; `folder` keeps the unpacked fonts. The renderer shapes and orders Arabic by itself. */
export async function openDrawing(folder: string): Promise<Draw> {
  const options: ResvgRenderOptions = {
    font: { loadSystemFonts: false, fontFiles: await openFonts(join(folder, 'fonts')), defaultFontFamily: 'Vollkorn' },
  };
  const widths = new Map<string, number>();
  return async (facts, portrait) => {
    const measure: Measure = (text, face, size) => {
      const key = `${facts.locale} ${face} ${size} ${text}`;
      const found = widths.get(key);
      if (found !== undefined) return found;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="400"><text x="10" y="200" font-family="${family(facts.locale, face)}" font-size="${size}">${escape(text)}</text></svg>`;
      const wide = new Resvg(svg, options).getBBox()?.width ?? text.length * size * 0.5;
      widths.set(key, wide);
      return wide;
    };
    const svg = pictureSvg(facts, measure, portrait ? await asPortrait(portrait) : null);
    const image = await renderAsync(svg, options);
    return sharp(image.pixels, { raw: { ...pictureSize, channels: 4 } })
      .removeAlpha()
      .jpeg({ quality: 84 })
      .toBuffer();
  };
}
