import type { LocalizedText } from '../../../core/locale.ts';
import { linkUrl, type LinkProvider } from './links.ts';
import { isWork, mediaPath, type MediaKind, type MediaType } from './media.ts';

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
  /** of a film: what stands in its place until it is played */
  poster: { id: string; url: string; width: number; height: number; color: string | null } | null;
  title: LocalizedText;
  description: LocalizedText;
};

const posterIn = ({ color, ...poster }: NonNullable<WorkRow['poster']>) => ({ ...poster, ...(color ? { color } : {}) });

/** A piece of work as readers see it; what it does not have is left out, so that pages stay short. */
export function workOf(row: WorkRow) {
  const { id, kind, media, file, type, width, height, seconds, color, provider, linkId, poster } = row;
  if (!isWork(kind)) throw new Error(`a ${kind} is no piece of work`);
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
    ...(poster ? { poster: posterIn(poster) } : {}),
    ...(color ? { color } : {}),
    title: row.title,
    description: row.description,
  };
}
