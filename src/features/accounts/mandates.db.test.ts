import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { tierOf, type Tier } from '../subscriptions/rules/entitlements.ts';
import { actsAs, mandateStates, roomOf, mandateKinds, type MandateState, type Somebody } from './rules.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.close());

/** Whoever may stand behind a session or an account, with what they pay for. */
const somebodies = {
  newcomer: { role: null, kind: null, product: null },
  individual: { role: 'customer', kind: 'individual', product: null },
  company: { role: 'customer', kind: 'company', product: 'company' },
  lapsedCompany: { role: 'customer', kind: 'company', product: null },
  talent: { role: 'talent', kind: null, product: null },
  agency: { role: 'talent', kind: null, product: 'AGENCY' },
  admin: { role: 'admin', kind: null, product: null },
} as const;
type Name = keyof typeof somebodies;
const standings = ['good', 'suspended', 'deleted'] as const;
type Standing = (typeof standings)[number];

const day = 86_400_000;
const now = new Date();
const who = (name: Name, standing: Standing): Somebody & { tier: Tier | null } => {
  const { role, kind, product } = somebodies[name];
  const held = product && {
    product,
    state: 'comp' as const,
    periodEnd: new Date(now.getTime() + day),
    pastDueSince: null,
    cancelAtPeriodEnd: false,
  };
  const [suspended, deleted] = [standing === 'suspended', standing === 'deleted'];
  const away = { suspendedAt: suspended ? now : null, deletedAt: deleted ? now : null };
  return { role, suspended, deleted, tier: tierOf({ role, customerKind: kind, ...away }, held, now) };
};

