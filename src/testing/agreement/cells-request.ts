import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import { visibilities, type RequestState, type UnlockState } from '../../features/messaging/rules/requests.ts';
import type { ClosedReason } from '../../features/requests/rules.ts';
import { bothSay, combinations, firstOf, writes, type AgreementCell, type Answer } from './cell.ts';
import { actorOf, agentOf, ago, opening, people, q, visitor, type Person } from './people.ts';

export const requestId = '0190d3a0-0000-7000-9700-000000000001';
export const requestThread = '0190d3a0-0000-7000-9700-000000000002';
const unlockIds = ['0190d3a0-0000-7000-9700-000000000011', '0190d3a0-0000-7000-9700-000000000012'] as const;
const thirdUnlock = '0190d3a0-0000-7000-9700-000000000013';
const noUnlock = '0190d3a0-0000-7000-9700-000000000019';

/** Who asks, whose request it is, and how an asking talent stands to it. */
export type RequestCast = { actor: Person; owner: Person; unlock: UnlockState | null };
const asOwner = (owner: Person): RequestCast => ({ actor: owner, owner, unlock: null });
const outside = (actor: Person): RequestCast => ({ actor, owner: people.individual, unlock: null });
const asTalent = (actor: Person): RequestCast[] =>
  (['UNLOCKED', 'RETURNED', null] as const).map((unlock) => ({ actor, owner: people.individual, unlock }));

export const requestCasts: readonly RequestCast[] = [
  asOwner(people.individual),
  asOwner(people.professional),
  asOwner(people.professionalLapsed),
  asOwner(people.company),
  asOwner(people.customerSuspended),
  asOwner(people.customerDeleted),
  ...asTalent(people.talentPro),
  ...asTalent(people.talentAgency),
  ...asTalent(people.talentFree),
  ...asTalent(people.talentInGrace),
  // was PRO, is FREE now
  ...asTalent(people.talentLapsed),
  ...asTalent(people.talentSuspended),
  ...asTalent(people.talentDeleted),
  { ...outside(agentOf(people.talentFree)), unlock: 'UNLOCKED' },
  outside(visitor),
  outside(people.otherCustomer),
  outside(people.admin),
  outside(people.newcomer),
];

/** How a request stands: `lapsed` is open in its row, and its time is over. */
export const standings = ['OPEN', 'DRAFT', 'lapsed', 'filled', 'withdrawn', 'expired', 'removed'] as const;
export type RequestStanding = (typeof standings)[number];
export const stateOf = (standing: RequestStanding): RequestState =>
  standing === 'OPEN' || standing === 'DRAFT' ? standing : 'CLOSED';
const reasonOf = (standing: RequestStanding): ClosedReason | null =>
  standing === 'OPEN' || standing === 'DRAFT' || standing === 'lapsed' ? null : standing;

/** As the row has it, for rules that look at the clock themselves. */
export const rowOf = (standing: RequestStanding) => ({
  state: standing === 'lapsed' ? ('OPEN' as const) : stateOf(standing),
  closedReason: reasonOf(standing),
  closedAt: reasonOf(standing) === null ? null : ago(1),
  expiresAt: standing === 'lapsed' ? ago(0) : ago(-20),
});

export type Unlocked = { who: Person; status: UnlockState };

