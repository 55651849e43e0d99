import { expect, test } from 'vitest';
import { faultsOf, readSources } from './check-manifests.ts';
import { configOf } from './config-of.ts';

const sources = {
  functions: {
    bookings:
      "export const config: Config = { path: ['/api/bookings', '/api/bookings/*'], method: ['GET', 'POST'], rateLimit: { windowLimit: 60, windowSize: 60, aggregateBy: ['ip', 'domain'] } };",
    'clock-payments': "export const config: Config = { schedule: '*/5 * * * *' };",
  },
  edge: { gate: "export const config: Config = { path: '/:locale/dashboard', onError: 'bypass' };" },
};
const limited = {
  action: {
    config: {
      rateLimitConfig: { windowLimit: 60, windowSize: 60 },
      aggregate: { keys: [{ type: 'ip' }, { type: 'domain' }] },
    },
  },
};
const bookings = {
  name: 'bookings',
  routes: [
    { pattern: '/api/bookings', methods: ['GET', 'POST'] },
    { pattern: '/api/bookings/*', methods: ['GET', 'POST'] },
  ],
  trafficRules: limited,
};
const clock = { name: 'clock-payments', schedule: '*/5 * * * *' };
const edge = {
  routes: [{ function: 'gate', path: '/:locale/dashboard', pattern: '^x$' }],
  function_config: { gate: { on_error: 'bypass' } },
};

test('manifests that say what the code says have no faults', () => {
  expect(faultsOf(sources, { functions: [bookings, clock] }, edge)).toEqual([]);
});

test.each([
  ['a lost route', { functions: [{ ...bookings, routes: bookings.routes.slice(1) }, clock] }, edge],
  ['a function that was not packed', { functions: [bookings] }, edge],
  ['a function nobody wrote', { functions: [bookings, clock, { name: 'ghost', routes: [] }] }, edge],
  [
    'lost methods',
    { functions: [{ ...bookings, routes: bookings.routes.map(({ pattern }) => ({ pattern })) }, clock] },
    edge,
  ],
  ['another schedule', { functions: [bookings, { ...clock, schedule: '@daily' }] }, edge],
  ['a lost rate limit', { functions: [{ ...bookings, trafficRules: undefined }, clock] }, edge],
  [
    'one counter for all visitors',
    {
      functions: [
        {
          ...bookings,
          trafficRules: { action: { config: { ...limited.action.config, aggregate: { keys: [{ type: 'domain' }] } } } },
        },
        clock,
      ],
    },
    edge,
  ],
  [
    'no edge routes, the packager having failed open',
    { functions: [bookings, clock] },
    { routes: [], function_config: {} },
  ],
  ['a gate that fails the other way', { functions: [bookings, clock] }, { ...edge, function_config: {} }],
] as const)('%s is a fault', (_, functions, edgeManifest) => {
  expect(faultsOf(sources, functions as never, edgeManifest as never)).not.toEqual([]);
});

test('a config that is not a literal is refused', () => {
  expect(() => configOf('a.ts', 'export const config = { path: paths };')).toThrow(/literal/);
  expect(() => configOf('a.ts', 'export const config = { ...base };')).toThrow(/literal/);
  expect(configOf('a.ts', 'export default 1;')).toBeNull();
});

test('every config in this house is a literal, and rate limits count visitors apart', () => {
  const { functions, edge: edges } = readSources('.');
  for (const [name, text] of Object.entries({ ...functions, ...edges })) {
    const config = configOf(name, text);
    expect(config, name).not.toBeNull();
    const limit = config?.rateLimit as { aggregateBy?: unknown } | undefined;
    if (limit) expect(limit.aggregateBy, name).toContain('ip');
  }
});
