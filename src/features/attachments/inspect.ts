import { fileTypeFromBuffer } from 'file-type';
import { kindOf, typeOf, type AttachmentType, type Found } from './rules.ts';

const latin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** The tracks of an MP4, from its handler boxes: telephones record sound into a container that mostly holds films. */
function isSoundOnly(bytes: Uint8Array): boolean {
  const handlers = [...latin(bytes).matchAll(/hdlr[\s\S]{8}(soun|vide)/g)].map((found) => found[1]);
  return handlers.includes('soun') && !handlers.includes('vide');
}

/** By its bytes alone: what it is called and what its sender says of it are not asked. */
async function foundType(bytes: Uint8Array): Promise<AttachmentType | null> {
  const found = await fileTypeFromBuffer(bytes);
  if (!found) return null;
  if (found.mime === 'video/mp4' || found.mime.startsWith('video/3gpp') || found.mime === 'audio/x-m4a')
    return isSoundOnly(bytes) ? 'audio/mp4' : null;
  return typeOf(found.mime);
}

/** The directory at the end of a ZIP (and so of a JAR or an Office file), with room for a comment behind it. */
const archiveEnd = 'PK\x05\x06';
const lastOf = (bytes: Uint8Array) => latin(bytes.subarray(-(65_536 + 22)));
const page = /<(?:!doctype|html|script|svg|body|iframe)[\s>]/i;

/** Something that unpacks behind, or a page in front: whatever else the bytes are. */
export const hasAnotherFace = (bytes: Uint8Array): boolean =>
  lastOf(bytes).includes(archiveEnd) || page.test(latin(bytes.subarray(0, 4096)));

/**
 * Another file in the same bytes. Pictures need no such look: they are drawn anew. A PDF begins with its mark, as the standard says and
 * readers do not insist; a sound file carries no page and nothing that unpacks.
 */
function hides(type: AttachmentType, bytes: Uint8Array): boolean {
  const kind = kindOf(type);
  if (kind === 'image') return false;
  if (lastOf(bytes).includes(archiveEnd)) return true;
  const head = latin(bytes.subarray(0, 4096));
  if (kind === 'document')
    return !head.startsWith('%PDF-') || page.test(head.slice(0, 1024)) || !lastOf(bytes).includes('%%EOF');
  return page.test(head);
}

/** What stands in the bytes, as far as it can be told without decoding them. A picture's sides are its cleaner's to read. */
export async function inspect(bytes: Uint8Array): Promise<Omit<Found, 'sides'>> {
  const type = await foundType(bytes);
  return { size: bytes.byteLength, type, hides: type !== null && hides(type, bytes) };
}
