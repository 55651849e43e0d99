import { api, ctxOf } from '../endpoint.ts';
import * as contract from './contract.ts';
import { getDocument } from './service.ts';

export const documentRoutes = api().openapi(contract.getDocument, async (c) =>
  c.json(await getDocument(ctxOf(c), c.req.valid('param')), 200),
);
