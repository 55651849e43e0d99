import { inquiryStatuses } from '../../features/messaging/rules/inquiries.ts';
import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import { bothSay, combinations, firstOf, writes, type AgreementCell, type Answer, type Call } from './cell.ts';
import { actorOf, agentOf, ago, byLink, emailOf, link, opening, people, q, visitor, type Person } from './people.ts';

export const inquiryId = '0190d3a0-0000-7000-9200-000000000001';
export const inquiryThread = '0190d3a0-0000-7000-9200-000000000002';

/** Who answers or follows up, and who the two are. A sender of null has no account. */
type Cast = { actor: Person; sender: Person | null; talent: Person; side: 'sender' | 'talent' | null };

const { talentFree } = people;
const asSender = (sender: Person): Cast => ({ actor: sender, sender, talent: talentFree, side: 'sender' });
const asTalent = (talent: Person): Cast => ({ actor: talent, sender: people.individual, talent, side: 'talent' });
const outside = (actor: Person): Cast => ({ actor, sender: people.individual, talent: talentFree, side: null });
const holding = (actor: Person): Cast => ({ actor: byLink(actor), sender: null, talent: talentFree, side: 'sender' });

export const inquiryCasts: readonly Cast[] = [
  { ...holding(visitor) },
  { actor: byLink(visitor), sender: people.individual, talent: talentFree, side: 'sender' },
  asSender(people.individual),
  asSender(people.professional),
  asSender(people.professionalLapsed),
  asSender(people.company),
  asSender(people.companyLapsed),
  asSender(people.customerSuspended),
  asSender(people.customerDeleted),
  // somebody who asked without an account and comes back by the link, signed in
  holding(people.professional),
  holding(people.otherTalent),
  holding(people.admin),
  asTalent(people.talentFree),
  asTalent(people.talentPro),
  asTalent(people.talentAgency),
  asTalent(people.talentSuspended),
  asTalent(people.talentDeleted),
  { ...asTalent(talentFree), sender: null },
  { ...asTalent(talentFree), actor: agentOf(talentFree) },
  outside(visitor),
  outside({ ...visitor, name: 'visitor with a wrong link', link: 'another word' }),
  outside(people.otherTalent),
  outside(people.otherCustomer),
  outside(people.admin),
  outside(people.newcomer),
];

const states = {
  status: inquiryStatuses,
  spam: [false, true],
  deleted: [false, true],
  ended: [false, true],
  held: [false, true],
  answers: [1, 0],
  followUps: [0, 4, 5],
} as const;
type State = {
  status: (typeof inquiryStatuses)[number];
  spam: boolean;
  deleted: boolean;
  ended: boolean;
  held: boolean;
  answers: number;
  followUps: number;
};

/** What product.md 3.5, 3.6 and 3.8 say of everybody, in every state. */
const everywhere = {
  block: ['none', 'talent blocked the sender', 'talent blocked the address', 'sender blocked the talent'],
  partner: ['good', 'suspended', 'deleted'],
  policy: messagingPolicies,
  page: ['published', 'unpublished', 'closed'],
} as const;
type Everywhere = { [Name in keyof typeof everywhere]: (typeof everywhere)[Name][number] };
const plainly: Everywhere = { block: 'none', partner: 'good', policy: 'full', page: 'published' };
const plain: State = {
  status: 'replied',
  spam: false,
  deleted: false,
  ended: false,
  held: false,
  answers: 1,
  followUps: 0,
};
/** States that answer differently, to be crossed with what holds everywhere. */
const telling: readonly State[] = [
  plain,
  { ...plain, status: 'unread', answers: 0 },
  { ...plain, status: 'archived', followUps: 5 },
  { ...plain, spam: true },
  { ...plain, deleted: true },
  { ...plain, ended: true },
  { ...plain, held: true, answers: 0, status: 'unread' },
];

/** The two and their inquiry, past every policy. */
export function inquiryIs({ sender, talent }: Pick<Cast, 'sender' | 'talent'>, state: State): string {
  const yes = (holds: boolean) => q(holds ? ago(1) : null);
  const hidden = state.spam || state.deleted || state.held;
  return `
    insert into inquiries (id, talent_id, talent_user_id, sender_id, message, sender_name, sender_email, status, is_spam, created_at, read_at, answers, follow_ups, deleted_at, ended_at, held_at, link_hash)
    values (${q(inquiryId)}, ${q(talent.talentId)}, ${q(talent.id)}, ${q(sender?.id ?? null)}, 'Are you free?', 'Somebody', ${q(sender ? emailOf(sender) : 'somebody@example.com')},
      ${q(state.status)}, ${state.spam}, ${q(ago(2))}, ${q(ago(1))}, ${state.answers}, ${state.followUps}, ${yes(state.deleted)}, ${yes(state.ended)}, ${yes(state.held)}, ${q(link.hash)});
    insert into inquiry_replies (inquiry_id, author, sender_id, reply, created_at) values (${q(inquiryId)}, 'talent', ${q(talent.id)}, 'Perhaps.', ${q(ago(1))});
    insert into threads (id, kind, inquiry_id) values (${q(inquiryThread)}, 'inquiry', ${q(inquiryId)});
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, partner_name, state, last_message_at, hidden)
    values (${q(inquiryThread)}, ${q(talent.id)}, 'talent', 'inquiry', ${q(inquiryId)}, ${q(sender?.id ?? null)}, 'Somebody', ${q(state.status)}, ${q(ago(1))}, ${hidden})
    ${sender ? `, (${q(inquiryThread)}, ${q(sender.id)}, 'customer', 'inquiry', ${q(inquiryId)}, ${q(talent.id)}, ${q(talent.name)}, '', ${q(ago(1))}, false)` : ''};`;
}

