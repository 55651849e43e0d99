import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import { visibilities, type Said } from '../../features/messaging/rules/requests.ts';
import { bothSay, combinations, firstOf, type AgreementCell, type Answer } from './cell.ts';
import {
  blockBetween,
  gone,
  requestCasts,
  requestId,
  requestIs,
  requestThread,
  standings,
  stateOf,
  type RequestCast,
} from './cells-request.ts';
import { actorOf, ago, people, q, type Person } from './people.ts';

/** What was said: to everyone, to the one who asks, to another, by the one who asks, by another. */
const words = ['to all', 'to me', 'to another', 'mine', 'another’s'] as const;
type Word = (typeof words)[number];
const other = people.otherTalent;

/** Each as the database keeps it, and as the rule is asked about it; what is to or by somebody who never unlocked was never said. */
function saidIn(owner: Person, me: Person | null, visibility: (typeof visibilities)[number]) {
  const toOwner = visibility === 'private' ? owner.id : null;
  const lines: (readonly [Word, Person, string | null])[] = [
    ['to all', owner, null],
    ['to another', owner, other.id],
    ['another’s', other, toOwner],
    ...(me
      ? ([
          ['to me', owner, me.id],
          ['mine', me, toOwner],
        ] as const)
      : []),
  ];
  return lines.map(([word, by, toId]) => ({
    word,
    toId,
    senderId: by.id ?? '',
    open: visibility === 'transparent' || (by === owner && toId === null),
  }));
}

/** Below the table of product.md 3.7, C3, typed once more: who hears what. */
function heardBy({ actor, owner, unlock }: RequestCast, visibility: (typeof visibilities)[number]): Word[] {
  if (actor === owner) return ['to all', 'to another', 'another’s'];
  if (unlock === 'RETURNED') return ['to me', 'mine'];
  if (unlock === null) return [];
  return visibility === 'transparent' ? [...words] : ['to all', 'to me', 'mine'];
}

const around = {
  standing: standings,
  visibility: visibilities,
  block: ['none', 'mine', 'theirs'],
  owned: ['good', 'suspended', 'deleted'],
  policy: messagingPolicies,
} as const;
type Around = { [Name in keyof typeof around]: (typeof around)[Name][number] } & { apart: number };

function cell(cast: RequestCast, { standing, visibility, block, owned, policy, apart }: Around): AgreementCell {
  const { actor, unlock } = cast;
  const owns = cast.owner === actor;
  const owner = owns ? actor : gone[owned];
  const said = saidIn(owner, unlock === null ? null : actor, visibility);
  const hears = heardBy({ actor, owner, unlock }, visibility).sort();
  const page: Answer = firstOf(
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [owns || unlock !== null, 'yes'],
    [actor.role === 'customer', 'not_your_request'],
    [actor.role === 'admin', 'role_not_allowed'],
    [standing === 'DRAFT', 'not_found'],
    [true, 'unlock_required'],
  );
  const thread = { request: stateOf(standing), owner: owns, unlock };
  const spoken = said.map(
    ({ word, senderId, toId, open }) =>
      `(${q(requestThread)}, ${q(senderId)}, ${q(word)}, ${q(toId)}, ${open}, ${q(ago(1))})`,
  );
  return {
    kind: 'read',
    name: `${actor.name}${owns ? ' as owner' : unlock ? ` ${unlock}` : ''} reads a request's talk: ${standing}, ${visibility}; block ${block}; owner ${owned}; ${policy}`,
    actor,
    policy,
    apart,
    arrange: `${requestIs(owner, standing, visibility, [
      ...(unlock === null ? [] : [{ who: actor, status: unlock }]),
      { who: other, status: 'UNLOCKED' },
    ])} ${blockBetween(block, actor, owner)}
      insert into messages (thread_id, sender_id, body, to_id, open, sent_at) values ${spoken.join(', ')};`,
    page,
    rule: ({ canRead, canReadRequestThread, canHear }) => {
      const heard = said
        .filter((one) =>
          canHear({ ...one, ownerId: owner.id ?? '' } satisfies Said, { userId: actor.id ?? '', unlock }, visibility),
        )
        .map(({ word }) => word)
        .sort();
      if (heard.join() !== hears.join()) return `hears ${heard.join()} instead of ${hears.join()}`;
      return bothSay(actor, canRead(actorOf(actor), { side: null, thread }), (speaker) =>
        canReadRequestThread({ ...thread, speaker }),
      );
    },
    ask: [
      `select (select coalesce(string_agg(body, ',' order by body collate "C"), '') from messages where thread_id = $1) as heard, (select count(*)::int from threads where id = $1) as thread,
        (select count(*)::int from thread_members where thread_id = $1) as "inboxRow", (select count(*)::int from app.request_people($2)) as people,
        (select count(*)::int from request_details where request_id = $2) as whole, (select count(*)::int from request_unlocks where request_id = $2) as unlocks`,
      [requestThread, requestId],
    ],
    // row security answers by relation: whoever is suspended or deleted is kept out by the house
    agrees: (answer) => {
      // visitors have no table of these
      if ('refused' in answer) return actor.id === null && answer.refused === '42501';
      const inside = owns || unlock !== null ? 1 : 0;
      const knows = owns ? 1 : unlock === null ? 0 : visibility === 'transparent' && unlock === 'UNLOCKED' ? 2 : 1;
      const expected = {
        heard: hears.join(),
        thread: inside,
        inboxRow: inside,
        people: knows,
        // paid for, and shown to whoever is in good standing
        whole: owns || (unlock === 'UNLOCKED' && actor.standing === 'good') || actor.role === 'admin' ? 1 : 0,
        unlocks: actor.role === 'admin' ? 1 : inside,
      };
      return JSON.stringify(answer.rows[0]) === JSON.stringify(expected);
    },
    // an agent reads by the addresses of conversations
    call:
      apart > 1
        ? null
        : actor.agent
          ? { to: 'threads', method: 'GET', path: `/api/threads/${requestThread}` }
          : { to: 'requests', method: 'GET', path: `/api/requests/${requestId}/thread` },
  };
}

function missing({ actor }: RequestCast): AgreementCell {
  const page: Answer = firstOf(
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [true, 'not_found'],
  );
  const thread = { request: null, owner: false, unlock: null };
  return {
    kind: 'read',
    name: `${actor.name} reads the talk of a request that is not there`,
    actor,
    policy: 'full',
    apart: 1,
    arrange: 'select 1;',
    page,
    rule: ({ canRead, canReadRequestThread }) =>
      bothSay(actor, canRead(actorOf(actor), { side: null, thread }), (speaker) =>
        canReadRequestThread({ ...thread, speaker }),
      ),
    ask: null,
    agrees: () => true,
    call: { to: 'requests', method: 'GET', path: `/api/requests/${requestId}/thread` },
  };
}

/** C3, the column "Read thread", in every standing: neither plan, state, policy nor a block takes away what was said. */
export function* requestReadingCells(): Generator<AgreementCell> {
  for (const cast of requestCasts) {
    const owns = cast.owner === cast.actor;
    if (cast.actor.agent === undefined && (owns || cast.unlock === null)) yield missing(cast);
    for (const all of combinations(around, 2)) {
      if (owns && (all.owned !== 'good' || all.block !== 'none')) continue;
      if (all.block !== 'none' && cast.actor.id === null) continue;
      yield cell(cast, all);
    }
  }
}
