import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boardStageOn } from '../../testing/board-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { openCells, type Cells } from '../../testing/cells.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import type { RequestState, UnlockState } from '../messaging/rules/requests.ts';
import { canPropose, closedReasons, proposalStates, type ClosedReason, type ProposeWish } from './rules.ts';
import { decideProposalMove } from './rules/proposals.ts';

let database: TestDatabase;
let cells: Cells;
let requestId: string;
let talent: string;
let talentId: string;
const now = new Date('2026-03-02T09:00:00Z');
const operator = 'user_hala';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  const board = boardStageOn(database, stageOn(database, now));
  talent = await board.person();
  requestId = await board.open(cast.sara);
  await board.unlock(talent, requestId);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, time_zone) values ($1, 'hala@example.com', 'Hala', 'admin', now(), 'Asia/Baghdad')`,
    [operator],
  );
  const [profile] = await database.query<{ id: string }>('select id from talent_profiles where user_id = $1', [talent]);
  talentId = profile?.id ?? '';
  cells = await openCells(database, now);
});
afterAll(async () => {
  await cells.close();
  await database.close();
});

type Standing = { name: string; state: RequestState; reason: ClosedReason | null; lapsed: boolean };
const standings: readonly Standing[] = [
  { name: 'draft', state: 'DRAFT', reason: null, lapsed: false },
  { name: 'open', state: 'OPEN', reason: null, lapsed: false },
  { name: 'lapsed', state: 'OPEN', reason: null, lapsed: true },
  ...closedReasons.map((reason) => ({ name: `closed, ${reason}`, state: 'CLOSED' as const, reason, lapsed: false })),
];
const expiry = ({ lapsed }: Standing) => (lapsed ? '2026-03-02T08:59:59Z' : '2026-03-20T09:00:00Z');
const put = ({ state, reason, ...rest }: Standing): [string, unknown[]] => [
  `update requests set state = '${state}', closed_reason = ${reason === null ? 'null' : `'${reason}'`}, closed_at = ${state === 'CLOSED' ? `'2026-03-01'` : 'null'},
   expires_at = '${expiry({ state, reason, ...rest })}' where id = '${requestId}'`,
  [],
];
const asked = (standing: Standing) => ({
  state: standing.state,
  closedReason: standing.reason,
  closedAt: null,
  expiresAt: new Date(expiry(standing)),
});

type Asker = { name: string; userId: string; role: ProposeWish['role']; owner: boolean };
const unlocks: readonly (UnlockState | null)[] = [null, 'UNLOCKED', 'RETURNED'];
const blocks = ['nobody', 'by the owner', 'by the talent'] as const;
const offers = {
  good: { currency: 'IQD', startsAt: '2026-04-02T15:00:00Z', endsAt: '2026-04-02T18:00:00Z' },
  'in another currency': { currency: 'MAD', startsAt: '2026-04-02T15:00:00Z', endsAt: '2026-04-02T18:00:00Z' },
  'in the past': { currency: 'IQD', startsAt: '2026-03-02T09:00:00Z', endsAt: '2026-03-02T18:00:00Z' },
  'running backwards': { currency: 'IQD', startsAt: '2026-04-02T15:00:00Z', endsAt: '2026-04-02T15:00:00Z' },
} as const;

test('may this one propose? The rule and the row that Postgres takes say the same, cell by cell', async () => {
  const askers: readonly Asker[] = [
    { name: 'talent', userId: talent, role: 'talent', owner: false },
    { name: 'owner', userId: cast.sara, role: 'customer', owner: true },
    { name: 'other customer', userId: cast.acme, role: 'customer', owner: false },
    { name: 'operator', userId: operator, role: 'admin', owner: false },
  ];
  let count = 0;
  let allowed = 0;
  const differ: string[] = [];
  for (const asker of askers)
    for (const standing of standings)
      for (const unlock of asker.role === 'talent' ? unlocks : [null])
        for (const block of asker.role === 'talent' ? blocks : (['nobody'] as const))
          for (const active of asker.role === 'talent' ? [false, true] : [false])
            for (const ownerAway of [false, true])
              for (const [how, offered] of Object.entries(offers)) {
                const rule = canPropose(
                  {
                    role: asker.role,
                    owner: asker.owner,
                    blocked: block !== 'nobody',
                    ownerAway,
                    request: asked(standing),
                    unlock,
                    // every talent may, whatever the plan
                    entitled: asker.role === 'talent',
                    active,
                    currency: 'IQD',
                    startsAt: new Date(offered.startsAt),
                    offered: {
                      currency: offered.currency,
                      startsAt: new Date(offered.startsAt),
                      endsAt: new Date(offered.endsAt),
                    },
                  },
                  now,
                );
                const pair = block === 'by the owner' ? [cast.sara, talent] : [talent, cast.sara];
                const answer = await cells.ask({
                  arrange: [
                    put(standing),
                    [
                      unlock === null
                        ? `delete from request_unlocks where request_id = '${requestId}'`
                        : `update request_unlocks set status = '${unlock}', returned_at = ${unlock === 'RETURNED' ? 'now()' : 'null'}, returned_for = ${unlock === 'RETURNED' ? `'removed'` : 'null'} where request_id = '${requestId}'`,
                      [],
                    ],
                    ...(block === 'nobody'
                      ? []
                      : [
                          [
                            `insert into blocks (blocker_id, blocked_id) values ('${pair[0]}', '${pair[1]}')`,
                            [],
                          ] satisfies [string, unknown[]],
                        ]),
                    // an owner who asks is there
                    ...(ownerAway && !asker.owner
                      ? [
                          [`update users set suspended_at = now() where id = '${cast.sara}'`, []] satisfies [
                            string,
                            unknown[],
                          ],
                          put(standing),
                        ]
                      : []),
                    ...(active
                      ? [
                          [
                            `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ('${requestId}', '${talent}', '${talentId}', 1, 'IQD', '2026-05-01', '2026-05-02', 'Before')`,
                            [],
                          ] satisfies [string, unknown[]],
                        ]
                      : []),
                  ],
                  role: 'app_user',
                  as: asker.userId,
                  ask: [
                    `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ('${requestId}', '${asker.userId}', '${talentId}', 300000, '${offered.currency}', '${offered.startsAt}', '${offered.endsAt}', 'Two guitars') returning id`,
                    [],
                  ],
                });
                if (!('rows' in answer) && !answer.arranged) throw new Error(answer.message);
                const sql = 'rows' in answer;
                count += 1;
                if (sql) allowed += 1;
                if (sql !== rule.ok)
                  differ.push(
                    [asker.name, standing.name, unlock, block, active, ownerAway, how].join(', ') +
                      `: rule ${rule.ok ? 'ok' : rule.why}, SQL ${sql ? 'ok' : answer.message}`,
                  );
              }
  console.log(`canPropose against Postgres: ${count} cells, ${allowed} allowed`);
  expect(differ).toEqual([]);
  expect(allowed).toBe(1);
  expect(count).toBeGreaterThan(1000);
});

describe('moving a proposal', () => {
  test.each(['withdraw', 'accept'] as const)('%s: the rule and Postgres say the same, cell by cell', async (move) => {
    let count = 0;
    let allowed = 0;
    const differ: string[] = [];
    const people = [
      ['author', talent],
      ['owner', cast.sara],
      ['another customer', cast.acme],
      ['another talent', cast.zainab],
      ['operator', operator],
    ] as const;
    for (const [who, userId] of people)
      for (const standing of standings)
        for (const state of proposalStates) {
          const rule =
            (who === 'author' || who === 'owner') &&
            decideProposalMove(
              {
                state,
                request: asked(standing),
                startsAt: new Date('2026-05-01'),
                by: who,
                blocked: false,
                away: false,
              },
              move,
              now,
            ).ok;
          const to = move === 'withdraw' ? 'withdrawn' : 'accepted';
          const answer = await cells.ask({
            arrange: [
              [
                `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text, state) values ('${requestId}', '${talent}', '${talentId}', 1, 'IQD', '2026-05-01', '2026-05-02', 'Before', '${state}')`,
                [],
              ],
              put(standing),
            ],
            role: 'app_user',
            as: userId,
            // saying again what it is already moves nothing
            ask: [`update proposals set state = '${to}' where state <> '${to}' returning id`, []],
          });
          if (!('rows' in answer) && !answer.arranged) throw new Error(answer.message);
          const sql = 'rows' in answer && answer.count === 1;
          count += 1;
          if (sql) allowed += 1;
          if (sql !== rule) differ.push(`${who}, ${standing.name}, ${state}: rule ${rule}, SQL ${sql}`);
        }
    console.log(`${move} against Postgres: ${count} cells, ${allowed} allowed`);
    expect(differ).toEqual([]);
    expect(allowed).toBe(1);
  });

  test.each([
    [`amount = 5`, '42501'],
    [`text = 'Changed'`, '42501'],
    [`request_id = gen_random_uuid()`, '42501'],
    [`state = 'not_chosen'`, '23514'],
    [`read_at = now()`, '23514'],
  ])('its author does not say that %s', async (change, refused) => {
    const answer = await cells.cell({
      arrange: [
        [
          `insert into proposals (request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text) values ('${requestId}', '${talent}', '${talentId}', 1, 'IQD', '2026-05-01', '2026-05-02', 'Before')`,
          [],
        ],
      ],
      role: 'app_user',
      as: talent,
      ask: [`update proposals set ${change} returning id`, []],
    });
    expect(answer).toEqual({ refused });
  });

  test('nobody books by a proposal that is not theirs, not accepted, or not word for word', async () => {
    const propose = (state: string): [string, unknown[]] => [
      `insert into proposals (id, request_id, user_id, talent_id, amount, currency, starts_at, ends_at, text, state) values ('0190d3a0-0000-7000-8000-00000000cafe', '${requestId}', '${talent}', '${talentId}', 1000, 'IQD', '2026-05-01', '2026-05-02', 'Before', '${state}')`,
      [],
    ];
    const book = (who: string, changes: { amount?: number; ends?: string; state?: string } = {}) => ({
      role: 'app_user' as const,
      as: who,
      ask: [
        `insert into bookings (proposal_id, talent_id, talent_user_id, customer_id, state, quote_version, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name)
         values ('0190d3a0-0000-7000-8000-00000000cafe', '${talentId}', '${talent}', '${who}', '${changes.state ?? 'quoted'}', 1, '2026-05-01', '${changes.ends ?? '2026-05-02'}', 'Asia/Baghdad', '{"en":"X"}', ${changes.amount ?? 1000}, 'IQD', 'Sara', 'T') returning state`,
        [],
      ] satisfies [string, unknown[]],
    });
    const refused = { refused: '42501' };
    const taken = [propose('accepted')];
    expect(await cells.cell({ arrange: taken, ...book(cast.sara) })).toEqual({ rows: [{ state: 'quoted' }] });
    expect(await cells.cell({ arrange: [propose('active')], ...book(cast.sara) })).toEqual(refused);
    expect(await cells.cell({ arrange: taken, ...book(cast.acme) })).toEqual(refused);
    expect(await cells.cell({ arrange: taken, ...book(cast.sara, { amount: 1 }) })).toEqual(refused);
    expect(await cells.cell({ arrange: taken, ...book(cast.sara, { ends: '2026-05-03' }) })).toEqual(refused);
    expect(await cells.cell({ arrange: taken, ...book(cast.sara, { state: 'accepted' }) })).toEqual(refused);
  });
});
