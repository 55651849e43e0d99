import { createRoute } from '@hono/zod-openapi';
import { jsonAnswer, refusals } from '../endpoint.ts';
import {
  asMemberQuery,
  getServiceQuery,
  listServicesQuery,
  listTalentsQuery,
  memberTalent,
  publicTalent,
  serviceList,
  serviceParam,
  serviceView,
  slugParam,
  talentList,
} from './schema.ts';

const tags = ['discovery'];

export const listTalents = createRoute({
  method: 'get',
  path: '/api/talents',
  operationId: 'listTalents',
  summary: 'Published talents, newest first',
  tags,
  request: { query: listTalentsQuery },
  responses: { 200: jsonAnswer('a page of talents', talentList), ...refusals({ 422: ['invalid'] }) },
});

export const getTalent = createRoute({
  method: 'get',
  path: '/api/talents/{slug}',
  operationId: 'getTalent',
  summary: 'One published talent, as on their page',
  tags,
  request: { params: slugParam },
  responses: {
    200: jsonAnswer('the talent', publicTalent),
    301: { description: 'the page moved: `location` names it as it is now' },
    ...refusals({ 404: ['not_found'] }),
  },
});

export const getTalentAsMember = createRoute({
  method: 'get',
  path: '/api/members/talents/{slug}',
  operationId: 'getTalentAsMember',
  summary: 'One talent with all that whoever asks may see; for the talent, also as others see it',
  tags,
  security: [{ session: [] }],
  request: { params: slugParam, query: asMemberQuery },
  responses: {
    200: jsonAnswer('the talent; a former address answers with the page as it is now', memberTalent),
    ...refusals({
      401: ['unauthenticated'],
      403: ['account_suspended', 'onboarding_required'],
      404: ['not_found'],
      422: ['invalid'],
    }),
  },
});

export const listServices = createRoute({
  method: 'get',
  path: '/api/services',
  operationId: 'listServices',
  summary: 'What published talents offer, newest first',
  tags,
  request: { query: listServicesQuery },
  responses: { 200: jsonAnswer('a page of services', serviceList), ...refusals({ 422: ['invalid'] }) },
});

export const getService = createRoute({
  method: 'get',
  path: '/api/services/{serviceId}',
  operationId: 'getService',
  summary: 'One service with its talent and when they are free: what a request for a booking needs',
  tags,
  request: { params: serviceParam, query: getServiceQuery },
  responses: { 200: jsonAnswer('the service', serviceView), ...refusals({ 404: ['not_found'], 422: ['invalid'] }) },
});
