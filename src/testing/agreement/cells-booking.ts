import { bookingStates, type BookingState } from '../../features/bookings/rules.ts';
import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import { combinations, firstOf, writes, type AgreementCell, type Answer } from './cell.ts';
import { actorOf, agentOf, ago, opening, people, q, visitor, type Person } from './people.ts';

export const bookingId = '0190d3a0-0000-7000-9400-000000000001';
export const bookingThread = '0190d3a0-0000-7000-9400-000000000002';

type Cast = { actor: Person; customer: Person; talent: Person; side: 'customer' | 'talent' | null };
const asCustomer = (customer: Person): Cast => ({
  actor: customer,
  customer,
  talent: people.talentFree,
  side: 'customer',
});
const asTalent = (talent: Person): Cast => ({ actor: talent, customer: people.individual, talent, side: 'talent' });
const outside = (actor: Person): Cast => ({
  actor,
  customer: people.individual,
  talent: people.talentFree,
  side: null,
});
/** No plan is needed on either side: every plan is asked all the same. */
export const bookingCasts: readonly Cast[] = [
  asCustomer(people.individual),
  asCustomer(people.professional),
  asCustomer(people.professionalLapsed),
  asCustomer(people.company),
  asCustomer(people.companyLapsed),
  asCustomer(people.customerSuspended),
  asCustomer(people.customerDeleted),
  asTalent(people.talentFree),
  asTalent(people.talentPro),
  asTalent(people.talentAgency),
  asTalent(people.talentSuspended),
  asTalent(people.talentDeleted),
  { ...asTalent(people.talentFree), actor: agentOf(people.talentFree) },
  outside(visitor),
  outside(people.otherTalent),
  outside(people.otherCustomer),
  outside(people.admin),
  outside(people.newcomer),
];

/** What was said so far, and whether the talent has quoted. */
const counts = [
  { customer: 0, talent: 0, quotes: 0 },
  { customer: 2, talent: 0, quotes: 0 },
  { customer: 3, talent: 0, quotes: 0 },
  { customer: 4, talent: 0, quotes: 0 },
  { customer: 3, talent: 1, quotes: 0 },
  { customer: 3, talent: 0, quotes: 1 },
] as const;
type Counts = { customer: number; talent: number; quotes: number };
type State = { state: BookingState; days: number; counts: Counts };

/** product.md 3.7, C4, the table: how many days after it came to rest a booking is still talked about. */
const windows: Partial<Record<BookingState, number>> = {
  completed: 14,
  reviewed: 14,
  resolved: 14,
  cancelled: 14,
  refunded: 14,
  declined: 7,
  withdrawn: 7,
  expired: 7,
};

export function bookingIs({ customer, talent }: Pick<Cast, 'customer' | 'talent'>, at: State): string {
  const said = [
    ...Array.from({ length: at.counts.customer }, () => customer),
    ...Array.from({ length: at.counts.talent }, () => talent),
  ].map((who, n) => `(${q(bookingThread)}, ${q(who.id)}, 'Word ${n}', ${q(ago(at.days + 1))})`);
  return `
    insert into bookings (id, talent_id, talent_user_id, customer_id, state, state_at, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, hold_expires_at)
    values (${q(bookingId)}, ${q(talent.talentId)}, ${q(talent.id)}, ${q(customer.id)}, ${q(at.state)}, ${q(ago(at.days))}, ${q(ago(-30))}, ${q(ago(-31))}, 'Asia/Baghdad', '{"en":"Wedding day"}', 1000, 'IQD', 'C', 'T', ${at.counts.quotes}, 1000, ${q(ago(-1))});
    insert into threads (id, kind, booking_id) values (${q(bookingThread)}, 'booking', ${q(bookingId)});
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name, last_message_at)
    values (${q(bookingThread)}, ${q(customer.id)}, 'customer', 'booking', ${q(bookingId)}, ${q(talent.id)}, 'T', ${q(ago(1))}),
           (${q(bookingThread)}, ${q(talent.id)}, 'talent', 'booking', ${q(bookingId)}, ${q(customer.id)}, 'C', ${q(ago(1))});
    ${said.length ? `insert into messages (thread_id, sender_id, body, sent_at) values ${said.join(', ')};` : ''}`;
}

