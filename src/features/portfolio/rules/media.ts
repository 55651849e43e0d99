import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { attachmentLimits, attachmentRefusals, type AttachmentRefusal } from '../../attachments/rules.ts';

/**
 * What a piece of work is. Two kinds are kept like work and are none: a `portrait` is the talent's own picture, a `poster` what stands
 * in a film's place until it is played.
 */
export const workKinds = ['image', 'video', 'audio', 'link'] as const;
export const mediaKinds = [...workKinds, 'portrait', 'poster'] as const;
export type WorkKind = (typeof workKinds)[number];
export type MediaKind = (typeof mediaKinds)[number];
/** Kinds whose bytes are kept here. */
export type UploadKind = Exclude<MediaKind, 'link'>;

export const isWork = (kind: MediaKind): kind is WorkKind => (workKinds as readonly string[]).includes(kind);

export const workStates = ['waiting', 'ready', 'refused'] as const;
export type WorkState = (typeof workStates)[number];

/** Portfolio items say `public` for everyone; `app.sees` is asked for the other two. */
export const workVisibilities = ['public', 'members', 'subscribers'] as const;
export type WorkVisibility = (typeof workVisibilities)[number];

/** What is taken, by the type a browser gives it. No Ogg: half the telephones that open a public page cannot play it. */
export const mediaTypes = {
  'image/jpeg': { as: 'image', ending: 'jpg' },
  'image/png': { as: 'image', ending: 'png' },
  'image/webp': { as: 'image', ending: 'webp' },
  'video/mp4': { as: 'video', ending: 'mp4' },
  'video/webm': { as: 'video', ending: 'webm' },
  'audio/mpeg': { as: 'audio', ending: 'mp3' },
  'audio/mp4': { as: 'audio', ending: 'm4a' },
  'audio/wav': { as: 'audio', ending: 'wav' },
} as const satisfies Record<string, { as: 'image' | 'video' | 'audio'; ending: string }>;
export type MediaType = keyof typeof mediaTypes;
export const mediaTypeNames = Object.keys(mediaTypes) as [MediaType, ...MediaType[]];

const alsoCalled: Readonly<Record<string, MediaType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'video/x-m4v': 'video/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
};

/** Our name of a type, without its parameters; null: it is not taken. */
export function mediaTypeOf(said: string): MediaType | null {
  const plain = said.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = alsoCalled[plain] ?? plain;
  return known in mediaTypes ? (known as MediaType) : null;
}

/** What a kind is by its bytes: portraits and posters are pictures. */
export const bytesOf = (kind: UploadKind): 'image' | 'video' | 'audio' =>
  kind === 'portrait' || kind === 'poster' ? 'image' : kind;

export const fitsKind = (type: MediaType, kind: UploadKind): boolean => mediaTypes[type].as === bytesOf(kind);

const megabyte = 1024 * 1024;
export const mediaLimits = {
  /** pictures are drawn anew, no longer than this on either side */
  side: 2560,
  portraitSide: 1600,
  /** as wide as a page ever asks for */
  posterSide: 1600,
  bytes: { image: 15 * megabyte, audio: 30 * megabyte },
  title: 120,
  description: 1000,
  alt: 300,
  /** how long an upload address is good for: a film over a slow line takes its time */
  uploadFor: 60 * 60_000,
  /** how long a piece that was removed can be put back; `app.remove_work` says the same */
  undoFor: 10 * 60_000,
  /** its bytes go so long after it was removed, well after nobody can put it back */
  erasedAfter: 30 * 60_000,
  /** what did not become ready by then is swept */
  abandonedAfter: 24 * 60 * 60_000,
} as const;

/** Why a file is not taken: the reasons of attachments, and what only public media can be. */
export const mediaRefusals = [...attachmentRefusals, 'animated', 'other_track', 'no_room'] as const;
export type MediaRefusal = AttachmentRefusal | 'animated' | 'other_track' | 'no_room';

export type FoundMedia = {
  size: number;
  /** null: nothing that is taken */
  type: MediaType | null;
  hides: boolean;
  sides?: { width: number; height: number } | undefined;
  /** pictures that move */
  moves?: boolean;
};

/** Is the content what was said of it? */
export function judgeMedia(said: { type: MediaType; size: number }, found: FoundMedia): Decision<true, MediaRefusal> {
  if (found.size !== said.size) return refuse('size_differs');
  if (found.type !== said.type) return refuse('type_differs');
  if (found.hides) return refuse('hidden_content');
  if (mediaTypes[said.type].as !== 'image') return allow(true);
  if (!found.sides || found.sides.width < 1 || found.sides.height < 1) return refuse('damaged');
  const { width, height } = found.sides;
  if (width * height > attachmentLimits.pixels || Math.max(width, height) > attachmentLimits.side)
    return refuse('too_many_pixels');
  if (found.moves) return refuse('animated');
  return allow(true);
}

/** How long the longer side of a picture is at most, once it is drawn anew. */
export const longestSide = (kind: UploadKind): number =>
  kind === 'portrait' ? mediaLimits.portraitSide : kind === 'poster' ? mediaLimits.posterSide : mediaLimits.side;

/** Where an item is shown from. The last part changes with its content, so a copy may be kept for good. */
export const mediaPath = (id: string, file: string): string => `/api/media/${id}/${file}`;
