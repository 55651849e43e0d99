import { createRoute } from '@hono/zod-openapi';
import { jsonAnswer, refusals } from '../../endpoint.ts';
import { memberSearchAnswer, searchAnswer, searchQuery } from './schema.ts';

const tags = ['discovery'];

export const searchTalents = createRoute({
  method: 'get',
  path: '/api/search',
  operationId: 'searchTalents',
  summary: 'Talents whom everyone may see: by words as people type them, by filters, with exact counts of what is left',
  tags,
  request: { query: searchQuery },
  responses: { 200: jsonAnswer('a page of talents, with counts', searchAnswer), ...refusals({ 422: ['invalid'] }) },
});

export const searchAsMember = createRoute({
  method: 'get',
  path: '/api/search/members',
  operationId: 'searchAsMember',
  summary: 'The same with whoever shows themselves to members or subscribers alone, as far as you may see them',
  tags,
  security: [{ session: [] }],
  request: { query: searchQuery },
  responses: {
    200: jsonAnswer('a page of talents, with counts', memberSearchAnswer),
    ...refusals({ 401: ['unauthenticated'], 422: ['invalid'] }),
  },
});
