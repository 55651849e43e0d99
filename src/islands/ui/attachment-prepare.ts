import { attachmentTypes, typeOf, type AttachmentType } from '../../features/attachments/rules.ts';

/** Past this a telephone's picture is made smaller before it is sent: the eye sees no difference, a slow network does. */
const longSide = 2560;
const heavy = 3 * 1024 * 1024;

/** What iPhones and new cameras write; no server of ours can open it, but the telephone that took it can. */
const onlyTheirOwn = new Set(['image/heic', 'image/heif', 'image/avif']);
const heicByName = /\.hei[cf]$/i;

const byEnding = new Map(
  Object.entries(attachmentTypes).map(([type, { ending }]) => [ending as string, type as AttachmentType]),
);

/** Browsers know no type for some endings. Whether the content is that, is the server's to find out. */
export function saidType(file: Pick<File, 'name' | 'type'>): AttachmentType | null {
  if (file.type) return typeOf(file.type);
  const ending = /\.([a-z0-9]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? '';
  return byEnding.get(ending === 'jpeg' ? 'jpg' : ending) ?? null;
}

async function asJpeg(file: Blob): Promise<Blob | null> {
  const drawn = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (!drawn) return null;
  const scale = Math.min(1, longSide / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(drawn.width * scale));
  canvas.height = Math.max(1, Math.round(drawn.height * scale));
  canvas.getContext('2d')?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  drawn.close();
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86));
}

/** The file as it is sent: heavy pictures lighter, pictures only their own maker can open as JPEG, where this browser can. */
export async function prepare(file: File): Promise<{ name: string; type: AttachmentType | null; bytes: Blob }> {
  const theirOwn = onlyTheirOwn.has(file.type) || (file.type === '' && heicByName.test(file.name));
  const type = saidType(file);
  const picture = type === 'image/jpeg' || type === 'image/png' || type === 'image/webp';
  if (theirOwn || (picture && file.size > heavy)) {
    const lighter = await asJpeg(file);
    if (lighter && (theirOwn || lighter.size < file.size))
      return { name: `${file.name.replace(/\.[^.]*$/, '')}.jpg`, type: 'image/jpeg', bytes: lighter };
  }
  return { name: file.name, type, bytes: file };
}
