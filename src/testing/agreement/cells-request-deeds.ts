import type { MessagingPolicy } from '../../features/messaging/rules/speaker.ts';
import { touches, type AgreementCell } from './cell.ts';
import { blockBetween, requestId, requestIs, requestThread } from './cells-request.ts';
import { agentOf, ago, people, q, visitor, type Person } from './people.ts';

/** Whoever comes near a request: its owner, talents with an unlock, with one that came back, without any, and everybody else. */
const doers = {
  visitor,
  owner: people.professional,
  talent: people.talentAgency,
  free: people.talentFree,
  returned: people.talentPro,
  locked: people.otherTalent,
  suspendedOwner: people.customerSuspended,
  suspendedTalent: people.talentSuspended,
  otherCustomer: people.otherCustomer,
  admin: people.admin,
  newcomer: people.newcomer,
  agent: agentOf(people.talentFree),
  system: { ...visitor, name: 'the system', system: true },
} as const satisfies Record<string, Person>;
type Doer = keyof typeof doers;

const ids = {
  draft: '0190d3a0-0000-7000-9700-000000000003',
  toAll: '0190d3a0-0000-7000-9700-000000000021',
  toOne: '0190d3a0-0000-7000-9700-000000000022',
} as const;
/** In the request of the two strangers, whom everybody blocked: every talent has unlocked it, the stranger among them. */
const elsewhere = Object.values(people).filter(({ role }) => role === 'talent').length + 1;

/** A private request that is open, a draft, and all that hangs on them. */
function world(owner: Person, talent: Person): string {
  const proposal = `(${q(requestId)}, ${q(talent.id)}, ${q(talent.talentId)}, 1000, 'IQD', ${q(ago(-30))}, ${q(ago(-31))}, 'Gladly')`;
  const file = (at: number, message: string) =>
    `(${q(requestThread)}, ${q(owner.id)}, ${q(message)}, ${at}, 'a.pdf', 'application/pdf', 10, 'ready', 'blobs', 'k', ${q(ago(0))})`;
  return `
    ${requestIs(owner, 'OPEN', 'private', [
      { who: talent, status: 'UNLOCKED' },
      { who: people.talentPro, status: 'RETURNED' },
    ])}
    insert into request_unlocks (request_id, user_id, talent_name) values (${q(requestId)}, ${q(people.talentFree.id)}, 'F');
    insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id, last_message_at) values (${q(requestThread)}, ${q(people.talentFree.id)}, 'talent', 'request', ${q(requestId)}, ${q(owner.id)}, ${q(ago(1))});
    insert into requests (id, owner_id) values (${q(ids.draft)}, ${q(owner.id)});
    insert into messages (id, thread_id, sender_id, body, to_id, open, sent_at) values (${q(ids.toAll)}, ${q(requestThread)}, ${q(owner.id)}, 'All', null, true, ${q(ago(0))}),
      (${q(ids.toOne)}, ${q(requestThread)}, ${q(owner.id)}, 'One', ${q(people.talentPro.id)}, false, ${q(ago(0))});
    insert into attachments (thread_id, owner_id, message_id, position, name, type, size, state, storage, object_key, upload_until) values ${file(1, ids.toAll)}, ${file(1, ids.toOne)};
    insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ${proposal};
    insert into saved_searches (user_id, name) values (${q(talent.id)}, 'Mine'), (${q(people.otherTalent.id)}, 'Theirs');`;
}

type Deed = {
  name: string;
  does: (me: string) => string;
  rows: Partial<Record<Doer, number>>;
  policy?: MessagingPolicy;
  /** one of the two has blocked the other */
  block?: 'mine' | 'theirs';
};
const seers = { talent: 2, free: 2, agent: 2, returned: 2, locked: 2 } as const;
const unlockers = { ...seers, suspendedTalent: 2 } as const;
const owners = { owner: 2, suspendedOwner: 2 } as const;
const bought = { talent: 2, free: 2, agent: 2, returned: 1, locked: 1 } as const;
const oneEach = { owner: 1, suspendedOwner: 1, talent: 1, suspendedTalent: 1 } as const;
const offer = (by: string, talentId: string) =>
  `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values (${q(requestId)}, ${q(by)}, ${q(talentId)}, 1000, 'IQD', ${q(ago(-40))}, ${q(ago(-41))}, 'Gladly')`;
const draftOf = (who: string) => `insert into requests (owner_id) values (${q(who)})`;