/** The request with its thread, its members and their unlocks; a draft has a thread too, so that its state is what refuses. */
export function requestIs(
  owner: Person,
  standing: RequestStanding,
  visibility: (typeof visibilities)[number],
  unlocks: readonly Unlocked[],
): string {
  const row = rowOf(standing);
  const member = (who: Person, side: string, narrow: boolean) =>
    `(${q(requestThread)}, ${q(who.id)}, ${q(side)}, 'request', ${q(requestId)}, ${side === 'talent' ? q(owner.id) : 'null'}, ${narrow}, ${q(ago(1))})`;
  const members = [
    member(owner, 'customer', false),
    ...unlocks.map(({ who, status }) => member(who, 'talent', status === 'RETURNED')),
  ];
  const bought = unlocks.map(
    ({ who, status }, at) =>
      `(${q(unlockIds[at] ?? thirdUnlock)}, ${q(requestId)}, ${q(who.id)}, ${q(who.name)}, ${q(status)}, ${status === 'RETURNED' ? `${q(ago(1))}, 'removed'` : 'null, null'})`,
  );
  return `
    insert into requests (id, owner_id, owner_name, title, summary, category, city, starts_on, currency, budget_max, visibility, state, closed_reason, closed_at, published_at, opened_at, expires_at, unlocks)
    values (${q(requestId)}, ${q(owner.id)}, 'O', 'A wedding', 'Three days', 'photographer', 'baghdad', '2026-04-01', 'IQD', 500000, ${q(visibility)}, ${q(row.state)}, ${q(row.closedReason)}, ${q(row.closedAt)}, ${q(ago(5))}, ${q(ago(5))}, ${q(row.expiresAt)}, ${unlocks.length});
    insert into threads (id, kind, request_id) values (${q(requestThread)}, 'request', ${q(requestId)});
    ${bought.length ? `insert into request_unlocks (id, request_id, user_id, talent_name, status, returned_at, returned_for) values ${bought.join(', ')};` : ''}
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, narrow, last_message_at) values ${members.join(', ')};`;
}

/** `messaging.enabled` and the other rights of product.md 3.3 that a request asks for, typed once more. */
const hasPlan = (who: Person): boolean => who.plan === 'live' || who.plan === 'grace';
export const mayTalk = (who: Person): boolean =>
  who.standing === 'good' && (who.role === 'customer' || (who.role === 'talent' && hasPlan(who)));

export const blockBetween = (block: 'none' | 'mine' | 'theirs', me: Person, them: Person): string =>
  block === 'none' || me.id === null
    ? ''
    : `insert into blocks (blocker_id, blocked_id) values (${block === 'mine' ? `${q(me.id)}, ${q(them.id)}` : `${q(them.id)}, ${q(me.id)}`});`;

/** Whom the speaker names: nobody, somebody whose unlock stands, whose credit came back, who has gone, who never unlocked. */
const answers = ['nobody', 'unlocked', 'returned', 'suspended', 'deleted', 'never'] as const;
type Answered = (typeof answers)[number];
const named = (to: Answered): Person =>
  to === 'suspended' ? people.talentSuspended : to === 'deleted' ? people.talentDeleted : people.otherTalent;

const around = {
  standing: standings,
  visibility: visibilities,
  block: ['none', 'mine', 'theirs'],
  owned: ['good', 'suspended', 'deleted'],
  to: answers,
  policy: messagingPolicies,
} as const;
type Around = { [Name in keyof typeof around]: (typeof around)[Name][number] } & { apart: number };

export const gone = { good: people.individual, suspended: people.customerSuspended, deleted: people.customerDeleted };

