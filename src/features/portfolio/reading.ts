import { fileTypeFromBuffer } from 'file-type';
import { hasAnotherFace } from '../attachments/inspect.ts';
import { colorOf, redraw, sidesOf } from '../attachments/picture.ts';
import { readMp4, type ReadFilm } from './formats/mp4.ts';
import { readMp3, readWav, type ReadSound } from './formats/sound.ts';
import { readWebm } from './formats/webm.ts';
import {
  judgeMedia,
  longestSide,
  mediaTypes,
  type MediaRefusal,
  type MediaType,
  type UploadKind,
} from './rules/media.ts';

export type ReadMedia = {
  bytes: Uint8Array;
  type: MediaType;
  width?: number;
  height?: number;
  seconds?: number;
  color?: string;
};
type Said = { kind: UploadKind; type: MediaType; size: number };
type Outcome = ReadMedia | { refused: MediaRefusal };

type Picture = 'image/jpeg' | 'image/png' | 'image/webp';
const isPicture = (type: MediaType): type is Picture => mediaTypes[type].as === 'image';

/** By its bytes alone. An MP4 without a picture is sound, whatever its brand. */
async function foundType(bytes: Uint8Array): Promise<MediaType | 'some mp4' | null> {
  const found = await fileTypeFromBuffer(bytes);
  switch (found?.mime) {
    case 'video/mp4':
    case 'video/x-m4v':
    case 'audio/x-m4a':
    case 'audio/mp4':
      return 'some mp4';
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
    case 'video/webm':
    case 'audio/mpeg':
    case 'audio/wav':
      return found.mime;
    default:
      return null;
  }
}

async function readPicture(said: Said & { type: Picture }, bytes: Uint8Array): Promise<Outcome> {
  const head = await sidesOf(bytes, said.type);
  const verdict = judgeMedia(said, {
    size: bytes.byteLength,
    type: said.type,
    hides: false,
    ...(head ? { sides: head, moves: head.frames > 1 } : {}),
  });
  if (!verdict.ok) return { refused: verdict.why };
  // PNG is for drawings; as WebP it looks the same and weighs a quarter
  const type = said.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp';
  const drawn = await redraw(bytes, said.type, longestSide(said.kind), type);
  if (!drawn) return { refused: 'damaged' };
  const color = await colorOf(drawn.bytes);
  return { ...drawn, type, ...(color ? { color } : {}) };
}

function keptFilm(type: MediaType, bytes: Uint8Array, film: ReadFilm): Outcome {
  if (typeof film === 'string') return { refused: film };
  const { width, height, seconds } = film;
  if (mediaTypes[type].as === 'video' && !film.hasPicture) return { refused: 'type_differs' };
  if (type === 'audio/mp4' && film.hasPicture) return { refused: 'type_differs' };
  return { bytes, type, ...(width && height ? { width, height } : {}), ...(seconds ? { seconds } : {}) };
}

const keptSound = (type: MediaType, sound: ReadSound): Outcome =>
  sound === 'damaged' ? { refused: 'damaged' } : { type, ...sound };

/**
 * Judged by what it is. Pictures are drawn anew; of films and sounds everything is blanked that is not played. The bytes handed in
 * may be changed.
 */
export async function readMedia(said: Said, bytes: Uint8Array): Promise<Outcome> {
  const found = await foundType(bytes);
  if (isPicture(said.type))
    return found === said.type ? readPicture({ ...said, type: said.type }, bytes) : { refused: 'type_differs' };
  const isMp4 = found === 'some mp4' && (said.type === 'video/mp4' || said.type === 'audio/mp4');
  const verdict = judgeMedia(said, {
    size: bytes.byteLength,
    type: isMp4 ? said.type : found === 'some mp4' ? null : found,
    hides: hasAnotherFace(bytes),
  });
  if (!verdict.ok) return { refused: verdict.why };
  switch (said.type) {
    case 'video/mp4':
    case 'audio/mp4':
      return keptFilm(said.type, bytes, readMp4(bytes));
    case 'video/webm':
      return keptFilm(said.type, bytes, readWebm(bytes));
    case 'audio/mpeg':
      return keptSound(said.type, readMp3(bytes));
    case 'audio/wav':
      return keptSound(said.type, readWav(bytes));
    default:
      return { refused: 'type_differs' };
  }
}