const everywhere = {
  partner: ['good', 'suspended', 'deleted'],
  block: ['none', 'mine', 'theirs'],
  policy: messagingPolicies,
} as const;
type Everywhere = { [Name in keyof typeof everywhere]: (typeof everywhere)[Name][number] } & { apart: number };

function cell(cast: Cast, at: State, { partner, block, policy, apart }: Everywhere, call: boolean): AgreementCell {
  const { actor, side } = cast;
  const gone = partner !== 'good';
  const customer =
    side === 'talent' && gone
      ? partner === 'suspended'
        ? people.customerSuspended
        : people.customerDeleted
      : cast.customer;
  const talent =
    side !== 'talent' && gone ? (partner === 'suspended' ? people.talentSuspended : people.talentDeleted) : cast.talent;
  const other = side === 'talent' ? customer : talent;
  const window = windows[at.state];
  const page: Answer = firstOf(
    [actor.agent !== undefined, 'agent_not_allowed'],
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [side === null, 'not_found'],
    // a live booking's talk stays open whoever blocked whom; nobody writes to an account that is gone
    [block !== 'none' && window !== undefined, 'blocked'],
    [gone, 'not_accepting'],
    [window !== undefined && at.days >= window, 'booking_closed'],
    [
      side === 'customer' &&
        at.state === 'requested' &&
        at.counts.customer >= 3 &&
        at.counts.talent + at.counts.quotes === 0,
      'message_limit',
    ],
  );
  return {
    kind: 'booking.send',
    name: `${actor.name}${side ? ` as ${side}` : ''} writes to ${other.name}: ${at.state} for ${at.days} days, ${JSON.stringify(at.counts)}; block ${block}; ${policy}`,
    actor,
    policy,
    arrange: `${bookingIs({ customer, talent }, at)}
      ${block === 'none' ? '' : `insert into blocks (blocker_id, blocked_id) values (${block === 'mine' ? `${q(actor.id)}, ${q(other.id)}` : `${q(other.id)}, ${q(actor.id)}`});`}`,
    page,
    rule: ({ canMessage, bookingTalk }) => {
      const booking = { state: at.state, stateAt: ago(at.days), completedAt: null, quoteVersion: at.counts.quotes };
      const talk = bookingTalk(booking, side, {
        customerMessages: at.counts.customer,
        talentMessages: at.counts.talent,
        blocked: block !== 'none',
        away: gone,
      });
      const decided = canMessage(actorOf(actor), 'booking.send', talk, opening);
      return decided.ok ? 'yes' : decided.why;
    },
    ask: [
      'insert into messages (thread_id, sender_id, body) values ($1, $2, $3)',
      [bookingThread, actor.id, 'A word.'],
    ],
    agrees: writes(page),
    apart: apart + (at.days === 0 ? 0 : at.days % 7 === 0 ? 1 : 2) + (at.counts === counts[0] ? 0 : 1),
    call: call
      ? { to: 'threads', method: 'POST', path: `/api/threads/${bookingThread}/messages`, body: { body: 'A word.' } }
      : null,
  };
}

const plainly: Everywhere = { partner: 'good', block: 'none', policy: 'full', apart: 0 };
/** C4: product.md 3.7, every state, within its window and after it. */
export function* bookingCells(): Generator<AgreementCell> {
  for (const cast of bookingCasts) {
    for (const state of bookingStates) {
      for (const days of [0, 6.9, 7, 13.9, 14]) {
        for (const said of state === 'requested' ? counts : [counts[0], counts[3]])
          yield cell(
            cast,
            { state, days, counts: said },
            plainly,
            state === 'requested' ? days === 0 : said === counts[0] && [0, 7, 14].includes(days),
          );
        if (days !== 0 && days !== 14) continue;
        for (const all of combinations(everywhere, 2)) {
          const { apart } = all;
          if (apart === 0 || (cast.side === null && all.block !== 'none')) continue;
          yield cell(
            cast,
            { state, days, counts: { customer: 0, talent: 0, quotes: 0 } },
            all,
            apart === 1 && days === 0,
          );
        }
      }
    }
  }
}