const replyCall = ({ actor, side }: Cast): Call =>
  side === 'talent' || actor.role === 'talent'
    ? side === 'sender'
      ? follow(actor)
      : {
          to: 'business',
          method: 'POST',
          path: `/api/business/messages/${inquiryId}/reply/`,
          body: { reply: 'A word.' },
        }
    : follow(actor);
const follow = (actor: Person): Call => ({
  to: 'asking',
  method: 'POST',
  path: `/api/customer/messages/${inquiryId}/replies/${actor.link ? `?k=${encodeURIComponent(actor.link)}` : ''}`,
  body: { reply: 'A word.' },
});

function cell(cast: Cast, state: State, all: Everywhere, apart: number, call: boolean): AgreementCell {
  const { actor, side } = cast;
  const { block, policy } = all;
  const known = cast.sender !== null;
  const partner = all.partner === 'good' ? 'good' : all.partner;
  // the one who is written to
  const sender =
    side === 'talent' && partner !== 'good' && known
      ? partner === 'suspended'
        ? people.customerSuspended
        : people.customerDeleted
      : cast.sender;
  const talent =
    side !== 'talent' && partner !== 'good'
      ? partner === 'suspended'
        ? people.talentSuspended
        : people.talentDeleted
      : cast.talent;
  const away = side === 'talent' ? sender !== null && sender.standing !== 'good' : talent.standing !== 'good';
  // what an operator has not let through is, to the talent, not there
  const mine = side === 'talent' && state.held ? null : side;
  const page: Answer = firstOf(
    [actor.agent !== undefined, 'agent_not_allowed'],
    [actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.id !== null && actor.role === null, 'onboarding_required'],
    [policy !== 'full' || mine === null || (mine === 'talent' && state.deleted), 'not_found'],
    // erased with the account
    [mine === 'sender' && all.partner === 'deleted', 'not_found'],
    [mine === 'sender' && actor.id !== null && actor.role !== 'customer', 'role_not_allowed'],
    [block !== 'none', 'blocked'],
    [away, 'not_accepting'],
    [state.ended, 'conversation_closed'],
    [mine === 'talent' && state.spam, 'inquiry_spam'],
    [mine === 'sender' && (state.answers === 0 || state.followUps >= 5), 'message_limit'],
  );
  const address = sender ? emailOf(sender) : 'somebody@example.com';
  return {
    kind: 'inquiry.reply',
    name: `${actor.name}${side === null ? '' : ` as ${side}`}${sender === null && side === 'talent' ? ' to a visitor' : ''}: ${JSON.stringify(state)}, ${JSON.stringify(all)}`,
    actor,
    policy,
    arrange: `${inquiryIs({ sender, talent }, state)}
      update talent_profiles set published_at = ${q(all.page === 'unpublished' ? null : ago(50))}, inquiries_from = ${q(all.page === 'closed' ? 'nobody' : 'everyone')} where id = ${q(talent.talentId)};
      ${
        block === 'none'
          ? ''
          : block === 'talent blocked the sender'
            ? `insert into blocks (blocker_id, blocked_id) values (${q(talent.id)}, ${q(sender?.id ?? null)});`
            : block === 'talent blocked the address'
              ? `insert into blocks (blocker_id, blocked_email) values (${q(talent.id)}, ${q(address)});`
              : `insert into blocks (blocker_id, blocked_id) values (${q(sender?.id ?? null)}, ${q(talent.id)});`
      }`,
    page,
    rule: ({ canMessage, canMessageInInquiry }) => {
      const talk = {
        policy,
        side: mine,
        partner: { away, gone: side === 'sender' && all.partner === 'deleted' },
        blocked: block !== 'none',
        inquiry: { status: state.status, spam: state.spam, deleted: state.deleted, ended: state.ended },
        answered: state.answers > 0,
        followUps: state.followUps,
      };
      return bothSay(actor, canMessage(actorOf(actor), 'inquiry.reply', talk, opening), (speaker) =>
        canMessageInInquiry({ ...talk, speaker }),
      );
    },
    ask: [
      'insert into inquiry_replies (inquiry_id, author, sender_id, reply) values ($1, $2, $3, $4)',
      [
        inquiryId,
        side === 'talent' || (side === null && actor.role === 'talent') ? 'talent' : 'sender',
        actor.id,
        'A word.',
      ],
    ],
    agrees: writes(page),
    apart,
    call: call ? replyCall(cast) : null,
  };
}

/** C1, answering and following up: product.md 3.7, column "Reply / follow up". */
export function* replyingCells(): Generator<AgreementCell> {
  for (const cast of inquiryCasts) {
    for (const { apart, ...state } of combinations(states)) yield cell(cast, state, plainly, apart, apart <= 1);
    for (const state of telling) {
      for (const { apart, ...all } of combinations(everywhere, 2)) {
        if (apart === 0 || (cast.sender === null && /sender/.test(all.block))) continue;
        yield cell(cast, state, all, apart, apart === 1);
      }
    }
  }
}
