import { expect, test } from 'vitest';
import { everyRoute } from '../api.ts';
import { openApiDocument } from './document.ts';

type Parameter = { name: string; in: string; example?: unknown };
type Operation = {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  'x-example-as'?: string;
};

const at = new Date('2026-03-01T12:34:56Z');
const document = openApiDocument(everyRoute(), { url: 'https://mawahib.test', version: '1.2.3' }, at) as unknown as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);

test('whoever reads the document can send each example: a body, a sender, and the id in the path', () => {
  expect(withBody.length).toBeGreaterThan(10);
  const unfit = withBody.filter(
    (operation) =>
      operation.requestBody?.content['application/json']?.example === undefined ||
      operation['x-example-as'] === undefined ||
      operation.parameters?.some((parameter) => parameter.in === 'path' && parameter.example === undefined),
  );
  expect(unfit.map(({ operationId }) => operationId)).toEqual([]);
});

test('a day that must lie ahead does, whenever the document is read', () => {
  const request = operations.find(({ operationId }) => operationId === 'requestBooking');
  expect(request?.requestBody?.content['application/json']?.example).toMatchObject({
    startsAt: '2026-04-10T09:00:00.000Z',
  });
});
