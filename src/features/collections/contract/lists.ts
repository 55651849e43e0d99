import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  addTalentBody,
  collection,
  collectionList,
  collectionPage,
  collectionPath,
  createCollectionBody,
  droppedCollection,
  editCollectionBody,
  editItemBody,
  getCollectionQuery,
  itemPath,
  listCollectionsQuery,
  moveTalentBody,
  takenOut,
} from '../schema/lists.ts';

const tags = ['collections'];
const security = [{ session: [] }];
const ofCustomers = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
const ofItsOwner = { ...ofCustomers, 404: ['not_found'] } as const;
const growing = {
  ...ofCustomers,
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed', 'upgrade_required'],
  404: ['not_found'],
  409: ['limit_reached', 'lost_race'],
  422: ['invalid', 'idempotency_mismatch'],
} as const;
const changing = { ...ofItsOwner, 409: ['lost_race'], 422: ['invalid', 'idempotency_mismatch'] } as const;

const exampleList = z.object({ collectionId: z.uuid().meta({ example: exampleIds.collection }) });
const exampleItem = (talentId: string) => exampleList.extend({ talentId: z.uuid().meta({ example: talentId }) });

export const listCollections = createRoute({
  method: 'get',
  path: '/api/collections',
  operationId: 'listCollections',
  summary: 'A customer’s lists of talents, in their order',
  tags,
  security,
  request: { query: listCollectionsQuery },
  responses: { 200: jsonAnswer('all of them', collectionList), ...refusals({ ...ofCustomers, 422: ['invalid'] }) },
});

export const createCollection = createRoute({
  method: 'post',
  path: '/api/collections',
  operationId: 'createCollection',
  summary: 'A new list of talents',
  description:
    'One list of twenty talents for individual customers; as many as they like for members, and a company’s colleagues have theirs in common. A talent is never told of it.',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createCollectionBody.meta({
        example: {
          name: 'Photographers for the spring catalogue',
          note: 'Daylight, no studio.',
          talentId: exampleIds.talentToContact,
        },
      }),
    ),
  },
  responses: { 201: jsonAnswer('the list', collection), ...refusals(growing) },
});

export const getCollection = createRoute({
  method: 'get',
  path: '/api/collections/{collectionId}',
  operationId: 'getCollection',
  summary: 'One list with a page of its talents',
  description:
    'Whoever is no longer shown to you (hidden, seen by fewer, suspended, blocked) keeps their place, without their data.',
  tags,
  security,
  request: { params: collectionPath, query: getCollectionQuery },
  responses: { 200: jsonAnswer('a page', collectionPage), ...refusals({ ...ofItsOwner, 422: ['invalid'] }) },
});

export const editCollection = createRoute({
  method: 'patch',
  path: '/api/collections/{collectionId}',
  operationId: 'editCollection',
  summary: 'Another name, another note, another place among the lists',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    params: exampleList,
    headers: idempotencyHeader,
    body: jsonBody(editCollectionBody.meta({ example: { name: 'Portraits, first choice', after: null } })),
  },
  responses: { 200: jsonAnswer('the list as it is now', collection), ...refusals(changing) },
});

export const deleteCollection = createRoute({
  method: 'delete',
  path: '/api/collections/{collectionId}',
  operationId: 'deleteCollection',
  summary: 'Drops a list with what was noted in it',
  tags,
  security,
  'x-example-as': demo.professional,
  request: { params: collectionPath, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('what is gone', droppedCollection),
    ...refusals({ ...ofItsOwner, 422: ['idempotency_mismatch'] }),
  },
});

export const addToCollection = createRoute({
  method: 'put',
  path: '/api/collections/{collectionId}/talents/{talentId}',
  operationId: 'addToCollection',
  summary: 'Puts a talent into a list; twice is once',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    params: exampleItem(exampleIds.talentToContact),
    headers: idempotencyHeader,
    body: jsonBody(addTalentBody.meta({ example: { note: 'Ask about the second weekend of May.' } })),
  },
  responses: { 200: jsonAnswer('the list as it is now', collection), ...refusals(growing) },
});

export const editCollectionItem = createRoute({
  method: 'patch',
  path: '/api/collections/{collectionId}/talents/{talentId}',
  operationId: 'editCollectionItem',
  summary: 'Another note on a talent, another place in the list',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    params: exampleItem(exampleIds.talentToAsk),
    headers: idempotencyHeader,
    body: jsonBody(editItemBody.meta({ example: { note: 'Has a second camera.', after: null } })),
  },
  responses: { 200: jsonAnswer('the list as it is now', collection), ...refusals(changing) },
});

export const removeFromCollection = createRoute({
  method: 'delete',
  path: '/api/collections/{collectionId}/talents/{talentId}',
  operationId: 'removeFromCollection',
  summary: 'Takes a talent out of a list; the answer is what it takes to put them back',
  tags,
  security,
  'x-example-as': demo.professional,
  request: { params: itemPath, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('who is out', takenOut),
    ...refusals({ ...ofItsOwner, 422: ['idempotency_mismatch'] }),
  },
});

export const moveToCollection = createRoute({
  method: 'post',
  path: '/api/collections/{collectionId}/talents/{talentId}/move',
  operationId: 'moveToCollection',
  summary: 'Into another list with the note on them, and out of this one unless they stay',
  tags,
  security,
  'x-example-as': demo.professional,
  request: {
    params: exampleItem(exampleIds.talentToAsk),
    headers: idempotencyHeader,
    body: jsonBody(moveTalentBody.meta({ example: { to: exampleIds.otherCollection, keep: true } })),
  },
  responses: { 200: jsonAnswer('the list they are in now', collection), ...refusals(growing) },
});
