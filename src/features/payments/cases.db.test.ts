import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { ledgerStageOn, operators, type LedgerStage } from '../../testing/ledger-stage.ts';
import { closeCase, listCases } from './operator.ts';
import { openCase } from './queries/cases.ts';
import { caseQuery } from './schema/operator.ts';

let database: TestDatabase;
let on: LedgerStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  on = await ledgerStageOn(database);
  for (const subject of ['first', 'second', 'third'])
    await on
      .as(null)
      .doors.asSystem('a test')
      .write((tx) => openCase(tx, { kind: 'ledger_differs', subject, driver: 'fib', facts: {} }, on.stage.now));
});
afterAll(() => database.close());

const operator = () => on.as(operators.hala);
const listed = async (query: Record<string, string>) =>
  (await listCases(operator(), caseQuery.parse(query))).items.map(({ subject }) => subject);

test('a case is in one list or in the other: open until it is closed, closed from then on', async () => {
  expect(await listed({})).toEqual(['third', 'second', 'first']);
  expect(await listed({ closed: 'true' })).toEqual([]);
  const { items } = await listCases(operator(), caseQuery.parse({}));
  const caseId = items.find(({ subject }) => subject === 'second')?.caseId ?? '';
  await operator()
    .doors.asSystem('operator: closeCase')
    .write((tx) => closeCase(operator(), tx, { caseId, resolution: 'a fee they had forgotten' }));
  expect(await listed({})).toEqual(['third', 'first']);
  expect(await listed({ closed: 'false' })).toEqual(['third', 'first']);
  expect(await listed({ closed: 'true' })).toEqual(['second']);
  expect(await listed({ closed: 'true', kind: 'charged_back' })).toEqual([]);
});

test('a page of closed ones is a full page, and the next goes on where it ended', async () => {
  const page = await listCases(operator(), caseQuery.parse({ limit: '1' }));
  expect(page.items.map(({ subject }) => subject)).toEqual(['third']);
  const next = caseQuery.parse({ limit: '1', cursor: page.nextCursor });
  expect((await listCases(operator(), next)).items.map(({ subject }) => subject)).toEqual(['first']);
  const closed = await listCases(operator(), caseQuery.parse({ closed: 'true', limit: '1' }));
  expect(closed.items.map(({ subject }) => subject)).toEqual(['second']);
  expect(closed.nextCursor).toBeNull();
});

test('who is no operator sees none', async () => {
  await expect(listCases(on.as(cast.sara), caseQuery.parse({ closed: 'true' }))).rejects.toMatchObject({
    code: 'not_found',
  });
});