function cell(cast: RequestCast, all: Around): AgreementCell {
  const { actor, unlock } = cast;
  const { standing, visibility, block, to, policy, apart } = all;
  const owns = cast.owner === actor;
  const owner = owns ? actor : gone[all.owned];
  const other = named(to);
  const third = actor === people.talentPro ? people.talentAgency : people.talentPro;
  const state = stateOf(standing);
  const away = to === 'suspended' || to === 'deleted';
  const standsFor: UnlockState | null =
    to === 'nobody' || to === 'never' ? null : to === 'returned' ? 'RETURNED' : 'UNLOCKED';
  const page: Answer = firstOf(
    [actor.agent !== undefined, 'agent_not_allowed'],
    [policy === 'casting', 'not_found'],
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [!owns && actor.role === 'customer', 'not_your_request'],
    [!owns && actor.role === 'admin', 'role_not_allowed'],
    [!owns && state === 'DRAFT', 'not_found'],
    [!owns && to !== 'nobody', 'not_participant'],
    [block !== 'none', 'blocked'],
    [away, 'not_accepting'],
    [state === 'DRAFT', 'request_not_open'],
    [state === 'CLOSED' || (!owns && all.owned !== 'good'), 'request_closed'],
    [!mayTalk(actor), 'upgrade_required'],
    [!owns && unlock !== 'UNLOCKED', 'unlock_required'],
    [to !== 'nobody' && standsFor !== 'UNLOCKED', 'not_participant'],
  );
  const unlocks: Unlocked[] = [
    ...(unlock === null ? [] : [{ who: actor, status: unlock }]),
    ...(standsFor === null ? [] : [{ who: other, status: standsFor }]),
    // what another has says nothing about the one who asks
    { who: to === 'nobody' ? people.otherTalent : third, status: 'UNLOCKED' },
  ];
  const talk = {
    policy,
    request: state,
    owner: owns,
    blocked: block !== 'none',
    ownerAway: !owns && all.owned !== 'good',
    entitled: mayTalk(actor),
    unlock,
    answered: to === 'nobody' ? undefined : { unlock: standsFor, away },
  };
  return {
    kind: 'request.post',
    name: `${actor.name}${owns ? ' as owner' : unlock ? ` ${unlock}` : ''} writes: ${standing}, ${visibility}; to ${to}; block ${block}; owner ${owns ? actor.standing : all.owned}; ${policy}`,
    actor,
    policy,
    arrange: `${requestIs(owner, standing, visibility, unlocks)} ${blockBetween(block, actor, owns ? other : owner)}`,
    page,
    rule: ({ canMessage, canPostInRequest }) =>
      bothSay(actor, canMessage(actorOf(actor), 'request.post', talk, opening), (speaker) =>
        canPostInRequest({ ...talk, speaker }),
      ),
    ask: [
      'insert into messages (thread_id, sender_id, body, to_id) values ($1, $2, $3, $4)',
      [requestThread, actor.id, 'A word.', to === 'nobody' ? null : other.id],
    ],
    agrees: writes(page),
    apart,
    // nobody can be named over HTTP who has no unlock
    call:
      to === 'never' && block !== 'none'
        ? null
        : {
            to: 'requests',
            method: 'POST',
            path: `/api/requests/${requestId}/messages`,
            body: {
              body: 'A word.',
              ...(to === 'nobody' ? {} : { to: standsFor === null ? noUnlock : unlockIds[unlock === null ? 0 : 1] }),
            },
          },
  };
}

/** What was thrown away, or never was: nobody learns which, whoever they are. */
function missing({ actor }: RequestCast): AgreementCell {
  const page: Answer = firstOf(
    [actor.agent !== undefined, 'agent_not_allowed'],
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [true, 'not_found'],
  );
  const talk = {
    policy: 'full',
    request: null,
    owner: false,
    blocked: false,
    ownerAway: false,
    entitled: mayTalk(actor),
    unlock: null,
  } as const;
  return {
    kind: 'request.post',
    name: `${actor.name} writes: there is no such request`,
    actor,
    policy: 'full',
    arrange: 'select 1;',
    page,
    rule: ({ canMessage, canPostInRequest }) =>
      bothSay(actor, canMessage(actorOf(actor), 'request.post', talk, opening), (speaker) =>
        canPostInRequest({ ...talk, speaker }),
      ),
    ask: [
      'insert into messages (thread_id, sender_id, body) values ($1, $2, $3)',
      [requestThread, actor.id, 'A word.'],
    ],
    agrees: writes(page),
    apart: 1,
    call: { to: 'requests', method: 'POST', path: `/api/requests/${requestId}/messages`, body: { body: 'A word.' } },
  };
}

/** C3: product.md 3.7, who writes about a request, to everyone or to one. */
export function* requestCells(): Generator<AgreementCell> {
  for (const cast of requestCasts) {
    const owns = cast.owner === cast.actor;
    if (owns || cast.unlock === null) yield missing(cast);
    for (const all of combinations(around, 2)) {
      // the owner's own standing is the actor's; between the owner and nobody there is no block
      if (owns ? all.owned !== 'good' || (all.block !== 'none' && all.to === 'nobody') : false) continue;
      // nobody answers themselves where somebody else is meant
      if (named(all.to) === cast.actor) continue;
      // whoever is no party has none to block
      if (all.block !== 'none' && cast.actor.id === null) continue;
      yield cell(cast, all);
    }
  }
}
