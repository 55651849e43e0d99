import { refuse, type Decision } from '../../../core/decision.ts';
import type { Approval, ApprovalRefusal, Role } from '../../identity/rules.ts';
import { canMessageInBooking, type BookingTalk } from '../rules.ts';
import { canMessageInContact, canStartContact, type ContactStart, type ContactTalk } from './contacts.ts';
import { canAsk, canMessageInInquiry, type Ask, type InquiryTalk } from './inquiries.ts';
import { canPostInRequest, canReadRequestThread, type RequestTalk } from './requests.ts';
import { contextsOn, type SendRefusal } from './speaker.ts';

/** Whoever wants to write or read. `null` is a visitor; what lets a visitor in, a link, is a fact of the state. */
export type Actor = {
  /** null: has not said yet what they are here for */
  role: Role | null;
  suspended: boolean;
  deleted: boolean;
  /** left out: approved, as everybody is where nobody looks first */
  approval?: Approval;
  /** comes by an agent's key: reads and proposes */
  agent: boolean;
} | null;

/** What each context asks of the state besides who is asking: the facts of its own rule. */
export type MessageStates = {
  /** C1: the first word */
  'inquiry.ask': Omit<Ask, 'speaker'>;
  /** C1: the talent answers, the sender follows up */
  'inquiry.reply': Omit<InquiryTalk, 'speaker'>;
  /** C2: the Contact button */
  'contact.start': Omit<ContactStart, 'speaker'>;
  'contact.send': Omit<ContactTalk, 'speaker'>;
  /** C4; begun by a booking, so there is nothing to start */
  'booking.send': BookingTalk;
  /** C3: the owner and whoever unlocked, whoever is first */
  'request.post': Omit<RequestTalk, 'speaker'>;
};
export type MessageContext = keyof MessageStates;
export const messageContexts = [
  'inquiry.ask',
  'inquiry.reply',
  'contact.start',
  'contact.send',
  'booking.send',
  'request.post',
] as const satisfies readonly MessageContext[];

export type MessageRefusal = SendRefusal | ApprovalRefusal | 'agent_not_allowed' | 'onboarding_required';
type Wish = { [Context in MessageContext]: { context: Context; state: MessageStates[Context] } }[MessageContext];

/** Steps 1 and 2 of product.md 3.6, the same in every context. A token outlives a deleted account by up to a minute. */
function standing(actor: NonNullable<Actor>): Decision<true, MessageRefusal> {
  if (actor.deleted) return refuse('unauthenticated');
  if (actor.suspended) return refuse('account_suspended');
  if (actor.role === null) return refuse('onboarding_required');
  return { ok: true, value: true };
}

/** A deploy without a context has none of the addresses where it begins: that is said before anybody is asked who they are. */
const begins = ({ context, state }: Wish): boolean =>
  (context !== 'inquiry.ask' || contextsOn[state.policy].inquiry) &&
  (context !== 'contact.start' || contextsOn[state.policy].direct) &&
  (context !== 'request.post' || contextsOn[state.policy].request);

/**
 * The one rule (product.md 3.5 to 3.8): may this one write here, now? Screens explain its answer, verbs obey it, and the database
 * says the same by itself: `src/testing/agreement` walks every cell of the tables and asks all three.
 */
export function canMessage<Context extends MessageContext>(
  actor: Actor,
  context: Context,
  state: MessageStates[Context],
  now: Date,
): Decision<true | 'new' | 'again' | 'found', MessageRefusal> {
  // the pair belongs together by the signature; a generic pair cannot be narrowed otherwise
  const wish = { context, state } as unknown as Wish;
  if (actor?.agent) return refuse('agent_not_allowed');
  if (!begins(wish)) return refuse('not_found');
  if (actor) {
    const good = standing(actor);
    if (!good.ok) return good;
    // whoever is not approved reads and prepares, and writes to nobody: `app.approved_only`
    if (actor.approval === 'waiting') return refuse('approval_pending');
    if (actor.approval === 'refused') return refuse('approval_refused');
  }
  const speaker = actor;
  switch (wish.context) {
    case 'inquiry.ask':
      return canAsk({ ...wish.state, speaker });
    case 'inquiry.reply':
      return canMessageInInquiry({ ...wish.state, speaker });
    case 'contact.start':
      return canStartContact({ ...wish.state, speaker }, now);
    case 'contact.send':
      return canMessageInContact({ ...wish.state, speaker });
    case 'booking.send':
      return actor ? canMessageInBooking(wish.state, now) : refuse('unauthenticated');
    case 'request.post':
      return canPostInRequest({ ...wish.state, speaker });
  }
}

/** What decides about reading: who somebody is to the conversation. Plan, state, blocks and policy never hide what was said. */
export type ReadState = {
  side: 'customer' | 'sender' | 'talent' | null;
  /** a visitor came by a link, whatever it opens */
  link?: boolean;
  /** C1: the talent threw it away, or an operator has not let it through yet */
  hidden?: boolean;
  /** C3: readers have no sides but the request's own, and an unlock is what lets in */
  thread?: Pick<RequestTalk, 'request' | 'owner' | 'unlock'>;
};

/** May this one read the conversation? Strangers learn nothing; an operator comes by another address and says why. */
export function canRead(
  actor: Actor,
  { side, link = false, hidden = false, thread }: ReadState,
): Decision<true | 'all' | 'own', MessageRefusal> {
  if (actor === null && !link) return refuse('unauthenticated');
  if (actor) {
    const good = standing(actor);
    if (!good.ok) return good;
  }
  if (thread) return canReadRequestThread({ ...thread, speaker: actor });
  if (side === null || (side === 'talent' && hidden)) return refuse('not_found');
  return { ok: true, value: true };
}
