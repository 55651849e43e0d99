import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/searches.ts';
import { forgottenTalentSearch, talentSearch, talentSearchList } from '../schema/searches.ts';
import * as service from '../searches.ts';

const create = once(contract.createTalentSearch, talentSearch, service.createTalentSearch);
const edit = once(contract.editTalentSearch, talentSearch, service.editTalentSearch);
const remove = once(contract.deleteTalentSearch, forgottenTalentSearch, service.deleteTalentSearch);

export const savedTalentSearchRoutes = api()
  .openapi(contract.listTalentSearches, async (c) =>
    c.json(talentSearchList.parse(await service.listTalentSearches(ctxOf(c))), 200),
  )
  .openapi(contract.createTalentSearch, async (c) => c.json(await create(c, c.req.valid('json')), 201))
  .openapi(contract.editTalentSearch, async (c) =>
    c.json(await edit(c, { ...c.req.valid('param'), changes: c.req.valid('json') }), 200),
  )
  .openapi(contract.deleteTalentSearch, async (c) => c.json(await remove(c, c.req.valid('param')), 200));
