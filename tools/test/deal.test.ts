import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deal, weights } from './deal.ts';

const root = new URL('../..', import.meta.url).pathname;
const stories = globSync('tests/e2e/*.test.ts', { cwd: root });
const nameOf = (file: string) => file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
const weightOf = (hand: readonly string[]) => hand.reduce((sum, file) => sum + (weights[nameOf(file)] ?? 0), 0);

describe('the browser tests, dealt to two stacks', () => {
  const hands = deal(stories, 2);

  test('every file once', () => {
    expect(hands).toHaveLength(2);
    expect(hands.flat().sort()).toEqual([...stories].sort());
  });

  test('the one that wants fresh data comes first on its stack, and every stack goes by name', () => {
    expect(hands[0]?.[0]).toMatch(/01-document/);
    for (const hand of hands) expect(hand).toEqual([...hand].sort());
  });

  test('both end at about the same time', () => {
    const [one = [], other = []] = hands;
    expect(Math.abs(weightOf(one) - weightOf(other))).toBeLessThan(weightOf(stories) / 20);
  });

  test('every file is weighed, and every weight is of a file', () => {
    expect(Object.keys(weights).sort()).toEqual(stories.map(nameOf).sort());
  });
});

test('one heavy file has a stack to itself, a file nobody weighed counts as the middle one', () => {
  const known = { '01-a': 1, '02-b': 90, '03-c': 30, '04-d': 30 };
  expect(deal(['04-d.test.ts', '03-c.test.ts', '02-b.test.ts', '01-a.test.ts'], 2, known)).toEqual([
    ['01-a.test.ts', '03-c.test.ts', '04-d.test.ts'].sort(),
    ['02-b.test.ts'],
  ]);
  expect(deal(['01-a.test.ts', '05-new.test.ts'], 2, known)).toEqual([['01-a.test.ts'], ['05-new.test.ts']]);
});

test('more stacks than files are not started, and no file needs none', () => {
  expect(deal(['01-a.test.ts'], 2, {})).toEqual([['01-a.test.ts']]);
  expect(deal([], 2, {})).toEqual([]);
});
