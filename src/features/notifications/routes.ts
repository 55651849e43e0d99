import { isUnchanged } from '../../http/entity-tag.ts';
import { api, ctxOf, once, onceAsOperator } from '../endpoint.ts';
import * as choices from './choices.ts';
import * as contract from './contract.ts';
import * as operator from './operator.ts';
import * as shape from './schema.ts';
import * as service from './service.ts';

const markRead = once(contract.markNotificationsRead, shape.unreadCount, service.markNotificationsRead);
const setChoices = once(contract.setNotificationChoices, shape.choicesView, choices.setNotificationChoices);

export const notificationRoutes = api()
  .openapi(contract.listNotifications, async (c) => {
    const ctx = ctxOf(c);
    const page = shape.notificationList.parse(await service.listNotifications(ctx, c.req.valid('query')));
    return (await isUnchanged(c, [ctx.actor?.userId, ctx.locale, page])) ? c.body(null, 304) : c.json(page, 200);
  })
  .openapi(contract.countUnreadNotifications, async (c) => {
    const ctx = ctxOf(c);
    const count = shape.unreadCount.parse(await service.countUnreadNotifications(ctx));
    return (await isUnchanged(c, [ctx.actor?.userId, count])) ? c.body(null, 304) : c.json(count, 200);
  })
  .openapi(contract.markNotificationsRead, async (c) => c.json(await markRead(c, c.req.valid('json')), 200))
  .openapi(contract.getNotificationChoices, async (c) =>
    c.json(shape.choicesView.parse(await choices.getNotificationChoices(ctxOf(c))), 200),
  )
  .openapi(contract.setNotificationChoices, async (c) => c.json(await setChoices(c, c.req.valid('json')), 200));

const retry = onceAsOperator(contract.retryDelivery, shape.deliveryView, operator.retryDelivery);

export const adminDeliveryRoutes = api()
  .openapi(contract.listDeliveries, async (c) =>
    c.json(shape.deliveryList.parse(await operator.listDeliveries(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.retryDelivery, async (c) => c.json(await retry(c, c.req.valid('param')), 200));
