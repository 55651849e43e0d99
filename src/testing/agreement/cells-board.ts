import { messagingPolicies } from '../../features/messaging/rules/speaker.ts';
import type { UnlockState } from '../../features/messaging/rules/requests.ts';
import { combinations, firstOf, touches, type AgreementCell, type Answer } from './cell.ts';
import {
  blockBetween,
  gone,
  requestCasts,
  requestId,
  requestIs,
  rowOf,
  standings,
  stateOf,
  type RequestCast,
  type RequestStanding,
} from './cells-request.ts';
import { ago, opening, people, q, type Person } from './people.ts';

const around = {
  standing: standings,
  block: ['none', 'mine', 'theirs'],
  owned: ['good', 'suspended', 'deleted'],
  policy: messagingPolicies,
} as const;
type Around = { [Name in keyof typeof around]: (typeof around)[Name][number] } & { apart: number };

/** Steps 1 to 6 of product.md 3.6 for whoever wants something of a request that is on the board. */
const before = ({ actor, owner }: RequestCast, { standing, block, owned, policy }: Around, ready = false) =>
  [
    [actor.agent !== undefined, 'agent_not_allowed'],
    [policy === 'casting', 'not_found'],
    [actor.id === null || actor.standing === 'deleted', 'unauthenticated'],
    [actor.standing === 'suspended', 'account_suspended'],
    [actor.role === null, 'onboarding_required'],
    [actor === owner, 'own_request'],
    [actor.role !== 'talent', 'role_not_allowed'],
    [standing === 'DRAFT', 'not_found'],
    [ready, 'yes'],
    [block !== 'none', 'blocked'],
    [stateOf(standing) === 'CLOSED' || owned !== 'good', 'request_closed'],
  ] as const satisfies readonly (readonly [boolean, Answer])[];

const wishOf = (cast: RequestCast, { standing, block, owned }: Around) => ({
  role: cast.actor.role,
  owner: cast.actor === cast.owner,
  blocked: block !== 'none',
  request: rowOf(standing),
  unlock: cast.unlock,
  // of all talents, whatever their plan
  entitled: cast.actor.role === 'talent',
  ownerAway: cast.actor !== cast.owner && owned !== 'good',
});

/** The rules of the board are asked after steps 1 and 2, which are the house's. */
const reaches = ({ actor }: RequestCast, { policy }: Around): boolean =>
  actor.agent === undefined &&
  policy !== 'casting' &&
  actor.standing === 'good' &&
  actor.id !== null &&
  actor.role !== null;

const askedBy = (cast: RequestCast, all: Around, what: string): string =>
  `${cast.actor.name}${cast.owner === cast.actor ? ' as owner' : cast.unlock ? ` ${cast.unlock}` : ''} ${what}: ${all.standing}; block ${all.block}; owner ${all.owned}; ${all.policy}`;

function* wishes(): Generator<{ cast: RequestCast; all: Around; owner: Person }> {
  for (const cast of requestCasts) {
    const owns = cast.owner === cast.actor;
    for (const all of combinations(around, 2)) {
      if (owns && (all.owned !== 'good' || all.block !== 'none')) continue;
      if (all.block !== 'none' && cast.actor.id === null) continue;
      yield { cast, all, owner: owns ? cast.actor : gone[all.owned] };
    }
  }
}

const arranged = (cast: RequestCast, owner: Person, { standing, block }: Around): string => {
  const unlocks: { who: Person; status: UnlockState }[] = [{ who: people.otherTalent, status: 'UNLOCKED' }];
  if (cast.unlock) unlocks.unshift({ who: cast.actor, status: cast.unlock });
  return `${requestIs(owner, standing as RequestStanding, 'transparent', unlocks)} ${blockBetween(block, cast.actor, owner)}`;
};

