import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { contextsOn, type MessagingPolicy, type Partner, type SendRefusal, type Speaker } from './speaker.ts';

/** product.md 3.7, C2: one conversation per pair, begun by a professional or a company with a live membership. */
export const contactStates = ['pending', 'accepted', 'declined', 'closed'] as const;
export type ContactState = (typeof contactStates)[number];
export const contactSides = ['customer', 'talent'] as const;
export type ContactSide = (typeof contactSides)[number];
export const contactMoves = ['accept', 'decline', 'close', 'withdraw', 'ask_again'] as const;
export type ContactMove = (typeof contactMoves)[number];

const day = 86_400_000;
export const contactLimits = {
  /** after a no, how long until the same customer may ask again */
  askAgainAfter: 30 * day,
  newPerDay: 20,
} as const;

/** The machine as rows: from, move, to, by. `app.contact_moves()` holds the same, tested against this. */
export const contactMachine: readonly (readonly [ContactState, ContactMove, ContactState, ContactSide | 'system'])[] = [
  ['pending', 'accept', 'accepted', 'talent'],
  ['pending', 'decline', 'declined', 'talent'],
  ['pending', 'withdraw', 'closed', 'customer'],
  ['declined', 'accept', 'accepted', 'talent'],
  ['declined', 'ask_again', 'pending', 'customer'],
  ['accepted', 'close', 'closed', 'customer'],
  ['accepted', 'close', 'closed', 'talent'],
  ['closed', 'accept', 'accepted', 'talent'],
  ['closed', 'ask_again', 'pending', 'customer'],
  ['pending', 'close', 'closed', 'system'],
  ['accepted', 'close', 'closed', 'system'],
  ['declined', 'close', 'closed', 'system'],
];

export type Contact = {
  state: ContactState;
  stateAt: Date;
  /** who ended it, if it is closed */
  closedBy: ContactSide | 'system' | null;
};

/** May the customer turn a contact that came to rest into a new request? After a no in 30 days; what they withdrew or closed themselves, at once. */
const mayAskAgain = (contact: Contact, now: Date): Decision<true, 'contact_declined' | 'conversation_closed'> => {
  if (contact.state === 'declined')
    return now.getTime() >= contact.stateAt.getTime() + contactLimits.askAgainAfter
      ? allow(true)
      : refuse('contact_declined');
  return contact.closedBy === 'customer' ? allow(true) : refuse('conversation_closed');
};

/**
 * Whoever blocked knows it and is told `blocked`. Whoever was blocked is told what they would hear without a block in the same
 * place: a block declines a request that waits and closes a conversation (app.blocks_say_no), so that declined, closed, switched
 * off and blocked look the same to the sender, whatever they compare.
 */
const asIfNotBlocked = (
  side: ContactSide,
  state: ContactState,
): 'not_accepting' | 'contact_declined' | 'conversation_closed' => {
  if (side === 'talent') return 'not_accepting';
  return state === 'pending' || state === 'declined' ? 'contact_declined' : 'conversation_closed';
};

export type ContactStart = {
  policy: MessagingPolicy;
  speaker: Speaker;
  /** null: no such talent, or not published */
  talent: Partner | null;
  /** the talent takes contact requests at all */
  open: boolean;
  blocked: boolean;
  /** the block is the speaker's own */
  blockedByMe?: boolean;
  existing: Contact | null;
  /** `contact.initiate` of the plan, at this moment */
  entitled: boolean;
};

