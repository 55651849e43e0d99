import { expect, test } from 'vitest';
import { demo } from '../../features/examples.ts';
import { people } from './people.ts';

const kindsOf = (kind: string) => people.filter((one) => one.kind === kind).length;

test('at least two of every account kind, two operators, one lapsed membership and a newcomer', () => {
  for (const kind of ['individual', 'professional', 'company', 'free', 'pro', 'agency'])
    expect([kind, kindsOf(kind)]).toEqual([kind, expect.toSatisfy((count: number) => count >= 2)]);
  expect(people.filter(({ role }) => role === 'admin')).toHaveLength(2);
  expect(
    people.filter(({ kind, membership }) => kind === 'professional' && membership === 'active').length,
  ).toBeGreaterThanOrEqual(2);
  expect(people.filter(({ membership }) => membership === 'lapsed')).toHaveLength(1);
  // whoever only works for another has not said what else they came for
  const unsaid = people.filter(({ role }) => role === null).map(({ clerkId }) => clerkId);
  expect(unsaid).toEqual([demo.newcomer, demo.agencyColleague]);
});

test('everyone is one person with a note, and the examples’ people are among them', () => {
  expect(new Set(people.map(({ clerkId }) => clerkId)).size).toBe(people.length);
  expect(new Set(people.map(({ email }) => email)).size).toBe(people.length);
  for (const { clerkId, email, note } of people) {
    expect(clerkId).toMatch(/^user_[a-z0-9_]+$/);
    expect(email).toMatch(/^[a-z0-9-]+@demo\.mawahib\.example$/);
    expect(note.length).toBeGreaterThan(20);
  }
  for (const id of Object.values(demo)) expect(people.map(({ clerkId }) => clerkId)).toContain(id);
});
