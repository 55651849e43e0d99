import { createRoute } from '@hono/zod-openapi';
import { jsonAnswer, refusals } from '../endpoint.ts';
import {
  getServiceQuery,
  listServicesQuery,
  listTalentsQuery,
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
  responses: { 200: jsonAnswer('the talent', publicTalent), ...refusals({ 404: ['not_found'] }) },
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
