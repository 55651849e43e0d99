import { beforeAll, describe, expect, test } from 'vitest';
import { call, http, openapi, people, type Json, type Operation } from './outside.ts';

const mainJob = [
  'requestBooking',
  'sendQuote',
  'acceptQuote',
  'createPayment',
  'getPaymentStatus',
  'getBooking',
  'listBookings',
  'sendBookingMessage',
  'completeBooking',
  'createReview',
  'listTalents',
  'getTalent',
  'listServices',
];

let operations: Operation[] = [];
let document: Json = {};
beforeAll(async () => {
  ({ document, operations } = await openapi());
});

describe('the document', () => {
  test('is OpenAPI 3.1 and names the main job', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(operations.map((one) => one.operationId)).toEqual(expect.arrayContaining(mainJob));
  });

  test('has one operationId each: a verb and a noun in camelCase', () => {
    const ids = operations.map((one) => one.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(id))).toEqual([]);
  });

  test('says of every refusal that it is a problem', () => {
    const bare = operations.flatMap(({ operationId, responses }) =>
      Object.entries(responses)
        .filter(([status, response]) => Number(status) >= 400 && !response.content?.['application/problem+json'])
        .map(([status]) => `${operationId} ${status}`),
    );
    expect(bare).toEqual([]);
  });

  test('is shown at /api/docs', async () => {
    const page = await http('/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  test('names its own health', async () => {
    const { status, body } = await http('/api/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ok: true,
      version: expect.anything(),
      database: expect.anything(),
      migrations: expect.anything(),
    });
  });
});

describe('the examples', () => {
  const withBody = () =>
    operations.filter((one) => one.body && !one.path.includes('webhook') && !one.path.includes('callback'));

  test('every request body has one, and says who may send it', async () => {
    const known = new Set((await people()).map((one) => one.clerkId));
    const without = withBody().filter(
      ({ body, exampleAs }) => body?.example === undefined || !exampleAs || !known.has(exampleAs),
    );
    expect(without.map((one) => one.operationId)).toEqual([]);
  });

  test('each is accepted as it stands on fresh demo data', async () => {
    const refused: string[] = [];
    for (const one of withBody()) {
      if (one.body?.example === undefined || !one.exampleAs) continue;
      const params = Object.fromEntries(
        one.parameters
          .filter((parameter) => parameter.in === 'path')
          .map((parameter) => [
            parameter.name,
            (parameter.example ??
              parameter.schema?.example ??
              (parameter.schema?.examples as unknown[] | undefined)?.[0]) as string,
          ]),
      );
      const answer = await call({ clerkId: one.exampleAs }, one.operationId, { params, body: one.body.example });
      if (answer.status < 200 || answer.status >= 300)
        refused.push(`${one.operationId} as ${one.exampleAs}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    expect(refused).toEqual([]);
  });
});
