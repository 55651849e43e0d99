import type { MessagingPolicy } from '../../features/messaging/rules/speaker.ts';
import type { canMessage, canRead } from '../../features/messaging/rules/can-message.ts';
import type { Cell as Question, CellAnswer } from '../cells.ts';
import type { Person } from './people.ts';

/** The rules under test: the house's own, or a copy of them with a line taken out. */
export type Rules = { canMessage: typeof canMessage; canRead: typeof canRead };
/** `yes`, or the code of the refusal. */
export type Answer = string;

export const cellKinds = [
  'inquiry.ask',
  'inquiry.reply',
  'contact.start',
  'contact.send',
  'booking.send',
  'read',
] as const;
export type CellKind = (typeof cellKinds)[number];

/** What a person sends to the house. */
export type Call = {
  to: 'asking' | 'business' | 'contacts' | 'threads';
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
  /** is the database's answer the page's? */
  agrees: (answer: CellAnswer) => boolean;
  call: Call | null;
};

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
/** A row was written, or it was not because a policy or a guard said so. Any other error is a mistake in the cell. */
export const writes =
  (page: Answer) =>
  (answer: CellAnswer): boolean => {
    if ('refused' in answer) {
      if (!refusals.has(answer.refused)) throw new Error(`the database failed: ${answer.refused} ${answer.message}`);
      return page !== 'yes';
    }
    return (answer.count === 1) === (page === 'yes');
  };
