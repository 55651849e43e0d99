import { api, ctxOf, onceAsOperator } from '../../endpoint.ts';
import * as contract from '../contract.ts';
import { featuredSection, featuredSections } from '../schema/featured.ts';
import * as service from '../service.ts';

const put = onceAsOperator(contract.putFeatured, featuredSection, service.putFeatured);

export const adminFeaturedRoutes = api()
  .openapi(contract.listFeatured, async (c) =>
    c.json(featuredSections.parse(await service.listFeatured(ctxOf(c))), 200),
  )
  .openapi(contract.putFeatured, async (c) => {
    const ctx = ctxOf(c);
    const section = await put(c, c.req.valid('json'));
    // once it is committed; should this be lost, the clock finds it
    ctx.defer(() => ctx.ports.pages.lists(ctx.now));
    return c.json(section, 200);
  });