let made = 0;
/** Rows gathered first and written at once: a thousand cells are four statements. */
function world() {
  const users: unknown[] = [];
  const plans: unknown[] = [];
  const mandates: unknown[] = [];
  return {
    somebody(name: Name, standing: Standing = 'good'): string {
      const { role, kind, product } = somebodies[name];
      const id = `user_cell_${(made += 1)}`;
      const away = (is: Standing) => (standing === is ? now : null);
      users.push({
        id,
        email: `${id}@example.com`,
        role,
        customer_kind: kind,
        plan: role === 'talent' ? 'FREE' : null,
        onboarded_at: role && now,
        suspended_at: away('suspended'),
        deleted_at: away('deleted'),
      });
      const [from, until] = [new Date(now.getTime() - day), new Date(now.getTime() + day)];
      if (product) plans.push({ user_id: id, product, anchor: from, period_start: from, period_end: until });
      return id;
    },
    /** `place`: behind so many that were accepted before, less one */
    mandate(kind: 'seat' | 'roster', account: string, person: string, state: MandateState, place = 1) {
      const add = (personId: string, is: MandateState, minute: number) => {
        const answered = is === 'accepted' || is === 'removed';
        mandates.push({
          kind,
          account_id: account,
          email: `${personId}@example.com`,
          person_id: answered ? personId : null,
          state: is,
          token_hash: (made += 1).toString(16).padStart(64, '0'),
          accepted_at: answered ? new Date(now.getTime() + minute * 60_000) : null,
          ended_at: is === 'declined' || is === 'removed' ? now : null,
          ended_by: is === 'declined' || is === 'removed' ? account : null,
        });
      };
      for (let before = 1; before < place; before += 1)
        add(this.somebody(kind === 'seat' ? 'newcomer' : 'talent'), 'accepted', before);
      add(person, state, place);
    },
    async write() {
      const put = (table: string, columns: string, rows: unknown[]) =>
        database.query(
          `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
          [JSON.stringify(rows)],
        );
      await put('users', 'id, email, role, customer_kind, plan, onboarded_at, suspended_at, deleted_at', users);
      await database.query(
        `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
         select user_id, product, 'once', 0, 'IQD', 'comp', anchor, period_start, period_end from json_populate_recordset(null::subscriptions, $1::json)`,
        [JSON.stringify(plans)],
      );
      await database.query(
        `insert into mandates (kind, account_id, email, person_id, state, token_hash, accepted_at, ended_at, ended_by)
         select kind, account_id, email, person_id, state, token_hash, accepted_at, ended_at, ended_by from json_populate_recordset(null::mandates, $1::json)`,
        [JSON.stringify(mandates)],
      );
    },
  };
}

type Cell = { name: string; person: string; account: string; expected: string | null };
const said = async (cells: readonly Cell[]) => {
  const rows = await database.query<{ name: string; kind: string | null; acts: boolean }>(
    `select c.name, (select m.kind from app.mandate_of(c.person, c.account) m) as kind, app.acts_for(c.person, c.account) as acts
     from json_to_recordset($1::json) c(name text, person text, account text)`,
    [JSON.stringify(cells)],
  );
  expect(rows.map(({ kind, acts }) => acts === (kind !== null))).not.toContain(false);
  return new Map(rows.map(({ name, kind }) => [name, kind]));
};
/** Both answers occur, and each cell answers as the rule does. */
async function agrees(cells: readonly Cell[]) {
  const inSql = await said(cells);
  expect(inSql).toEqual(new Map(cells.map(({ name, expected }) => [name, expected])));
  expect(new Set(inSql.values()).size).toBeGreaterThan(1);
}

test('the rooms in SQL are the rooms in the rules', async () => {
  const rows = await database.query<{ tier: string; kind: string; room: number }>('select * from app.mandate_rooms()');
  const tiers = ['visitor', 'individual', 'professional', 'company', 'FREE', 'PRO', 'AGENCY'] as const;
  const inRules = tiers.flatMap((tier) =>
    mandateKinds.map((kind) => ({ tier, kind, room: roomOf(tier, kind) })).filter(({ room }) => room > 0),
  );
  expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(new Set(inRules.map((row) => JSON.stringify(row))));
});

describe('who acts for whom, cell by cell', () => {
  test('seats', async () => {
    const cells: Cell[] = [];
    const made = world();
    for (const person of Object.keys(somebodies) as Name[])
      for (const personIs of standings)
        for (const account of Object.keys(somebodies) as Name[])
          for (const accountIs of standings)
            for (const [state, place] of [
              ...mandateStates.map((one) => [one, 1] as const),
              ['accepted', 4] as const,
              ['accepted', 5] as const,
            ]) {
              // the far places are told apart where nothing else is wrong
              if (place > 1 && (personIs !== 'good' || accountIs !== 'good')) continue;
              const ids = { person: made.somebody(person, personIs), account: made.somebody(account, accountIs) };
              made.mandate('seat', ids.account, ids.person, state, place);
              cells.push({
                name: `${personIs} ${person} for ${accountIs} ${account}, ${state} as ${place}`,
                ...ids,
                expected: actsAs({
                  person: who(person, personIs),
                  account: who(account, accountIs),
                  seat: { state, place },
                  roster: null,
                }),
              });
            }
    await made.write();
    await agrees(cells);
  });

  test('rosters: by the agency itself, and by whoever has a seat there', async () => {
    const cells: Cell[] = [];
    const made = world();
    const agencies = ['agency', 'talent', 'company'] as const;
    const talents = ['talent', 'agency', 'individual', 'newcomer'] as const;
    for (const agency of agencies)
      for (const agencyIs of standings)
        for (const talent of talents)
          for (const talentIs of standings)
            for (const [state, place] of [
              ...mandateStates.map((one) => [one, 1] as const),
              ['accepted', 25] as const,
              ['accepted', 26] as const,
            ]) {
              const near = agencyIs === 'good' && talentIs === 'good';
              if (place > 1 && !(near && talent === 'talent')) continue;
              const agencyId = made.somebody(agency, agencyIs);
              const account = made.somebody(talent, talentIs);
              made.mandate('roster', agencyId, account, state, place);
              const facts = {
                account: who(talent, talentIs),
                seat: null,
              };
              const roster = { state, place, agency: who(agency, agencyIs) };
              const name = `${talentIs} ${talent} of ${agencyIs} ${agency}, ${state} as ${place}`;
              cells.push({
                name: `the agency itself: ${name}`,
                person: agencyId,
                account,
                expected: actsAs({
                  ...facts,
                  person: who(agency, agencyIs),
                  roster: { ...roster, isAgency: true, seat: null },
                }),
              });
              const seats = near
                ? ([
                    ['newcomer', 'good', 'accepted', 1],
                    ['newcomer', 'suspended', 'accepted', 1],
                    ['individual', 'good', 'accepted', 1],
                    ['newcomer', 'good', 'removed', 1],
                    ['talent', 'good', 'accepted', 5],
                  ] as const)
                : ([['newcomer', 'good', 'accepted', 1]] as const);
              for (const [colleague, colleagueIs, seatIs, seatPlace] of seats) {
                const person = made.somebody(colleague, colleagueIs);
                // each behind others of their own agency: the first of the list is the oldest
                const own = made.somebody(agency, agencyIs);
                const theirs = made.somebody(talent, talentIs);
                made.mandate('roster', own, theirs, state, place);
                made.mandate('seat', own, person, seatIs, seatPlace);
                cells.push({
                  name: `${colleagueIs} ${colleague}, ${seatIs} as ${seatPlace}: ${name}`,
                  person,
                  account: theirs,
                  expected: actsAs({
                    ...facts,
                    person: who(colleague, colleagueIs),
                    roster: { ...roster, isAgency: false, seat: { state: seatIs, place: seatPlace } },
                  }),
                });
              }
            }
    await made.write();
    await agrees(cells);
  });

  test('and nobody else: a stranger, themselves, an agency’s talent for the agency, a roster’s roster', async () => {
    const made = world();
    const [agency, talent, inner, stranger] = [
      made.somebody('agency'),
      made.somebody('agency'),
      made.somebody('talent'),
      made.somebody('newcomer'),
    ];
    made.mandate('roster', agency, talent, 'accepted');
    made.mandate('roster', talent, inner, 'accepted');
    await made.write();
    const cell = (name: string, person: string, account: string, expected: string | null = null) => ({
      name,
      person,
      account,
      expected,
    });
    await agrees([
      cell('the agency for its talent', agency, talent, 'roster'),
      cell('an agency in a roster for its own', talent, inner, 'roster'),
      cell('a stranger', stranger, talent),
      cell('themselves', talent, talent),
      cell('the talent for the agency', talent, agency),
      cell('through two rosters', agency, inner),
      cell('nobody there', agency, 'user_nobody'),
    ]);
  });
});