const deeds: readonly Deed[] = [
  {
    name: 'sees requests',
    does: () => 'select 1 from requests',
    rows: { ...seers, ...owners, admin: 3, system: 3 },
  },
  {
    name: 'sees requests where there is no board',
    policy: 'casting',
    does: () => 'select 1 from requests',
    rows: { ...seers, locked: 1, ...owners, admin: 3, system: 3 },
  },
  {
    name: 'sees requests of an owner who blocked them',
    block: 'theirs',
    does: () => 'select 1 from requests',
    rows: { ...seers, locked: 1, ...owners, admin: 3, system: 3 },
  },
  {
    name: 'sees requests of an owner whom they blocked',
    block: 'mine',
    does: () => 'select 1 from requests',
    rows: { ...seers, locked: 1, ...owners, admin: 3, system: 3 },
  },
  {
    name: 'sees details',
    does: () => 'select 1 from request_details',
    rows: { ...bought, ...owners, admin: 3, system: 3 },
  },
  {
    name: 'sees unlocks',
    does: () => 'select 1 from request_unlocks',
    rows: { ...unlockers, locked: 1, owner: 3, suspendedOwner: 3, admin: elsewhere + 3, system: elsewhere + 3 },
  },
  { name: 'sees proposals', does: () => 'select 1 from proposals', rows: { ...oneEach, system: 1 } },
  {
    name: 'sees searches',
    does: () => 'select 1 from saved_searches',
    rows: { talent: 1, suspendedTalent: 1, locked: 1, system: 2 },
  },
  {
    name: 'sees files',
    does: () => 'select id from attachments',
    rows: { ...owners, talent: 1, free: 1, suspendedTalent: 1, agent: 1, returned: 1, system: 2 },
  },
  { name: 'writes a draft', does: draftOf, rows: { owner: 1, otherCustomer: 1 } },
  { name: 'writes a draft in another’s name', does: () => draftOf(people.company.id ?? ''), rows: {} },
  {
    name: 'is born published',
    does: (me) => `insert into requests (owner_id, state) values (${q(me)}, 'OPEN')`,
    rows: { owner: 1, otherCustomer: 1 },
  },
  { name: 'changes requests', does: () => `update requests set title = 'Another'`, rows: { owner: 2, system: 3 } },
  { name: 'gives a request away', does: () => `update requests set owner_id = ${q(people.company.id)}`, rows: {} },
  {
    name: 'closes it',
    does: () => `update requests set state = 'CLOSED', closed_reason = 'withdrawn' where id = ${q(requestId)}`,
    rows: { owner: 1 },
  },
  {
    name: 'removes it as an operator would',
    does: () => `update requests set state = 'CLOSED', closed_reason = 'removed' where id = ${q(requestId)}`,
    rows: {},
  },
  { name: 'throws requests away', does: () => 'delete from requests', rows: { owner: 1 } },
  {
    name: 'changes details',
    does: () => `update request_details set place = 'There'`,
    rows: { owner: 2, suspendedOwner: 2 },
  },
  {
    name: 'unlocks without paying',
    does: () =>
      `insert into request_unlocks (request_id, user_id) values (${q(requestId)}, ${q(people.talentInGrace.id)})`,
    rows: {},
  },
  {
    name: 'gives a credit back',
    does: () =>
      `update request_unlocks set status = 'RETURNED', returned_for = 'removed' where user_id = ${q(people.talentFree.id)} and request_id = ${q(requestId)}`,
    rows: { system: 1 },
  },
  {
    name: 'gives an unlock away',
    does: () => `update request_unlocks set user_id = ${q(people.talentInGrace.id)} where request_id = ${q(requestId)}`,
    rows: {},
  },
  {
    name: 'proposes in another’s name',
    does: () => offer(people.talentInGrace.id ?? '', people.talentFree.talentId),
    rows: {},
  },
  { name: 'proposes another’s work', does: (me) => offer(me, people.talentInGrace.talentId), rows: {} },
  { name: 'proposes', does: (me) => offer(me, people.talentFree.talentId), rows: { free: 1 } },
  { name: 'withdraws', does: () => `update proposals set state = 'withdrawn'`, rows: { talent: 1 } },
  { name: 'accepts', does: () => `update proposals set state = 'accepted'`, rows: { owner: 1 } },
  { name: 'changes an offer', does: () => 'update proposals set amount = 1', rows: {} },
  {
    name: 'saves a search',
    does: (me) => `insert into saved_searches (user_id, name) values (${q(me)}, 'New')`,
    rows: { talent: 1, free: 1, returned: 1, locked: 1 },
  },
  {
    name: 'saves a search in another’s name',
    does: () => `insert into saved_searches (user_id, name) values (${q(people.talentInGrace.id)}, 'New')`,
    rows: {},
  },
  {
    name: 'forgets searches',
    does: () => 'delete from saved_searches',
    rows: { talent: 1, suspendedTalent: 1, locked: 1, system: 2 },
  },
  {
    name: 'attaches',
    does: (me) =>
      `insert into attachments (thread_id, owner_id, name, type, size, storage, upload_until) values (${q(requestThread)}, ${q(me)}, 'c.pdf', 'application/pdf', 10, 'blobs', app.now())`,
    rows: { owner: 1, talent: 1 },
  },
  {
    name: 'takes words back',
    does: () => `update messages set deleted_at = app.now() where thread_id = ${q(requestThread)}`,
    rows: { owner: 2, system: 2 },
  },
  {
    name: 'speaks for the owner',
    does: () =>
      `insert into messages (thread_id, sender_id, body) values (${q(requestThread)}, ${q(people.professional.id)}, 'Hear')`,
    rows: { owner: 1 },
  },
];

/** Each table of the board, what is done to it, by everybody: what no rule of writing speaks about, and every policy must hold all the same. */
export function* requestDeedCells(): Generator<AgreementCell> {
  for (const { name, does, rows, policy = 'full', block = 'none' } of deeds) {
    for (const doer of Object.keys(doers) as Doer[]) {
      const actor: Person = doers[doer];
      const owner = doer === 'suspendedOwner' ? people.customerSuspended : people.professional;
      const talent = doer === 'suspendedTalent' ? people.talentSuspended : people.talentAgency;
      const expected = rows[doer] ?? 0;
      const page = String(expected);
      yield {
        kind: 'deed',
        name: `${actor.name} ${name}`,
        actor,
        policy,
        arrange: `${world(owner, talent)} ${actor !== owner ? blockBetween(block, actor, owner) : ''}`,
        page,
        rule: () => page,
        ask: [does(actor.id ?? ''), []],
        agrees: touches(expected),
        call: null,
        apart: 0,
      };
    }
  }
}
