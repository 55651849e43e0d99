import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import type { Contact } from '../../features/messaging/rules/contacts.ts';
import { bothSay, combinations, firstOf, unapproved, writes, type AgreementCell, type Answer } from './cell.ts';
import { actorOf, agentOf, ago, entitled, opening, people, q, visitor, type Person } from './people.ts';

export const contactId = '0190d3a0-0000-7000-9300-000000000001';
export const contactThread = '0190d3a0-0000-7000-9300-000000000002';

type Kept = Contact & { said: boolean; label: string };
const kept = (label: string, state: Contact['state'], days: number, more: Partial<Kept> = {}): Kept => ({
  label,
  state,
  stateAt: ago(days),
  closedBy: null,
  said: true,
  ...more,
});
/** Where a contact can stand, as far as the table tells states apart. */
export const contactStandings: readonly Kept[] = [
  kept('pending, not opened', 'pending', 1, { said: false }),
  kept('pending, opened', 'pending', 1),
  kept('accepted', 'accepted', 1),
  kept('declined a day ago', 'declined', 1),
  kept('declined 29.9 days ago', 'declined', 29.9),
  kept('declined 30 days ago', 'declined', 30),
  kept('closed by the customer', 'closed', 1, { closedBy: 'customer' }),
  kept('closed by the talent', 'closed', 1, { closedBy: 'talent' }),
  kept('closed by the system', 'closed', 1, { closedBy: 'system' }),
];

export function contactIs(customer: Person, talent: Person, at: Kept): string {
  return `
    insert into contacts (id, customer_id, talent_id, talent_user_id, customer_name, talent_name, state, state_at, closed_by, created_at)
    values (${q(contactId)}, ${q(customer.id)}, ${q(talent.talentId)}, ${q(talent.id)}, 'C', 'T', ${q(at.state)}, ${q(at.stateAt)}, ${q(at.closedBy)}, ${q(ago(90))});
    insert into threads (id, kind, contact_id) values (${q(contactThread)}, 'direct', ${q(contactId)});
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name, state, last_message_at)
    values (${q(contactThread)}, ${q(customer.id)}, 'customer', 'direct', ${q(contactId)}, ${q(talent.id)}, 'T', ${q(at.state)}, ${q(ago(1))}),
           (${q(contactThread)}, ${q(talent.id)}, 'talent', 'direct', ${q(contactId)}, ${q(customer.id)}, 'C', ${q(at.state)}, ${q(ago(1))});
    insert into messages (thread_id, sender_id, body, sent_at) values (${q(contactThread)}, ${q(customer.id)}, 'Long ago', ${q(ago(80))})
    ${at.said ? `, (${q(contactThread)}, ${q(customer.id)}, 'Three evenings in June?', ${q(at.stateAt)})` : `, (${q(contactThread)}, ${q(talent.id)}, 'Not yet', ${q(at.stateAt)})`};`;
}

const blocks = ['none', 'mine', 'theirs'] as const;
const blockIs = (block: (typeof blocks)[number], actor: Person, other: Person): string =>
  block === 'none' || actor.id === null
    ? ''
    : `insert into blocks (blocker_id, blocked_id) values (${block === 'mine' ? `${q(actor.id)}, ${q(other.id)}` : `${q(other.id)}, ${q(actor.id)}`});`;
const talents = [people.talentFree, people.talentSuspended, people.talentDeleted] as const;
const pages = ['open', 'closed', 'unpublished'] as const;
const pageIs = (page: (typeof pages)[number], talent: Person): string =>
  `update talent_profiles set contacts_open = ${page !== 'closed'}, published_at = ${q(page === 'unpublished' ? null : ago(50))} where id = ${q(talent.talentId)};`;

