import { allow, refuse, type Decision } from '../../core/decision.ts';
import { plainLine } from '../../core/text.ts';
import type { RequestState, UnlockState } from '../messaging/rules/requests.ts';

const megabytes = (n: number) => n * 1024 * 1024;
const minutes = (n: number) => n * 60_000;

/** What may be attached, by the type a browser gives it: the ending it is kept under and what it is shown as. */
export const attachmentTypes = {
  'image/jpeg': { kind: 'image', ending: 'jpg' },
  'image/png': { kind: 'image', ending: 'png' },
  'image/webp': { kind: 'image', ending: 'webp' },
  'application/pdf': { kind: 'document', ending: 'pdf' },
  'audio/mpeg': { kind: 'audio', ending: 'mp3' },
  'audio/mp4': { kind: 'audio', ending: 'm4a' },
  'audio/aac': { kind: 'audio', ending: 'aac' },
  'audio/ogg': { kind: 'audio', ending: 'ogg' },
  'audio/wav': { kind: 'audio', ending: 'wav' },
} as const satisfies Record<string, { kind: AttachmentKind; ending: string }>;
export type AttachmentKind = 'image' | 'document' | 'audio';
export type AttachmentType = keyof typeof attachmentTypes;
export const attachmentTypeNames = Object.keys(attachmentTypes) as [AttachmentType, ...AttachmentType[]];

/** The same types under the other names browsers and libraries have for them. */
const alsoCalled: Readonly<Record<string, AttachmentType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'application/x-pdf': 'application/pdf',
  'audio/mp3': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/aacp': 'audio/aac',
  'audio/x-aac': 'audio/aac',
  'audio/opus': 'audio/ogg',
  'audio/vorbis': 'audio/ogg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
};

/** Our name of a type, without its parameters; null: it is not taken. */
export function typeOf(said: string): AttachmentType | null {
  const plain = said.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = alsoCalled[plain] ?? plain;
  return known in attachmentTypes ? (known as AttachmentType) : null;
}

export const attachmentLimits = {
  bytes: { image: megabytes(10), document: megabytes(25), audio: megabytes(25) },
  /** of a picture, read from its head before anything is decoded */
  pixels: 50_000_000,
  side: 20_000,
  perMessage: 10,
  /** uploads somebody may have that no message carries */
  unsent: 30,
  nameLength: 120,
  /** how long an upload address is good for */
  uploadFor: minutes(15),
  /** what no message carries by then is swept */
  unsentFor: minutes(24 * 60),
  /** what was taken back with its message is kept so long, for whoever has to judge a report */
  withdrawnFor: minutes(30 * 24 * 60),
} as const;

export const kindOf = (type: AttachmentType): AttachmentKind => attachmentTypes[type].kind;

/** The most bytes a file of this type may have, where the storage takes so many. */
export const mostBytes = (type: AttachmentType, storage: { upload: number } = { upload: Infinity }): number =>
  Math.min(attachmentLimits.bytes[kindOf(type)], storage.upload);

/** `waiting` for its content, `ready` to be sent or sent, `refused` for what it turned out to be. */
export const attachmentStates = ['waiting', 'ready', 'refused'] as const;
export type AttachmentState = (typeof attachmentStates)[number];

/** Why a file is not taken. `not_uploaded` may still mend itself; the rest is said once. */
export const attachmentRefusals = [
  'not_here',
  'not_uploaded',
  'too_large',
  'size_differs',
  'type_differs',
  'too_many_pixels',
  'damaged',
  'hidden_content',
] as const;
export type AttachmentRefusal = (typeof attachmentRefusals)[number];

/** What decides whether somebody may attach in a thread they can see: read beside `app.may_send`, which has the last word. */
export type Attach = {
  kind: 'booking' | 'direct' | 'inquiry' | 'request';
  maySend: boolean;
  blocked: boolean;
  away: boolean;
  /** of a direct contact */
  contact: string;
  /** of a booking: its request has not been answered */
  unanswered: boolean;
  entitled: boolean;
  /** of a request: how it stands, and what its thread’s member is to it */
  request: { state: RequestState; owner: boolean; ownerAway: boolean; unlock: UnlockState | null } | null;
};
type NotAttached =
  | 'not_here'
  | 'blocked'
  | 'not_accepting'
  | 'booking_closed'
  | 'message_limit'
  | 'contact_pending'
  | 'contact_declined'
  | 'conversation_closed'
  | 'request_closed'
  | 'unlock_required'
  | 'upgrade_required';

