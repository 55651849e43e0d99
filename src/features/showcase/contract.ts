import { createRoute } from '@hono/zod-openapi';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema/featured.ts';

const tags = ['admin'];
const security = [{ session: [] }];
const mine = { 401: ['unauthenticated'], 403: ['account_suspended'], 404: ['not_found'] } as const;

export const listFeatured = createRoute({
  method: 'get',
  path: '/api/admin/featured',
  operationId: 'listFeatured',
  summary: 'For the operator: whom the front page shows, section by section, and who waits',
  tags,
  security,
  responses: { 200: jsonAnswer('every section', shape.featuredSections), ...refusals(mine) },
});

export const putFeatured = createRoute({
  method: 'put',
  path: '/api/admin/featured',
  operationId: 'putFeatured',
  summary: 'The operator fills one section of the front page, in order; the site is built anew',
  description:
    'Replaces the section. Whoever takes their page down, or shows it to members only, leaves the front page by themselves and comes back to their place with their page.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      shape.putFeaturedBody.meta({
        example: {
          section: 'companies',
          items: [{ talentId: exampleIds.talentToContact, startsAt: null, endsAt: null }],
        },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the section as it stands now', shape.featuredSection),
    ...refusals({ ...mine, 422: ['invalid', 'idempotency_mismatch'] }),
  },
});
