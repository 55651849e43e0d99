import { inspect } from '../attachments/inspect.ts';
import { redraw, sidesOf } from '../attachments/picture.ts';
import { attachmentLimits, judgeContent, kindOf, type AttachmentRefusal } from '../attachments/rules.ts';
import { digestOf } from '../digest.ts';
import { photoLimits } from './rules.ts';

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';
export type ReadPicture = {
  bytes: Uint8Array;
  type: PictureType;
  width: number;
  height: number;
  /** of what came, before it was drawn anew */
  digest: string;
};

const isPicture = (type: string): type is PictureType =>
  type === 'image/jpeg' || type === 'image/png' || type === 'image/webp';

/** Judged by what it is, whatever its sender called it, and drawn anew: as attachments are. */
export async function readPicture(bytes: Uint8Array): Promise<ReadPicture | { refused: AttachmentRefusal }> {
  if (bytes.byteLength === 0) return { refused: 'not_uploaded' };
  if (bytes.byteLength > attachmentLimits.bytes.image) return { refused: 'too_large' };
  const found = await inspect(bytes);
  const { type } = found;
  if (type === null || kindOf(type) !== 'image' || !isPicture(type)) return { refused: 'type_differs' };
  const sides = (await sidesOf(bytes, type)) ?? undefined;
  const verdict = judgeContent({ type, size: bytes.byteLength }, { ...found, sides });
  if (!verdict.ok) return { refused: verdict.why };
  const drawn = await redraw(bytes, type, photoLimits.side);
  if (!drawn) return { refused: 'damaged' };
  return { ...drawn, type, digest: digestOf(bytes) };
}
