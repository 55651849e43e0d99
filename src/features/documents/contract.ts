import { createRoute } from '@hono/zod-openapi';
import { jsonAnswer, refusals } from '../endpoint.ts';
import { documentPath, documentView } from './schema.ts';

export const getDocument = createRoute({
  method: 'get',
  path: '/api/documents/{documentId}',
  operationId: 'getDocument',
  summary: 'A receipt, an invoice or a credit note, for those it concerns',
  description:
    'As it was when it was issued: nothing that happens later changes it. Money that went back has a credit note of its own.',
  tags: ['payments'],
  security: [{ session: [] }],
  request: { params: documentPath },
  responses: {
    200: jsonAnswer('the document', documentView),
    ...refusals({
      401: ['unauthenticated'],
      403: ['account_suspended', 'onboarding_required'],
      404: ['not_found'],
    }),
  },
});
