import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/searches.ts';
import { forgottenSearch, savedSearch, savedSearchList } from '../schema/searches.ts';
import * as service from '../searches.ts';

const create = once(contract.createSavedSearch, savedSearch, service.createSavedSearch);
const edit = once(contract.editSavedSearch, savedSearch, service.editSavedSearch);
const remove = once(contract.deleteSavedSearch, forgottenSearch, service.deleteSavedSearch);

export const searchRoutes = api()
  .openapi(contract.listSavedSearches, async (c) =>
    c.json(savedSearchList.parse(await service.listSavedSearches(ctxOf(c))), 200),
  )
  .openapi(contract.createSavedSearch, async (c) => c.json(await create(c, c.req.valid('json')), 201))
  .openapi(contract.editSavedSearch, async (c) =>
    c.json(await edit(c, { ...c.req.valid('param'), changes: c.req.valid('json') }), 200),
  )
  .openapi(contract.deleteSavedSearch, async (c) => c.json(await remove(c, c.req.valid('param')), 200));
