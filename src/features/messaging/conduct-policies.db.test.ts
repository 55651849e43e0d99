import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast, planted, seat, talentIds } from '../../testing/cast.ts';
import { openCells } from '../../testing/cells.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { contactMachine, contactSides, contactStates } from './rules/contacts.ts';

let database: TestDatabase;
let cells: Awaited<ReturnType<typeof openCells>>;
const now = new Date('2026-03-20T09:00:00Z');
const member = 'user_member';
const operator = 'user_hala';
const contactId = '0190d3a0-0000-7000-9000-0000000000c1';
let threadId = '';
let messageId = '';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  cells = await openCells(database, now);
  await database.query(
    `insert into users (id, email, name, role, customer_kind, onboarded_at, time_zone) values
      ($1, 'member@example.com', 'Member', 'customer', 'professional', now(), 'Asia/Baghdad'),
      ($2, 'hala@example.com', 'Hala', 'admin', null, now(), 'Asia/Baghdad')`,
    [member, operator],
  );
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'professional', 'once', 0, 'IQD', 'comp', '2026-01-01', '2026-01-01', '2099-01-01')`,
    [member],
  );
  await database.query(
    `insert into contacts (id, customer_id, talent_id, talent_user_id, customer_name, talent_name, state, state_at)
     values ($1, $2, $3, $4, 'Member', 'Zainab Kareem', 'accepted', $5)`,
    [contactId, member, talentIds.zainab, cast.zainab, now],
  );
  const [thread] = await database.query<{ id: string }>(
    `insert into threads (kind, contact_id) values ('direct', $1) returning id`,
    [contactId],
  );
  threadId = thread?.id ?? '';
  await database.query(
    `insert into thread_members (thread_id, user_id, side, kind, subject_id, partner_id) values ($1, $2, 'customer', 'direct', $4, $3), ($1, $3, 'talent', 'direct', $4, $2)`,
    [threadId, member, cast.zainab, contactId],
  );
  const [message] = await database.query<{ id: string }>(
    `insert into messages (thread_id, sender_id, body) values ($1, $2, 'Hello') returning id`,
    [threadId, member],
  );
  messageId = message?.id ?? '';
  await database.query(`insert into blocks (blocker_id, blocked_id, name) values ($1, $2, $3)`, [
    cast.zainab,
    cast.sara,
    planted,
  ]);
  await database.query(`insert into reports (reporter_id, thread_id, reason, note) values ($1, $2, 'spam', $3)`, [
    cast.zainab,
    threadId,
    planted,
  ]);
  await database.query(`insert into contact_asks (contact_id, customer_id) values ($1, $2)`, [contactId, member]);
  await database.query(`insert into thread_looks (thread_id, operator_id, reason) values ($1, $2, $3)`, [
    threadId,
    operator,
    planted,
  ]);
});
afterAll(async () => {
  await cells.close();
  await database.close();
});

const identities = {
  visitor: { role: 'app_visitor', as: null },
  member: { role: 'app_user', as: member },
  talent: { role: 'app_user', as: cast.zainab },
  otherTalent: { role: 'app_user', as: cast.omar },
  otherCustomer: { role: 'app_user', as: cast.acme },
  suspended: { role: 'app_user', as: cast.gone },
  operator: { role: 'app_user', as: operator },
  system: { role: 'app_system', as: null },
} as const;
type Identity = keyof typeof identities;
const everybody = Object.keys(identities) as Identity[];

/** How many rows it touched, or the refusal. */
const touches = async (who: Identity, statement: string, values: unknown[] = []) => {
  const answer = await cells.cell({ arrange: [], ...identities[who], ask: [statement, values] });
  return 'refused' in answer ? answer.refused : answer.rows.length;
};
const denied = '42501';
type Row = { [Who in Identity]: number | string };
const nobody: Row = {
  visitor: denied,
  member: denied,
  talent: denied,
  otherTalent: denied,
  otherCustomer: denied,
  suspended: denied,
  operator: denied,
  system: denied,
};

const table: readonly (readonly [what: string, statement: () => [string, unknown[]], answers: Row])[] = [
  [
    'contacts: select',
    () => ['select id from contacts', []],
    { ...nobody, member: 1, talent: 1, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 0, system: 1 },
  ],
  [
    'contacts: insert as oneself to another talent',
    () => [
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values (coalesce(app.user_id(), $1), $2, $3, '', '') returning id`,
      [member, talentIds.omar, cast.omar],
    ],
    { ...nobody, member: 1 },
  ],
  [
    'contacts: insert in another’s name',
    () => [
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name) values ($1, $2, $3, '', '') returning id`,
      [cast.sara, talentIds.omar, cast.omar],
    ],
    nobody,
  ],
  [
    'contacts: insert accepted at once',
    () => [
      `insert into contacts (customer_id, talent_id, talent_user_id, customer_name, talent_name, state) values ($1, $2, $3, '', '', 'accepted') returning id`,
      [member, talentIds.omar, cast.omar],
    ],
    nobody,
  ],
  [
    'contacts: close',
    () => [`update contacts set state = 'closed', closed_by = 'customer' where id = $1 returning id`, [contactId]],
    { ...nobody, member: 1, talent: 1, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 0, system: 1 },
  ],
  [
    'contacts: hand to somebody else',
    () => [`update contacts set customer_id = $1 returning id`, [cast.sara]],
    { ...nobody, system: 1 },
  ],
  ['contacts: delete', () => ['delete from contacts returning id', []], nobody],

  [
    'blocks: select',
    () => ['select id from blocks', []],
    { ...nobody, member: 0, talent: 1, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 0, system: 1 },
  ],
  [
    'blocks: insert',
    () => [
      `insert into blocks (blocker_id, blocked_id) values (coalesce(app.user_id(), $1), $2) returning id`,
      [member, cast.nour],
    ],
    { ...nobody, member: 1, talent: 1, otherTalent: 1, otherCustomer: 1, operator: 1 },
  ],
  [
    'blocks: insert in another’s name',
    () => [`insert into blocks (blocker_id, blocked_id) values ($1, $2) returning id`, [cast.sara, cast.nour]],
    nobody,
  ],
  ['blocks: update', () => [`update blocks set blocked_id = $1 returning id`, [member]], nobody],
  [
    'blocks: delete',
    () => ['delete from blocks returning id', []],
    { ...nobody, member: 0, talent: 1, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 0 },
  ],

  [
    'reports: select',
    () => ['select id from reports', []],
    { ...nobody, member: 0, talent: 1, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 1, system: 1 },
  ],
  [
    'reports: insert about one’s own conversation',
    () => [
      `insert into reports (reporter_id, thread_id, message_id, reason) values (coalesce(app.user_id(), $1), $2, $3, 'abuse') returning id`,
      [member, threadId, messageId],
    ],
    { ...nobody, member: 1, talent: '23505' },
  ],
  [
    'reports: insert in another’s name',
    () => [
      `insert into reports (reporter_id, thread_id, reason) values ($1, $2, 'abuse') returning id`,
      [member, threadId],
    ],
    { ...nobody, member: 1 },
  ],
  [
    'reports: decide',
    () => [`update reports set state = 'upheld', decided_at = app.now(), decided_by = $1 returning id`, [operator]],
    { ...nobody, system: 1 },
  ],
  ['reports: delete', () => ['delete from reports returning id', []], nobody],

  ['contact_asks: select', () => ['select id from contact_asks', []], { ...nobody, system: 1 }],
  [
    'contact_asks: insert',
    () => ['insert into contact_asks (contact_id, customer_id) values ($1, $2) returning id', [contactId, member]],
    nobody,
  ],
  ['contact_asks: update', () => [`update contact_asks set asked_at = '2020-01-01' returning id`, []], nobody],
  ['contact_asks: delete', () => ['delete from contact_asks returning id', []], { ...nobody, system: 1 }],

  [
    'thread_looks: select while a report is open',
    () => ['select thread_id from thread_looks', []],
    { ...nobody, member: 0, talent: 0, otherTalent: 0, otherCustomer: 0, suspended: 0, operator: 0, system: 1 },
  ],
  ['thread_looks: who and why', () => ['select operator_id, reason from thread_looks', []], { ...nobody, system: 1 }],
  [
    'thread_looks: insert',
    () => [
      `insert into thread_looks (thread_id, operator_id, reason) values ($1, $2, 'x') returning id`,
      [threadId, operator],
    ],
    { ...nobody, system: 1 },
  ],
  ['thread_looks: update', () => [`update thread_looks set reason = '' returning id`, []], nobody],
  ['thread_looks: delete', () => ['delete from thread_looks returning id', []], nobody],
];

describe('who may do what, table by table', () => {
  test.each(table)('%s', async (_, statement, answers) => {
    const seen: Partial<Row> = {};
    for (const who of everybody) seen[who] = await touches(who, ...statement());
    expect(seen).toEqual(answers);
  });

  test('once nothing is open, the two learn that an operator looked, and nobody else', async () => {
    const decided: [string, unknown[]] = [
      `update reports set state = 'dismissed', decided_at = now(), decided_by = $1`,
      [operator],
    ];
    for (const who of everybody) {
      const answer = await cells.cell({
        arrange: [decided],
        ...identities[who],
        ask: ['select thread_id, looked_at from thread_looks', []],
      });
      const rows = 'refused' in answer ? answer.refused : answer.rows.length;
      expect([who, rows]).toEqual([who, { visitor: denied, member: 1, talent: 1, system: 1 }[who as string] ?? 0]);
    }
  });
});

describe('the machine in SQL is the machine of the rules', () => {
  test('row by row', async () => {
    const rows = await database.query<{ from_state: string; move: string; to_state: string; by: string }>(
      'select * from app.contact_moves()',
    );
    expect(rows.map((row) => [row.from_state, row.move, row.to_state, row.by])).toEqual(
      contactMachine.map((row) => [...row]),
    );
  });

  const moves = contactStates.flatMap((from) =>
    contactStates
      .filter((to) => to !== from)
      .flatMap((to) => [...contactSides, 'system' as const].map((by) => ({ from, to, by }))),
  );
  test.each(moves)('$from to $to by the $by', async ({ from, to, by }) => {
    const answer = await cells.cell({
      arrange: [
        [
          `update contacts set state = $2, state_at = $3::timestamptz - interval '31 days', closed_by = case when $2 = 'closed' then 'customer' end where id = $1`,
          [contactId, from, now],
        ],
      ],
      ...identities[by === 'customer' ? 'member' : by],
      ask: [`update contacts set state = $2 where id = $1 returning state, closed_by`, [contactId, to]],
    });
    const drawn = contactMachine.some(([a, , b, who]) => a === from && b === to && who === by);
    expect('rows' in answer ? answer.rows : answer.refused).toEqual(
      drawn ? [{ state: to, closed_by: to === 'closed' ? by : null }] : '23514',
    );
  });
});