/** C2: the Contact button. `found` leads to the conversation that is there; a pair never has two. */
export function canStartContact(wish: ContactStart, now: Date): Decision<'new' | 'again' | 'found', SendRefusal> {
  if (!contextsOn[wish.policy].direct) return refuse('not_found');
  if (wish.speaker === null) return refuse('unauthenticated');
  if (wish.speaker.suspended) return refuse('account_suspended');
  if (wish.talent === null) return refuse('not_found');
  if (wish.speaker.role !== 'customer') return refuse('role_not_allowed');
  const { existing } = wish;
  const live = existing !== null && (existing.state === 'pending' || existing.state === 'accepted');
  if (wish.blocked && wish.blockedByMe) return refuse('blocked');
  if (wish.blocked) {
    if (existing === null) return refuse('not_accepting');
    if (live) return refuse(asIfNotBlocked('customer', existing.state));
    const again = mayAskAgain(existing, now);
    return again.ok ? refuse('not_accepting') : again;
  }
  if (!live && (wish.talent.away || !wish.open)) return refuse('not_accepting');
  if (existing !== null && !live) {
    const again = mayAskAgain(existing, now);
    if (!again.ok) return again;
  }
  if (!wish.entitled) return refuse('upgrade_required');
  return allow(existing === null ? 'new' : live ? 'found' : 'again');
}

export type ContactTalk = {
  policy: MessagingPolicy;
  speaker: Speaker;
  /** null: not one of the two */
  side: ContactSide | null;
  partner: Partner;
  blocked: boolean;
  /** the block is the speaker's own */
  blockedByMe?: boolean;
  contact: Contact;
  /** the customer's one opening message has been said since they asked */
  opened: boolean;
  /** `contact.initiate` of the customer's plan, at this moment; talents need no plan */
  entitled: boolean;
};

/** C2: may this side write now? A talent's word accepts whatever the state; `app.may_send` says the same in SQL. */
export function canMessageInContact(talk: ContactTalk): Decision<true, SendRefusal> {
  if (talk.speaker === null) return refuse('unauthenticated');
  if (talk.speaker.suspended) return refuse('account_suspended');
  if (!contextsOn[talk.policy].direct || talk.side === null) return refuse('not_found');
  if (talk.blocked) return refuse(talk.blockedByMe ? 'blocked' : asIfNotBlocked(talk.side, talk.contact.state));
  if (talk.partner.away) return refuse('not_accepting');
  if (talk.side === 'talent') return allow(true);
  if (talk.contact.state === 'pending' && talk.opened) return refuse('contact_pending');
  if (talk.contact.state === 'declined') return refuse('contact_declined');
  if (talk.contact.state === 'closed') return refuse('conversation_closed');
  if (!talk.entitled) return refuse('upgrade_required');
  return allow(true);
}

/** One step of the machine by hand: accept, decline, close, withdraw, ask again. */
export function decideContactMove(
  contact: Contact,
  move: ContactMove,
  side: ContactSide | 'system',
  now: Date,
): Decision<ContactState, 'wrong_state' | 'contact_declined' | 'conversation_closed'> {
  const step = contactMachine.find(([from, what, , by]) => from === contact.state && what === move && by === side);
  if (!step) return refuse('wrong_state');
  if (move === 'ask_again') {
    const again = mayAskAgain(contact, now);
    if (!again.ok) return again;
  }
  return allow(step[2]);
}

/** The same for whoever presses the button. A yes asks of the other side what a word asks: app.contacts_keep_to_the_machine. */
export function canMoveContact(
  talk: Pick<ContactTalk, 'speaker' | 'side' | 'partner' | 'blocked' | 'blockedByMe' | 'contact'>,
  move: ContactMove,
  now: Date,
): Decision<ContactState, SendRefusal | 'wrong_state'> {
  if (talk.speaker === null) return refuse('unauthenticated');
  if (talk.speaker.suspended) return refuse('account_suspended');
  if (talk.side === null) return refuse('not_found');
  const step = decideContactMove(talk.contact, move, talk.side, now);
  if (!step.ok || move !== 'accept') return step;
  if (talk.blocked) return refuse(talk.blockedByMe ? 'blocked' : asIfNotBlocked(talk.side, talk.contact.state));
  return talk.partner.away ? refuse('not_accepting') : step;
}

/** Until the talent has said yes, addresses, numbers and links are masked. */
export const contactUnmasked = (state: ContactState): boolean => state === 'accepted';