/** In the order of product.md 3.6; whoever sends no words sends no files, so a plan without the one has neither. */
function whyNotInRequest({ request, blocked, entitled, maySend }: Attach): NotAttached | null {
  if (blocked) return 'blocked';
  if (request?.state !== 'OPEN' || (!request.owner && request.ownerAway)) return 'request_closed';
  if (!entitled) return 'upgrade_required';
  if (!request.owner && request.unlock !== 'UNLOCKED') return 'unlock_required';
  // a site without the board
  return maySend ? null : 'not_here';
}

/** Null: they may. Whoever may not send may not attach, and is told the same (product.md 3.6); inquiries take no files at all. */
export function whyNotAttach(wish: Attach): NotAttached | null {
  if (wish.kind === 'inquiry') return 'not_here';
  if (wish.kind === 'request') return whyNotInRequest(wish);
  if (wish.maySend) return null;
  // a live booking is talked about whoever blocked whom
  if (wish.blocked && !wish.unanswered) return 'blocked';
  if (wish.away) return 'not_accepting';
  if (wish.kind === 'booking') return wish.unanswered ? 'message_limit' : 'booking_closed';
  if (wish.contact === 'declined') return 'contact_declined';
  if (wish.contact === 'closed') return 'conversation_closed';
  if (wish.contact === 'pending') return 'contact_pending';
  return wish.entitled ? 'conversation_closed' : 'upgrade_required';
}

/** What reading the content said of it. */
export type Found = {
  size: number;
  /** null: nothing that is taken */
  type: AttachmentType | null;
  /** of a picture: its sides as its head gives them */
  sides?: { width: number; height: number } | undefined;
  /** another file stands inside or behind it */
  hides: boolean;
};

/** Is the content what was said of it? */
export function judgeContent(
  said: { type: AttachmentType; size: number },
  found: Found,
): Decision<true, AttachmentRefusal> {
  if (found.size !== said.size) return refuse('size_differs');
  if (found.type !== said.type) return refuse('type_differs');
  if (found.hides) return refuse('hidden_content');
  if (kindOf(said.type) !== 'image') return allow(true);
  if (!found.sides || found.sides.width < 1 || found.sides.height < 1) return refuse('damaged');
  const { width, height } = found.sides;
  if (width * height > attachmentLimits.pixels || Math.max(width, height) > attachmentLimits.side)
    return refuse('too_many_pixels');
  return allow(true);
}

const unfit = /[\\/:*?"<>|]+/g;

/**
 * A name that is safe to show, to keep and to hand to a file system: one line, nothing that turns its direction, no path, and
 * the ending its content has, whatever it was called.
 */
export function fileName(said: string, type: AttachmentType): string {
  const { ending } = attachmentTypes[type];
  const line = plainLine(said.split(/[\\/]/).at(-1) ?? '').replace(unfit, ' ');
  const stem = plainLine(line.replace(/\.[\p{L}\p{N}]{1,5}$/u, '')).replace(/^[.\s]+|[.\s]+$/g, '');
  const most = attachmentLimits.nameLength - ending.length - 1;
  return `${[...stem].slice(0, most).join('').trim() || kindOf(type)}.${ending}`;
}

/** The name somebody reads who may not learn how to reach the other side yet. */
export const plainName = (type: AttachmentType): string => `${kindOf(type)}.${attachmentTypes[type].ending}`;

/** RFC 6266: a plain name for old readers, the real one for the rest. */
export function disposition(name: string, how: 'inline' | 'attachment'): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\%]/g, '')
    .trim();
  const plain = /^\.?[^.]*$|^\./.test(ascii) ? `file${ascii.slice(ascii.lastIndexOf('.'))}` : ascii;
  const real = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${real}`;
}

/** A PDF can hold script, forms and other files that no reader of ours can rule out: it is saved, never opened on our pages. */
export const shownHow = (type: AttachmentType): 'inline' | 'attachment' =>
  kindOf(type) === 'document' ? 'attachment' : 'inline';

/** The part of a file that a `Range` header asks for (RFC 9110, one range). Null: the whole, also where there is no such part. */
export function partAsked(header: string | null, size: number): { from: number; to: number } | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return null;
  if (asked[1] === '') {
    const last = Math.min(Number(asked[2]), size);
    return last === 0 ? null : { from: size - last, to: size - 1 };
  }
  const from = Number(asked[1]);
  const to = asked[2] === '' ? size - 1 : Math.min(Number(asked[2]), size - 1);
  return to < from ? null : { from, to };
}

/**
 * What a message says that has attachments and no words: their names, so that an inbox, a mail and a search have something
 * to show. The screen knows it by its sign and leaves it out.
 */
const paperclip = '📎';
export const wordless = (names: readonly string[]): string => `${paperclip} ${names.join(', ')}`.slice(0, 1000);
export const isWordless = (body: string, attached: number): boolean => attached > 0 && body.startsWith(`${paperclip} `);