const starters: readonly Person[] = [
  people.professional,
  people.professionalInGrace,
  people.professionalLapsed,
  people.company,
  people.companyInGrace,
  people.companyLapsed,
  people.individual,
  visitor,
  people.customerSuspended,
  people.customerDeleted,
  people.companyWaiting,
  people.professionalRefused,
  people.otherTalent,
  people.talentFree,
  agentOf(people.otherTalent),
  people.admin,
  people.newcomer,
];

/** C2, the Contact button: product.md 3.7, column "Start". Where a pair has a conversation, it is found. */
export function* startingCells(): Generator<AgreementCell> {
  for (const actor of starters) {
    const customers = actor.role === 'customer';
    const dims = {
      existing: customers ? [null, ...contactStandings] : [null],
      page: pages,
      talent: talents,
      block: blocks,
      policy: messagingPolicies,
    };
    for (const { existing, page: profile, talent, block, policy, apart } of combinations(dims)) {
      if ((policy !== 'full' && apart > 2) || (block !== 'none' && (actor.id === null || actor.id === talent.id)))
        continue;
      const away = talent.standing !== 'good';
      const live = existing?.state === 'pending' || existing?.state === 'accepted';
      const tooSoon = existing?.state === 'declined' && existing.stateAt > ago(30);
      const notMine = existing?.state === 'closed' && existing.closedBy !== 'customer';
      const shown = profile !== 'unpublished' || existing !== null;
      const page: Answer = firstOf(
        [actor.agent !== undefined, 'agent_not_allowed'],
        [policy === 'request_only', 'not_found'],
        [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
        [actor.standing === 'suspended', 'account_suspended'],
        [actor.role === null, 'onboarding_required'],
        ...unapproved(actor),
        [!shown, 'not_found'],
        [actor.role !== 'customer', 'role_not_allowed'],
        // whoever blocked is told so; whoever was blocked hears what they would hear after a no
        [block === 'mine', 'blocked'],
        [block === 'theirs' && existing === null, 'not_accepting'],
        [block === 'theirs' && existing?.state === 'pending', 'contact_declined'],
        [block === 'theirs' && existing?.state === 'accepted', 'conversation_closed'],
        [block === 'none' && !live && (away || profile !== 'open'), 'not_accepting'],
        [tooSoon, 'contact_declined'],
        [notMine, 'conversation_closed'],
        [block === 'theirs', 'not_accepting'],
        [!entitled(actor), 'upgrade_required'],
      );
      const insert: [string, unknown[]] = [
        `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values ($1, $2, $3, '', '')`,
        [actor.id, talent.talentId, talent.id],
      ];
      yield {
        kind: 'contact.start',
        name: `${actor.name} asks ${talent.name} for contact: ${existing?.label ?? 'no contact yet'}; page ${profile}; block ${block}; ${policy}`,
        actor,
        policy,
        arrange: `${existing ? contactIs(actor, talent, existing) : ''}${pageIs(profile, talent)}${blockIs(block, actor, talent)}`,
        page,
        rule: ({ canMessage, canStartContact }) => {
          const wish = {
            policy,
            talent: shown ? { away } : null,
            open: profile === 'open',
            blocked: block !== 'none',
            blockedByMe: block === 'mine',
            existing,
            entitled: entitled(actor),
          };
          const one = canMessage(actorOf(actor), 'contact.start', wish, opening);
          const outcome = existing === null ? 'new' : live ? 'found' : 'again';
          if (one.ok && one.value !== outcome) return `yes, but ${one.value}`;
          return bothSay(actor, one, (speaker) => canStartContact({ ...wish, speaker }, opening));
        },
        ask: existing && !live ? [`update contacts set state = 'pending' where id = $1`, [contactId]] : insert,
        agrees: live
          ? // found, not made: a second one never comes to be
            (answer) => 'refused' in answer && ['42501', '23505'].includes(answer.refused)
          : writes(page),
        apart,
        call:
          apart <= 2
            ? {
                to: 'contacts',
                method: 'POST',
                path: '/api/contacts',
                body: { talentId: talent.talentId, body: 'Three evenings?' },
              }
            : null,
      };
    }
  }
}

type Cast = { actor: Person; customer: Person; talent: Person; side: 'customer' | 'talent' | null };
const asCustomer = (customer: Person): Cast => ({
  actor: customer,
  customer,
  talent: people.talentFree,
  side: 'customer',
});
const asTalent = (talent: Person): Cast => ({ actor: talent, customer: people.professional, talent, side: 'talent' });
const outside = (actor: Person): Cast => ({
  actor,
  customer: people.professional,
  talent: people.talentFree,
  side: null,
});
export const contactCasts: readonly Cast[] = [
  asCustomer(people.professional),
  asCustomer(people.professionalInGrace),
  asCustomer(people.professionalLapsed),
  asCustomer(people.company),
  asCustomer(people.companyInGrace),
  asCustomer(people.companyLapsed),
  asCustomer(people.individual),
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

/** C2, writing: product.md 3.7, the columns "Reply". */
export function* contactCells(): Generator<AgreementCell> {
  for (const cast of contactCasts) {
    for (const at of contactStandings) {
      const dims = {
        partner: ['good', 'suspended', 'deleted'],
        block: blocks,
        policy: messagingPolicies,
        page: pages,
      } as const;
      for (const { partner, block, policy, page: profile, apart } of combinations(dims, 2)) {
        const { actor, side } = cast;
        const gone = partner !== 'good';
        const customer =
          side === 'talent' && gone
            ? partner === 'suspended'
              ? people.customerSuspended
              : people.customerDeleted
            : cast.customer;
        const talent =
          side !== 'talent' && gone
            ? partner === 'suspended'
              ? people.talentSuspended
              : people.talentDeleted
            : cast.talent;
        if (side === null && block !== 'none') continue;
        const other = side === 'talent' ? customer : talent;
        const page: Answer = firstOf(
          [actor.agent !== undefined, 'agent_not_allowed'],
          [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
          [actor.standing === 'suspended', 'account_suspended'],
          [actor.role === null, 'onboarding_required'],
          [policy === 'request_only' || side === null, 'not_found'],
          [block === 'mine', 'blocked'],
          [block === 'theirs' && side === 'talent', 'not_accepting'],
          [block === 'theirs' && (at.state === 'pending' || at.state === 'declined'), 'contact_declined'],
          [block === 'theirs', 'conversation_closed'],
          [gone, 'not_accepting'],
          [side === 'customer' && at.state === 'pending' && at.said, 'contact_pending'],
          [side === 'customer' && at.state === 'declined', 'contact_declined'],
          [side === 'customer' && at.state === 'closed', 'conversation_closed'],
          [side === 'customer' && !entitled(actor), 'upgrade_required'],
        );
        yield {
          kind: 'contact.send',
          name: `${actor.name}${side ? ` as ${side}` : ''} writes to ${other.name}: ${at.label}; block ${block}; page ${profile}; ${policy}`,
          actor,
          policy,
          arrange: `${contactIs(customer, talent, at)}${pageIs(profile, talent)}${blockIs(block, actor, other)}`,
          page,
          rule: ({ canMessage, canMessageInContact }) => {
            const talk = {
              policy,
              side,
              partner: { away: gone },
              blocked: block !== 'none',
              blockedByMe: block === 'mine',
              contact: at,
              opened: at.said,
              entitled: entitled(actor),
            };
            return bothSay(actor, canMessage(actorOf(actor), 'contact.send', talk, opening), (speaker) =>
              canMessageInContact({ ...talk, speaker }),
            );
          },
          ask: [
            'insert into messages (thread_id, sender_id, body) values ($1, $2, $3)',
            [contactThread, actor.id, 'A word.'],
          ],
          agrees: writes(page),
          apart,
          call:
            apart <= 1
              ? {
                  to: 'threads',
                  method: 'POST',
                  path: `/api/threads/${contactThread}/messages`,
                  body: { body: 'A word.' },
                }
              : null,
        };
      }
    }
  }
}
