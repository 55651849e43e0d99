import { describe, expect, test } from 'vitest';
import { tiers, type Tier } from '../subscriptions/rules/entitlements.ts';
import { listLimits, listRoom, mayAddTalent, mayMakeList, placed } from './rules/lists.ts';
import { newMatches, nextLook, sameQuery } from './rules/searches.ts';

const answer = (decision: { ok: true } | { ok: false; why: string }) => (decision.ok ? 'ok' : decision.why);

describe('what a plan has room for', () => {
  test.each<[Tier | null, number | null | undefined, number | null | undefined]>([
    ['individual', 1, 20],
    ['professional', null, null],
    ['company', null, null],
    ['FREE', undefined, undefined],
    ['PRO', undefined, undefined],
    ['AGENCY', undefined, undefined],
    ['visitor', undefined, undefined],
    [null, undefined, undefined],
  ])('%s', (tier, lists, talents) => {
    const room = listRoom(tier);
    expect([room?.lists, room?.talents]).toEqual([lists, talents]);
  });
  test('only a company has its lists in common', () =>
    expect(tiers.filter((tier) => listRoom(tier)?.shared)).toEqual(['company']));

  test.each<[Tier, number, string]>([
    ['individual', 0, 'ok'],
    ['individual', 1, 'upgrade_required'],
    ['individual', 7, 'upgrade_required'],
    ['professional', 1, 'ok'],
    ['company', listLimits.lists - 1, 'ok'],
    ['company', listLimits.lists, 'limit_reached'],
    ['PRO', 0, 'role_not_allowed'],
  ])('%s with %i lists makes another: %s', (tier, lists, said) =>
    expect(answer(mayMakeList(listRoom(tier), lists))).toBe(said),
  );

  test.each<[Tier, { lists: number; talents: number }, string]>([
    ['individual', { lists: 1, talents: 19 }, 'ok'],
    ['individual', { lists: 1, talents: 20 }, 'upgrade_required'],
    // a membership has ended: what there is stays, and nothing comes in until it fits
    ['individual', { lists: 2, talents: 3 }, 'upgrade_required'],
    ['professional', { lists: 9, talents: 21 }, 'ok'],
    ['company', { lists: 9, talents: listLimits.talents }, 'limit_reached'],
    ['FREE', { lists: 0, talents: 0 }, 'role_not_allowed'],
  ])('%s with %o takes one more: %s', (tier, kept, said) =>
    expect(answer(mayAddTalent(listRoom(tier), kept))).toBe(said),
  );
});

describe('the order of a list', () => {
  const order = ['a', 'b', 'c', 'd'] as const;
  test.each<[string, string | null, string]>([
    ['c', null, 'cabd'],
    ['a', 'b', 'bacd'],
    ['a', 'd', 'bcda'],
    ['d', 'a', 'adbc'],
    ['b', 'a', 'abcd'],
    // what is not there changes nothing
    ['x', 'a', 'abcd'],
    ['a', 'x', 'abcd'],
    ['a', 'a', 'abcd'],
  ])('%s behind %s: %s', (moved, after, said) => expect(placed<string>(order, moved, after).join('')).toBe(said));
});

describe('when a search is looked through next', () => {
  test.each<[string, string, 'daily' | 'weekly', string, string]>([
    ['tomorrow at eight in Baghdad', '2026-03-02T09:00:00Z', 'daily', 'Asia/Baghdad', '2026-03-03T05:00:00.000Z'],
    ['not twice in one morning', '2026-03-02T04:59:00Z', 'daily', 'Asia/Baghdad', '2026-03-03T05:00:00.000Z'],
    ['their day, not the server’s', '2026-03-02T22:30:00Z', 'daily', 'Asia/Baghdad', '2026-03-04T05:00:00.000Z'],
    ['in a week', '2026-03-02T09:00:00Z', 'weekly', 'Asia/Baghdad', '2026-03-09T05:00:00.000Z'],
    [
      'eight is eight across a clock change',
      '2026-03-28T12:00:00Z',
      'daily',
      'Europe/Paris',
      '2026-03-29T06:00:00.000Z',
    ],
  ])('%s', (_, now, rhythm, zone, next) => expect(nextLook(new Date(now), rhythm, zone)?.toISOString()).toBe(next));
  test('never when it is off', () => expect(nextLook(new Date(), 'off', 'UTC')).toBeNull());
});

describe('who is new', () => {
  const at = new Date('2026-03-02T09:00:00Z');
  const found = [
    { talentId: 'known', publishedAt: new Date('2026-03-03T00:00:00Z') },
    { talentId: 'published since', publishedAt: new Date('2026-03-03T00:00:00Z') },
    { talentId: 'fits since', publishedAt: new Date('2025-01-01T00:00:00Z') },
  ];
  const known = new Set(['known']);
  test('whoever was not among the first', () =>
    expect(newMatches({ at, whole: true }, known, found)).toEqual(['published since', 'fits since']));
  test('of a search too broad to know them all, whoever was published since', () =>
    expect(newMatches({ at, whole: false }, known, found)).toEqual(['published since']));
});

test('the same question in another order is the same', () => {
  expect(sameQuery({ q: 'x', city: ['erbil'] }, { city: ['erbil'], q: 'x' })).toBe(true);
  expect(sameQuery({ q: 'x', city: ['erbil'] }, { city: ['duhok'], q: 'x' })).toBe(false);
});