/** The column "Unlock": the system's door writes it once the rule has said yes and a credit is paid, and the guard asks again. */
export function* boardCells(): Generator<AgreementCell> {
  for (const { cast, all, owner } of wishes()) {
    const { actor, unlock } = cast;
    const page: Answer = firstOf(...before(cast, all, unlock === 'UNLOCKED'));
    const times = unlock === null ? 1 : 2;
    // a repeat writes nothing, and neither an agent nor a site without the board comes so far
    const written = actor.id !== null && unlock !== 'UNLOCKED' && actor.agent === undefined && all.policy !== 'casting';
    yield {
      kind: 'request.unlock',
      name: askedBy(cast, all, 'unlocks'),
      actor,
      policy: all.policy,
      apart: all.apart,
      arrange: arranged(cast, owner, all),
      before:
        actor.id === null
          ? ''
          : `insert into credit_lines (user_id, kind, purse, amount, source) values (${q(actor.id)}, 'purchase', 'bought', 1, 'x');
            insert into credit_lines (user_id, kind, purse, amount, source) values (${q(actor.id)}, 'unlock', 'bought', -1, ${q(`request:${requestId}:${times}`)});`,
      page,
      rule: ({ canUnlock }) => {
        if (!reaches(cast, all)) return page;
        const decided = canUnlock(wishOf(cast, all), opening);
        if (!decided.ok) return decided.why;
        const outcome = unlock === null ? 'new' : unlock === 'RETURNED' ? 'again' : 'found';
        return decided.value === outcome ? 'yes' : `${decided.value} instead of ${outcome}`;
      },
      bySystem: true,
      ask: !written
        ? null
        : unlock === null
          ? ['insert into request_unlocks (request_id, user_id) values ($1, $2)', [requestId, actor.id]]
          : [
              `update request_unlocks set status = 'UNLOCKED', returned_at = null, returned_for = null where request_id = $1 and user_id = $2`,
              [requestId, actor.id],
            ],
      agrees: touches(page === 'yes' ? 1 : 0),
      call: null,
    };
  }
}

const offers = {
  active: [false, true],
  currency: ['IQD', 'USD'],
  starts: ['later', 'now', 'before'],
  hours: [1, 0, -1],
} as const;
const startsAt = { later: ago(-30), now: opening, before: ago(1) };

/** The column "Send proposal": after the unlock, whatever the plan, one at a time. */
export function* proposingCells(): Generator<AgreementCell> {
  for (const { cast, all, owner } of wishes()) {
    const { actor, unlock } = cast;
    for (const offer of combinations(offers, Math.max(0, 2 - all.apart))) {
      const active = offer.active && unlock !== null;
      if (offer.active && !active) continue;
      const page: Answer = firstOf(
        ...before(cast, all),
        [unlock !== 'UNLOCKED', 'unlock_required'],
        [active, 'already_proposed'],
        [offer.currency !== 'IQD', 'wrong_currency'],
        [offer.starts !== 'later', 'in_the_past'],
        [offer.hours <= 0, 'invalid'],
      );
      const starts = startsAt[offer.starts];
      const hours = offer.hours * 3_600_000;
      const ends = new Date(starts.getTime() + hours);
      const talentId = actor.talentId || people.talentPro.talentId;
      const row = (from: Date, until: Date) =>
        `(${q(requestId)}, ${q(actor.id)}, ${q(talentId)}, 1000, ${q(offer.currency)}, ${q(from)}, ${q(until)}, 'Gladly')`;
      yield {
        kind: 'request.propose',
        name: `${askedBy(cast, all, 'proposes')}; ${JSON.stringify(offer)}`,
        actor,
        policy: all.policy,
        apart: all.apart + offer.apart,
        arrange: `${arranged(cast, owner, all)}
          ${active ? `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ${row(ago(-40), ago(-41))};` : ''}`,
        page,
        rule: ({ canPropose }) => {
          if (!reaches(cast, all)) return page;
          const decided = canPropose(
            {
              ...wishOf(cast, all),
              currency: 'IQD',
              startsAt: starts,
              active,
              offered: { currency: offer.currency, startsAt: starts, endsAt: ends },
            },
            opening,
          );
          return decided.ok ? 'yes' : decided.why;
        },
        ask: [
          `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ${row(starts, ends)}`,
          [],
        ],
        // of two active ones the second is refused by their index
        agrees: (answer) =>
          'refused' in answer && answer.refused === '23505' ? active : touches(page === 'yes' ? 1 : 0)(answer),
        call: null,
      };
    }
  }
}
