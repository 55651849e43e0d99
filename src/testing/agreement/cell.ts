import type { MessagingPolicy, Speaker } from '../../features/messaging/rules/speaker.ts';
import type { bookingTalk, canMessageInBooking } from '../../features/messaging/rules.ts';
import type { canMessage, canRead } from '../../features/messaging/rules/can-message.ts';
import type { canMessageInContact, canStartContact } from '../../features/messaging/rules/contacts.ts';
import type { canAsk, canMessageInInquiry } from '../../features/messaging/rules/inquiries.ts';
import type { canHear, canPostInRequest, canReadRequestThread } from '../../features/messaging/rules/requests.ts';
import type { canPropose, canUnlock } from '../../features/requests/rules.ts';
import type { Decision } from '../../core/decision.ts';
import type { Cell as Question, CellAnswer } from '../cells.ts';
import type { Person } from './people.ts';

/** The rules under test: the house's own, or a copy of them with a line taken out. */
export type Rules = {
  canMessage: typeof canMessage;
  canRead: typeof canRead;
  canAsk: typeof canAsk;
  canMessageInInquiry: typeof canMessageInInquiry;
  canStartContact: typeof canStartContact;
  canMessageInContact: typeof canMessageInContact;
  canMessageInBooking: typeof canMessageInBooking;
  bookingTalk: typeof bookingTalk;
  canPostInRequest: typeof canPostInRequest;
  canReadRequestThread: typeof canReadRequestThread;
  canHear: typeof canHear;
  canUnlock: typeof canUnlock;
  canPropose: typeof canPropose;
};
/** `yes`, or the code of the refusal. */
export type Answer = string;

export const cellKinds = [
  'inquiry.ask',
  'inquiry.reply',
  'contact.start',
  'contact.send',
  'booking.send',
  'request.post',
  'request.unlock',
  'request.propose',
  'read',
  'deed',
] as const;
export type CellKind = (typeof cellKinds)[number];

/** What a person sends to the house. */
export type Call = {
  to: 'asking' | 'business' | 'contacts' | 'threads' | 'requests';
  method: 'GET' | 'POST';
  path: string;
  body?: Record<string, unknown>;
};

/** One cell of a decision table: who, what about, in which state. The page, the rule, the database and the endpoint are asked. */
export type AgreementCell = {
  kind: CellKind;
  /** said when they disagree */
  name: string;
  actor: Person;
  policy: MessagingPolicy;
  /** SQL past every policy */
  arrange: string;
  /** product.md 3.5 to 3.8, typed once more: independent of the rules */
  page: Answer;
  rule: (rules: Rules) => Answer;
  /** Null: nothing is written here, so there is nothing to ask. */
  ask: Question['ask'] | null;
  /** it is written by the system's door on that person's behalf */
  bySystem?: boolean;
  /** what the verb has written by then: the database alone is asked with it */
  before?: string;
  /** is the database's answer the page's? */
  agrees: (answer: CellAnswer) => boolean;
  call: Call | null;
  /** how far it is from the plain case: mutants are asked what is near first */
  apart: number;
};

const said = (decision: Decision<unknown>): Answer => (decision.ok ? 'yes' : decision.why);
/**
 * What the one rule says, and what the rule of its context says by itself, which is what verbs and screens ask: of whoever has no
 * account or one that is not deleted and is approved, which verbs ask before, they must say the same.
 */
export function bothSay(actor: Person, one: Decision<unknown>, own: (speaker: Speaker) => Decision<unknown>): Answer {
  const answer = said(one);
  if (actor.agent !== undefined || actor.standing === 'deleted' || (actor.id !== null && actor.role === null))
    return answer;
  if (actor.approval !== 'approved') return answer;
  const alone = said(own(actor.id === null ? null : { role: actor.role, suspended: actor.standing === 'suspended' }));
  return alone === answer ? answer : `${answer}, but by itself ${alone}`;
}

/** product.md F4.06: whoever waits for an operator, or was refused, begins no conversation. */
export const unapproved = ({ approval }: Person): readonly (readonly [boolean, Answer])[] => [
  [approval === 'waiting', 'approval_pending'],
  [approval === 'refused', 'approval_refused'],
];

/** The first row of the page that holds is the answer. */
export const firstOf = (...rows: readonly (readonly [boolean, Answer])[]): Answer =>
  rows.find(([holds]) => holds)?.[1] ?? 'yes';

type Dims = Record<string, readonly unknown[]>;
type Choice<D extends Dims> = { [Name in keyof D]: D[Name][number] };

/**
 * Combinations of what may differ, each list beginning with the plain case: all of them, or those in which at most `most` things
 * are out of the plain.
 */
export function* combinations<const D extends Dims>(
  dims: D,
  most = Infinity,
): Generator<Choice<D> & { apart: number }> {
  const names = Object.keys(dims);
  function* from(at: number, apart: number): Generator<Record<string, unknown>> {
    const name = names[at];
    if (name === undefined) {
      yield { apart };
      return;
    }
    for (const [index, value] of (dims[name] ?? []).entries()) {
      const next = apart + (index === 0 ? 0 : 1);
      if (next > most) break;
      for (const rest of from(at + 1, next)) yield { [name]: value, ...rest };
    }
  }
  // built name by name, which the type cannot follow
  yield* from(0, 0) as Generator<Choice<D> & { apart: number }>;
}

const refusals = new Set(['42501', '23514']);
/** So many rows were touched; a policy or a guard that says no leaves none. Any other error is a mistake in the cell. */
export const touches =
  (rows: number) =>
  (answer: CellAnswer): boolean => {
    if (!('refused' in answer)) return answer.count === rows;
    if (!refusals.has(answer.refused)) throw new Error(`the database failed: ${answer.refused} ${answer.message}`);
    return rows === 0;
  };
/** A row was written if the page says yes. */
export const writes = (page: Answer) => touches(page === 'yes' ? 1 : 0);
