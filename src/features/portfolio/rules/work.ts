import type { LocalizedText } from '../../../core/locale.ts';
import { linkUrl, type LinkProvider } from './links.ts';
import { mediaPath, workKinds, type MediaKind, type MediaType, type WorkKind } from './media.ts';

/** The columns a piece of work is shown from. */
export type WorkRow = {
  id: string;
  kind: MediaKind;
  media: { url: string; width: number; height: number; alt: LocalizedText } | null;
  file: string | null;
  type: MediaType | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
  color: string | null;
  provider: LinkProvider | null;
  linkId: string | null;
  title: LocalizedText;
  description: LocalizedText;
};

const isWork = (kind: MediaKind): kind is WorkKind => (workKinds as readonly string[]).includes(kind);

/** A piece of work as readers see it; what it does not have is left out, so that pages stay short. */
export function workOf(row: WorkRow) {
  const { id, kind, media, file, type, width, height, seconds, color, provider, linkId } = row;
  if (!isWork(kind)) throw new Error('a portrait is no piece of work');
  return {
    id,
    kind,
    media: kind === 'image' ? media : null,
    ...((kind === 'video' || kind === 'audio') && file && type
      ? {
          file: {
            url: mediaPath(id, file),
            type,
            ...(width && height ? { width, height } : {}),
            ...(seconds ? { seconds } : {}),
          },
        }
      : {}),
    ...(provider && linkId ? { link: { provider, url: linkUrl({ provider, id: linkId }) } } : {}),
    ...(color ? { color } : {}),
    title: row.title,
    description: row.description,
  };
}
