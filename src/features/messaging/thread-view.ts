import type * as z from 'zod';
import { stateAt } from '../bookings/rules.ts';
import type { attachment } from '../attachments/schema.ts';
import type { Role } from '../identity/rules.ts';
import type { AttachmentRow, facts, MemberRow, MessageRow } from './queries/threads.ts';
import { bookingTalk, canMessageInBooking, contactsShown } from './rules.ts';
import {
  canMessageInContact,
  canMoveContact,
  contactMoves,
  contactUnmasked,
  type Contact,
  type ContactTalk,
} from './rules/contacts.ts';
import { canMessageInInquiry } from './rules/inquiries.ts';
import { canPostInRequest, requestUnmasked } from './rules/requests.ts';
import type { MessagingPolicy, SendRefusal } from './rules/speaker.ts';
import type { Decision } from '../../core/decision.ts';
import type { threadCard, threadMessage, threadMessages, threadView } from './schema/threads.ts';

type Facts = Awaited<ReturnType<typeof facts>>[number];

const shownAttachment = (row: AttachmentRow, masked: boolean): z.input<typeof attachment> => ({
  id: row.id,
  name: masked ? (row.maskedName ?? row.name) : row.name,
  type: row.type,
  size: row.size,
  ...(row.width !== null && { width: row.width }),
  ...(row.height !== null && { height: row.height }),
});

export const cardOf = (row: MemberRow): z.input<typeof threadCard> => ({
  id: row.threadId,
  kind: row.kind,
  subjectId: row.subjectId ?? row.threadId,
  side: row.side,
  title: row.title,
  partnerName: row.partnerName,
  state: row.state,
  preview: row.preview,
  unread: row.unread,
  markedUnread: row.markedUnread,
  lastMessageAt: (row.lastMessageAt ?? new Date(0)).toISOString(),
  archived: row.archivedAt !== null,
});

/** Are addresses, numbers and links hidden from both, for now? */
const masking = ({ member, booking, contact, request }: Facts, now: Date): boolean =>
  member.kind === 'inquiry' ||
  (request.visibility !== null && !requestUnmasked(request.visibility)) ||
  (booking !== null && !contactsShown(stateAt(booking, now))) ||
  (contact !== null && !contactUnmasked(contact.state));

const isMine = (facts: Facts, row: MessageRow, userId: string): boolean =>
  row.author === null ? row.senderId === userId : (row.author === 'talent') === (facts.member.side === 'talent');

export function messageOf(
  facts: Facts,
  row: MessageRow,
  attachments: readonly AttachmentRow[],
  userId: string,
  now: Date,
): z.input<typeof threadMessage> {
  const mine = isMine(facts, row, userId);
  const takenBack = row.deletedAt !== null;
  // the sender of an inquiry, and whoever writes about a request, reads their own words as they wrote them
  const own = mine && (row.author !== null || facts.member.kind === 'request');
  const masked = !takenBack && !own && row.masked !== null && masking(facts, now);
  return {
    id: row.id,
    from: mine ? 'me' : 'them',
    body: takenBack ? '' : masked ? (row.masked ?? '') : row.body,
    masked,
    takenBack,
    mayTakeBack: mine && !takenBack && row.author === null && facts.booking?.state !== 'disputed',
    sentAt: row.sentAt.toISOString(),
    attachments: takenBack
      ? []
      : attachments
          .filter(({ messageId }) => messageId === row.id)
          .map((one) => shownAttachment(one, !own && masking(facts, now))),
  };
}

type Page = { rows: readonly MessageRow[]; limit: number; attachments: readonly AttachmentRow[]; forward?: boolean };

export function pageOf(facts: Facts, page: Page, userId: string, now: Date): z.input<typeof threadMessages> {
  const rows = page.rows.slice(0, page.limit);
  const items = rows.map((row) => messageOf(facts, row, page.attachments, userId, now));
  return {
    items: page.forward ? items : items.reverse(),
    nextCursor: !page.forward && page.rows.length > page.limit ? (rows.at(-1)?.id ?? null) : null,
  };
}

type Reader = { userId: string; role: Role; policy: MessagingPolicy; now: Date };

const contactTalk = (
  facts: Facts,
  contact: Contact,
  { role, policy }: Pick<Reader, 'role' | 'policy'>,
): ContactTalk => ({
  policy,
  speaker: { role, suspended: false },
  side: facts.member.side,
  partner: { away: facts.away },
  blocked: facts.blocked,
  blockedByMe: facts.blockedByMe,
  contact,
  opened: facts.customerMessages > 0,
  entitled: facts.entitled,
});

/** What the one rule of this context says about writing now: the same that judges it when it is done. */
function maySend(facts: Facts, { role, policy, now }: Reader): Decision<unknown, SendRefusal> {
  const { member, booking, contact, inquiry, request, blocked, away } = facts;
  const speaker = { role, suspended: false };
  if (contact) return canMessageInContact(contactTalk(facts, contact, { role, policy }));
  if (inquiry)
    return canMessageInInquiry({
      policy,
      speaker,
      side: member.side === 'talent' ? 'talent' : 'sender',
      partner: { away },
      blocked,
      inquiry: {
        status: inquiry.status,
        spam: inquiry.isSpam,
        deleted: inquiry.deletedAt !== null,
        ended: inquiry.endedAt !== null,
      },
      answered: inquiry.answers > 0,
      followUps: inquiry.followUps,
    });
  if (member.kind === 'request')
    return canPostInRequest({
      policy,
      speaker,
      request: request.state,
      owner: request.owner ?? false,
      blocked: request.blocked ?? false,
      ownerAway: request.ownerAway ?? false,
      entitled: request.entitled ?? false,
      unlock: request.unlock,
    });
  if (!booking) return { ok: false, why: 'not_found' };
  const state = stateAt(booking, now);
  // what has lapsed but was not yet carried out rests since now
  const seen = state === booking.state ? booking : { ...booking, state, stateAt: now };
  const counts = { customerMessages: facts.customerMessages, talentMessages: facts.talentSpoke ? 1 : 0, blocked, away };
  return canMessageInBooking(bookingTalk(seen, member.side, counts), now);
}

export function viewOf(facts: Facts, page: Page, reader: Reader): z.input<typeof threadView> {
  const may = maySend(facts, reader);
  const { contact, member } = facts;
  const messages = pageOf(facts, page, reader.userId, reader.now);
  const theirs = facts.theirLastRead;
  return {
    ...cardOf(member),
    messages,
    canSend: may.ok,
    whyNot: may.ok ? null : may.why,
    moves: contact
      ? contactMoves.filter((move) => canMoveContact(contactTalk(facts, contact, reader), move, reader.now).ok)
      : [],
    blockedByMe: facts.blockedByMe,
    operatorLookedAt: facts.operatorLookedAt === null ? null : new Date(facts.operatorLookedAt).toISOString(),
    masking: masking(facts, reader.now),
    readByThem:
      theirs === null ? null : (messages.items.findLast(({ id, from }) => from === 'me' && id <= theirs)?.id ?? null),
  };
}
