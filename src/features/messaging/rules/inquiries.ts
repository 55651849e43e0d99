import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { contextsOn, type MessagingPolicy, type Partner, type SendRefusal, type Speaker } from './speaker.ts';

/** product.md 3.7, C1: a form, not a conversation. */
export const inquiryStatuses = ['unread', 'read', 'replied', 'archived'] as const;
export type InquiryStatus = (typeof inquiryStatuses)[number];

/** Whom a talent lets ask. */
export const inquiryAudiences = ['everyone', 'members', 'subscribers', 'nobody'] as const;
export type InquiryAudience = (typeof inquiryAudiences)[number];

const hour = 3_600_000;
export const inquiryLimits = {
  subject: 255,
  body: 4000,
  name: 120,
  phone: 20,
  /** a visitor, by address and by network */
  visitorPerDay: 3,
  /** somebody signed in */
  memberPerDay: 10,
  /** what the sender may add by their link once the talent has answered */
  followUps: 5,
  /** a second question to the same talent joins the open one */
  joinsWithin: 24 * hour,
  /** spam marks by different talents until a sender's words wait for the operator */
  marksUntilReview: 3,
  /** what is deleted is gone after */
  erasedAfter: 30 * 24 * hour,
} as const;

export type Ask = {
  policy: MessagingPolicy;
  speaker: Speaker;
  /** null: there is no such talent */
  talent: (Partner & { published: boolean; takesFrom: InquiryAudience }) | null;
  blocked: boolean;
  /** `contact.initiate` of the plan: what makes a member a subscriber */
  subscriber: boolean;
};

/** C1: may this person ask this talent something? The caps are counted by whoever keeps them. `app.may_ask` says the same. */
export function canAsk(ask: Ask): Decision<true, SendRefusal> {
  if (!contextsOn[ask.policy].inquiry) return refuse('not_found');
  if (ask.speaker?.suspended) return refuse('account_suspended');
  if (ask.talent === null) return refuse('not_found');
  if (ask.speaker !== null && ask.speaker.role !== 'customer') return refuse('role_not_allowed');
  if (ask.blocked) return refuse('blocked');
  if (ask.talent.away || !ask.talent.published || ask.talent.takesFrom === 'nobody') return refuse('not_accepting');
  if (ask.talent.takesFrom !== 'everyone' && ask.speaker === null) return refuse('unauthenticated');
  if (ask.talent.takesFrom === 'subscribers' && !ask.subscriber) return refuse('upgrade_required');
  return allow(true);
}

export type InquiryTalk = {
  policy: MessagingPolicy;
  /** null with a good link is the sender without an account */
  speaker: Speaker;
  /** null: neither the talent asked nor the sender */
  side: 'sender' | 'talent' | null;
  /** gone: the talent's account is deleted, and its inquiries are erased with it */
  partner: Partner & { gone?: boolean };
  blocked: boolean;
  inquiry: {
    status: InquiryStatus;
    spam: boolean;
    /** hidden for the talent */
    deleted: boolean;
    /** the owner of the address said it was not them */
    ended: boolean;
  };
  /** the talent has answered at least once */
  answered: boolean;
  /** what the sender has added so far */
  followUps: number;
};

/** C1: may this side add a word? The sender of spam, or of what was deleted, gets no sign of it. `app.may_reply` says the same. */
export function canMessageInInquiry(talk: InquiryTalk): Decision<true, SendRefusal> {
  const { inquiry } = talk;
  if (talk.side === 'talent' && talk.speaker === null) return refuse('unauthenticated');
  if (talk.speaker?.suspended) return refuse('account_suspended');
  if (!contextsOn[talk.policy].inquiry || talk.side === null) return refuse('not_found');
  if (talk.side === 'talent' ? inquiry.deleted : talk.partner.gone) return refuse('not_found');
  // a link lets in whoever holds it, but talents and operators write to no talent (product.md 3.5)
  if (talk.side === 'sender' && talk.speaker !== null && talk.speaker.role !== 'customer')
    return refuse('role_not_allowed');
  if (talk.blocked) return refuse('blocked');
  if (talk.partner.away) return refuse('not_accepting');
  if (inquiry.ended) return refuse('conversation_closed');
  if (talk.side === 'talent') return inquiry.spam ? refuse('inquiry_spam') : allow(true);
  return talk.answered && talk.followUps < inquiryLimits.followUps ? allow(true) : refuse('message_limit');
}

/** What reading, answering, following up and the talent's own hand do to the status; null: nothing changes. */
export type InquiryEvent =
  'opened' | 'answered' | 'followed_up' | 'mark_read' | 'mark_unread' | 'archive' | 'unarchive';
export function statusAfter(
  inquiry: { status: InquiryStatus; spam: boolean; answered: boolean },
  event: InquiryEvent,
): InquiryStatus | null {
  const { status, spam } = inquiry;
  switch (event) {
    case 'opened':
    case 'mark_read':
      // only from unread: an archived or answered one stays what it is (S2-22), and spam does not become read by a look
      return status === 'unread' && !(spam && event === 'opened') ? 'read' : null;
    case 'answered':
      return spam || status === 'replied' ? null : 'replied';
    case 'followed_up':
      return status === 'unread' ? null : 'unread';
    case 'mark_unread':
      return status === 'unread' ? null : 'unread';
    case 'archive':
      return status === 'archived' ? null : 'archived';
    case 'unarchive':
      return status === 'archived' ? (inquiry.answered ? 'replied' : 'read') : null;
  }
}
