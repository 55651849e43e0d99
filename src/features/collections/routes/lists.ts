import { api, ctxOf, once } from '../../endpoint.ts';
import * as contract from '../contract/lists.ts';
import * as service from '../lists.ts';
import { collection, collectionList, collectionPage, droppedCollection, takenOut } from '../schema/lists.ts';

const create = once(contract.createCollection, collection, service.createCollection);
const edit = once(contract.editCollection, collection, service.editCollection);
const drop = once(contract.deleteCollection, droppedCollection, service.deleteCollection);
const add = once(contract.addToCollection, collection, service.addTalent);
const editItem = once(contract.editCollectionItem, collection, service.editItem);
const remove = once(contract.removeFromCollection, takenOut, service.removeTalent);
const move = once(contract.moveToCollection, collection, service.moveTalent);

export const collectionRoutes = api()
  .openapi(contract.listCollections, async (c) =>
    c.json(collectionList.parse(await service.listCollections(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.createCollection, async (c) => c.json(await create(c, c.req.valid('json')), 201))
  .openapi(contract.getCollection, async (c) =>
    c.json(
      collectionPage.parse(await service.getCollection(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') })),
      200,
    ),
  )
  .openapi(contract.editCollection, async (c) =>
    c.json(await edit(c, { ...c.req.valid('param'), change: c.req.valid('json') }), 200),
  )
  .openapi(contract.deleteCollection, async (c) => c.json(await drop(c, c.req.valid('param')), 200))
  .openapi(contract.addToCollection, async (c) =>
    c.json(await add(c, { ...c.req.valid('param'), with: c.req.valid('json') }), 200),
  )
  .openapi(contract.editCollectionItem, async (c) =>
    c.json(await editItem(c, { ...c.req.valid('param'), change: c.req.valid('json') }), 200),
  )
  .openapi(contract.removeFromCollection, async (c) => c.json(await remove(c, c.req.valid('param')), 200))
  .openapi(contract.moveToCollection, async (c) =>
    c.json(await move(c, { ...c.req.valid('param'), wish: c.req.valid('json') }), 200),
  );
