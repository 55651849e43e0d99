import type * as z from 'zod';
import { expect, test } from 'vitest';
import * as discovery from '../discovery/contract.ts';
import * as identity from '../identity/contract.ts';
import * as profiles from './contract.ts';
import { setAvailabilityBody } from './schema/availability.ts';

const routes = Object.entries({ ...identity, ...profiles, ...discovery });
type Body = { content: { 'application/json': { schema: z.ZodType } } };
const withBody = routes.flatMap(([name, route]) =>
  'request' in route && 'body' in route.request ? [[name, route.request.body as Body, route] as const] : [],
);

test.each([
  ['2026-12-25', true],
  ['0000-01-01', false],
  ['9999-12-31', false],
])('a day off lies in a year of this age: %s', (day, taken) =>
  expect(
    setAvailabilityBody.safeParse({ hours: [], exceptions: [{ day, startsAt: null, endsAt: null }] }).success,
  ).toBe(taken),
);

test('an endpoint is named by its verb and its noun, the same in code and document', () => {
  expect(routes.map(([name, { operationId }]) => [name, operationId])).toEqual(routes.map(([name]) => [name, name]));
  expect(new Set(routes.map(([, { method, path }]) => `${method} ${path}`)).size).toBe(routes.length);
});

test.each(withBody)('the example of %s is accepted, and says who may send it', (_, body, route) => {
  const { schema } = body.content['application/json'];
  expect(schema.safeParse(schema.meta()?.['example']).error).toBeUndefined();
  expect(route).toHaveProperty('x-example-as', expect.stringMatching(/^user_demo_/));
});
