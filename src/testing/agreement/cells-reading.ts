import { bookingStates } from '../../features/bookings/rules.ts';
import { inquiryStatuses } from '../../features/messaging/rules/inquiries.ts';
import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import type { ReadState } from '../../features/messaging/rules/can-message.ts';
import { bookingCasts, bookingId, bookingIs, bookingThread } from './cells-booking.ts';
import { contactCasts, contactId, contactIs, contactStandings, contactThread } from './cells-contact.ts';
import { inquiryCasts, inquiryId, inquiryIs } from './cells-replying.ts';
import { combinations, firstOf, type AgreementCell, type Answer, type Call } from './cell.ts';
import { actorOf, q, type Person } from './people.ts';

type Reading = {
  name: string;
  actor: Person;
  state: ReadState;
  policy: AgreementCell['policy'];
  arrange: string;
  ask: AgreementCell['ask'];
  call: Call | null;
  apart: number;
};

/**
 * Reading follows steps 1 to 5 of product.md 3.6; row security answers by relation alone (steps 3 to 5), so whoever is suspended or
 * deleted is kept out by the house.
 */
function cell({ name, actor, state, policy, arrange, ask, call, apart }: Reading): AgreementCell {
  const sees = state.side !== null && !(state.side === 'talent' && state.hidden);
  const page: Answer = firstOf(
    [actor.id === null && actor.link === undefined, 'unauthenticated'],
    [actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.id !== null && actor.role === null, 'onboarding_required'],
    [!sees, 'not_found'],
  );
  return {
    kind: 'read',
    name,
    actor,
    policy,
    arrange,
    page,
    rule: ({ canRead }) => {
      const decided = canRead(actorOf(actor), state);
      return decided.ok ? 'yes' : decided.why;
    },
    ask,
    apart,
    agrees: (answer) => {
      // a visitor without a link has no table to look into but the inquiries
      if ('refused' in answer) return !sees && answer.refused === '42501';
      return Object.values(answer.rows[0] ?? {}).every((seen) => seen === (sees ? 1 : 0));
    },
    call,
  };
}

const block = (who: Person | null, other: Person | null): string =>
  who?.id && other?.id && who.id !== other.id
    ? `insert into blocks (blocker_id, blocked_id) values (${q(who.id)}, ${q(other.id)});`
    : '';

/** The talent has more than one: what they see of it says nothing about the one that is asked about. */
const another = (talent: Person): string =>
  `insert into inquiries (talent_id, talent_user_id, message, sender_name, sender_email, link_hash) values (${q(talent.talentId)}, ${q(talent.id)}, 'Another', 'S', 'other@example.com', 'another');`;

/** The column "Read" of the three tables, in every state: neither state, plan, policy nor a block takes away what was said. */
export function* readingCells(): Generator<AgreementCell> {
  const inquiry = {
    blocked: [false, true],
    status: inquiryStatuses,
    spam: [false, true],
    deleted: [false, true],
    ended: [false, true],
    held: [false, true],
    answers: [1, 0],
    policy: messagingPolicies,
  } as const;
  for (const { actor, sender, talent, side } of inquiryCasts) {
    for (const { apart, blocked, policy, ...state } of combinations(inquiry, 2)) {
      const asTalent = side === 'talent';
      yield cell({
        name: `${actor.name}${side ? ` as ${side}` : ''} reads an inquiry: ${JSON.stringify({ blocked, policy, ...state })}`,
        actor,
        policy,
        apart,
        state: { side, link: actor.link !== undefined, hidden: state.deleted || state.held },
        arrange: `${inquiryIs({ sender, talent }, { ...state, followUps: 0 })}${another(talent)}${blocked ? block(talent, sender) : ''}`,
        ask: [
          `select (select count(id)::int from inquiries where id = $1) as inquiry, (select count(*)::int from inquiry_replies where inquiry_id = $1) as replies
             ${asTalent && actor.id ? `, (select count(*)::int from thread_members where subject_id = $1) as "inboxRow"` : ''}`,
          [inquiryId],
        ],
        // an agent reads by the addresses of conversations
        call:
          apart > 1 || actor.agent
            ? null
            : asTalent || (actor.role === 'talent' && side === null)
              ? { to: 'business', method: 'GET', path: `/api/business/messages/${inquiryId}/?peek=1` }
              : {
                  to: 'asking',
                  method: 'GET',
                  path: `/api/customer/messages/${inquiryId}/conversation/${actor.link ? `?k=${encodeURIComponent(actor.link)}` : ''}`,
                },
      });
    }
  }
  for (const { actor, customer, talent, side } of contactCasts) {
    const around = { blocked: [null, [customer, talent], [talent, customer]], policy: messagingPolicies } as const;
    for (const at of contactStandings)
      for (const { blocked, policy, apart } of combinations(around, 1))
        yield cell({
          name: `${actor.name}${side ? ` as ${side}` : ''} reads a contact: ${at.label}; ${blocked ? `${blocked[0]?.name} blocked ${blocked[1]?.name}` : 'no block'}; ${policy}`,
          actor,
          policy,
          apart,
          state: { side },
          arrange: `${contactIs(customer, talent, at)}${blocked ? block(blocked[0] ?? null, blocked[1] ?? null) : ''}`,
          ask: [
            `select (select count(*)::int from contacts where id = $1) as contact, (select count(*)::int from threads where id = $2) as thread,
             (select least(count(*), 1)::int from messages where thread_id = $2) as words, (select count(*)::int from thread_members where thread_id = $2) as "inboxRow"`,
            [contactId, contactThread],
          ],
          call: { to: 'threads', method: 'GET', path: `/api/threads/${contactThread}` },
        });
  }
  for (const { actor, customer, talent, side } of bookingCasts) {
    const around = {
      days: [0, 30],
      blocked: [null, [customer, talent], [talent, customer]],
      policy: messagingPolicies,
    } as const;
    for (const state of bookingStates)
      for (const { days, blocked, policy, apart } of combinations(around, 1))
        yield cell({
          name: `${actor.name}${side ? ` as ${side}` : ''} reads a booking's talk: ${state} for ${days} days; ${blocked ? `${blocked[0]?.name} blocked ${blocked[1]?.name}` : 'no block'}; ${policy}`,
          actor,
          policy,
          apart,
          state: { side },
          arrange: `${bookingIs({ customer, talent }, { state, days, counts: { customer: 1, talent: 0, quotes: 0 } })}${blocked ? block(blocked[0] ?? null, blocked[1] ?? null) : ''}`,
          ask: [
            `select (select count(*)::int from bookings where id = $1) as booking, (select count(*)::int from threads where id = $2) as thread,
             (select count(*)::int from messages where thread_id = $2) as words, (select count(*)::int from thread_members where thread_id = $2) as "inboxRow"`,
            [bookingId, bookingThread],
          ],
          call:
            policy === 'full' && days === 0 && (!blocked || state === 'paid')
              ? { to: 'threads', method: 'GET', path: `/api/threads/${bookingThread}` }
              : null,
        });
  }
}
