import { api, ctxOf } from '../endpoint.ts';
import * as contract from './contract.ts';
import { mockSubscription } from './mock.ts';
import { endSubscription, giveSubscription, listSubscriptions } from './operator.ts';
import { credits, myPlan, operatorSubscription, purchase, subscriptionList } from './schema.ts';
import * as service from './service.ts';

export const subscriptionRoutes = api()
  .openapi(contract.createPurchase, async (c) =>
    c.json(purchase.parse(await service.createPurchase(ctxOf(c), c.req.valid('json'))), 201),
  )
  .openapi(contract.getPurchase, async (c) =>
    c.json(purchase.parse(await service.getPurchase(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.getSubscription, async (c) => c.json(myPlan.parse(await service.getSubscription(ctxOf(c))), 200))
  .openapi(contract.cancelSubscription, async (c) =>
    c.json(myPlan.parse(await service.cancelSubscription(ctxOf(c))), 200),
  )
  .openapi(contract.resumeSubscription, async (c) =>
    c.json(myPlan.parse(await service.resumeSubscription(ctxOf(c))), 200),
  )
  .openapi(contract.renewSubscription, async (c) =>
    c.json(purchase.parse(await service.renewSubscription(ctxOf(c))), 201),
  )
  .openapi(contract.getCredits, async (c) => c.json(credits.parse(await service.getCredits(ctxOf(c))), 200))
  .openapi(contract.mockSubscription, async (c) =>
    c.json(myPlan.parse(await mockSubscription(ctxOf(c), c.req.valid('json'))), 200),
  );

export const adminSubscriptionRoutes = api()
  .openapi(contract.listSubscriptions, async (c) =>
    c.json(subscriptionList.parse(await listSubscriptions(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.giveSubscription, async (c) =>
    c.json(operatorSubscription.parse(await giveSubscription(ctxOf(c), c.req.valid('json'))), 201),
  )
  .openapi(contract.endSubscription, async (c) =>
    c.json(operatorSubscription.parse(await endSubscription(ctxOf(c), c.req.valid('json'))), 200),
  );
