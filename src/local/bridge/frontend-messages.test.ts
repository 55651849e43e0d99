import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrontendMessages } from './frontend-messages.ts';

const int32 = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(n);
  return bytes;
};
const message = (type: string, body: Buffer) => Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
const startup = (database: string) => {
  const body = Buffer.concat([int32(3 << 16), Buffer.from(`user\0ali\0database\0${database}\0\0`)]);
  return Buffer.concat([int32(body.length + 4), body]);
};
const sslRequest = Buffer.concat([int32(8), int32(80877103)]);

/** What a client may say after its start, and what of it counts. */
const said = fc.array(
  fc.record({
    type: fc.constantFrom('p', 'Q', 'P', 'B', 'D', 'E', 'S', 'H', 'X'),
    body: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 20 },
);

test('messages are counted the same, wherever the network cuts them', () => {
  fc.assert(
    fc.property(
      said,
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
      (messages, ssl, cuts) => {
        const all = Buffer.concat([
          ...(ssl ? [sslRequest] : []),
          startup('talents'),
          ...messages.map(({ type, body }) => message(type, Buffer.from(body))),
        ]);
        const reader = new FrontendMessages();
        const total = { databases: [] as string[], queries: 0, roundTrips: 0 };
        for (let at = 0, n = 0; at < all.length; n++) {
          const step = cuts[n % cuts.length] ?? 1;
          const seen = reader.read(all.subarray(at, at + step));
          if (seen.startup) total.databases.push(seen.startup['database'] ?? '');
          total.queries += seen.queries;
          total.roundTrips += seen.roundTrips;
          at += step;
        }
        const count = (types: string) => messages.filter(({ type }) => types.includes(type)).length;
        expect(total).toEqual({ databases: ['talents'], queries: count('QE'), roundTrips: count('QS') });
      },
    ),
  );
});
