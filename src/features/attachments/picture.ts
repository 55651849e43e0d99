import type { AttachmentType } from './rules.ts';
import { attachmentLimits } from './rules.ts';

type Sides = { width: number; height: number };
export type Cleaned = Sides & { bytes: Uint8Array };
const formats: Readonly<Partial<Record<AttachmentType, 'jpeg' | 'png' | 'webp'>>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Native code, and the heaviest thing a function can carry: only the one that reads uploads has it, and only when a picture comes. */
async function library() {
  const { default: sharp } = await import('sharp');
  // it reads dozens of formats by their bytes: here it can open three
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'] });
  sharp.cache(false);
  return sharp;
}

const limits = { limitInputPixels: attachmentLimits.pixels, failOn: 'error' } as const;

/** The sides a picture's head gives, before a single pixel of it is decoded, and how many pictures it is. Null: it has no such head. */
export async function sidesOf(bytes: Uint8Array, type: AttachmentType): Promise<(Sides & { frames: number }) | null> {
  const sharp = await library();
  try {
    // the head may name more than is ever opened: how much is too much is the rule's to say
    const head = await sharp(bytes, { ...limits, limitInputPixels: false }).metadata();
    return head.format === formats[type] ? { width: head.width, height: head.height, frames: head.pages ?? 1 } : null;
  } catch {
    return null;
  }
}

/**
 * The picture drawn anew from its pixels, upright, in the format it had. Where it was taken, with what and by whom, its thumbnail
 * from before it was cropped, and whatever stood behind its end do not survive: only pixels are copied, in plain sRGB.
 * `side`: made smaller where it is longer than that. `as`: in another format than it had. Null: it cannot be drawn.
 */
export async function redraw(
  bytes: Uint8Array,
  type: AttachmentType,
  side?: number,
  as: AttachmentType = type,
): Promise<Cleaned | null> {
  const sharp = await library();
  try {
    const standing = sharp(bytes, { ...limits, animated: type === 'image/webp' }).autoOrient();
    const upright =
      side === undefined
        ? standing
        : standing.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    const drawn =
      as === 'image/png'
        ? upright.png({ compressionLevel: 9 })
        : as === 'image/webp'
          ? upright.webp({ quality: 85 })
          : upright.jpeg({ quality: 88 });
    const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
  } catch {
    return null;
  }
}

/** One colour for what stands in a picture's place until it is there. */
export async function colorOf(bytes: Uint8Array): Promise<string | null> {
  const sharp = await library();
  try {
    const { data } = await sharp(bytes, limits)
      .flatten({ background: '#ffffff' })
      .resize({ width: 1, height: 1, fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const [red = 0, green = red, blue = red] = data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  } catch {
    return null;
  }
}
