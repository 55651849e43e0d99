import type { Context } from 'hono';
import { userDoor } from '../../ctx.ts';
import { api, ctxOf, once, onceAsOperator, writeOnce, type AppEnv } from '../../endpoint.ts';
import { ask, pretend, type Asked } from '../ask.ts';
import * as contract from '../contract.ts';
import * as conversations from '../conversation.ts';
import { issueForm } from '../form.ts';
import * as inbox from '../inbox.ts';
import * as review from '../review.ts';
import { networkOf } from '../rules/form.ts';
import * as shape from '../schema.ts';
import * as talk from '../talk.ts';

/** Looked at by a machine ahead of time, or without its body: nobody has read it. */
const isPeek = (c: Context<AppEnv>): boolean =>
  c.req.raw.method === 'HEAD' ||
  ['purpose', 'x-purpose', 'sec-purpose', 'x-moz'].some((name) => /prefetch|preview/i.test(c.req.header(name) ?? ''));

const replyToMessage = once(contract.replyToMessage, shape.inquiryReply, talk.replyToMessage);
const fileBusinessMessage = once(contract.fileBusinessMessage, shape.businessMessageView, inbox.fileBusinessMessage);

export const businessMessageRoutes = api()
  .openapi(contract.listBusinessMessages, async (c) =>
    c.json(shape.businessMessageList.parse(await inbox.listBusinessMessages(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.countUnreadMessages, async (c) =>
    c.json(shape.unreadMessages.parse(await inbox.countUnreadMessages(ctxOf(c))), 200),
  )
  .openapi(contract.getBusinessMessage, async (c) => {
    const peek = c.req.valid('query').peek === true || isPeek(c);
    const found = await inbox.getBusinessMessage(ctxOf(c), { ...c.req.valid('param'), peek });
    return c.json(shape.businessMessageView.parse(found), 200);
  })
  .openapi(contract.replyToMessage, async (c) =>
    c.json(await replyToMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  )
  .openapi(contract.fileBusinessMessage, async (c) =>
    c.json(await fileBusinessMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.deleteBusinessMessage, async (c) => {
    const ctx = ctxOf(c);
    const path = c.req.valid('param');
    await userDoor(ctx).write((tx) => inbox.deleteBusinessMessage(ctx, tx, path));
    return c.body(null, 204);
  });

/** The network this came from, as the host tells it. */
export const networkOfCall = (headers: Headers): string | null => networkOf(headers.get('x-nf-client-connection-ip'));

async function submit(c: Context<AppEnv>, asked: Asked) {
  const ctx = ctxOf(c);
  if (asked.website) return shape.messageSent.parse(pretend(ctx, asked));
  const { network, ...input } = asked;
  if (!ctx.actor)
    return shape.messageSent.parse(await ctx.doors.asVisitor().write((tx) => ask(ctx, tx, { ...input, network })));
  const key = c.req.header('idempotency-key');
  const operation = 'submitCustomerMessage';
  return writeOnce(ctx, { operation, key, input, answer: shape.messageSent }, (tx) =>
    ask(ctx, tx, { ...input, network }),
  );
}

async function addWords(c: Context<AppEnv>, input: { messageId: string; reply: string; k: string | undefined }) {
  const ctx = ctxOf(c);
  const { k, ...words } = input;
  const door = talk.senderDoor(ctx, k);
  if (!ctx.actor) return shape.inquiryReply.parse(await door.write((tx) => talk.followUp(ctx, tx, words)));
  const operation = 'followUp';
  const key = c.req.header('idempotency-key');
  return writeOnce(
    ctx,
    { operation, key, input, answer: shape.inquiryReply },
    (tx) => talk.followUp(ctx, tx, words),
    door,
  );
}

export const customerMessageRoutes = api()
  .openapi(contract.issueFormToken, (c) => c.json(issueForm(ctxOf(c)), 200))
  .openapi(contract.submitCustomerMessage, async (c) =>
    c.json(await submit(c, { ...c.req.valid('json'), network: networkOfCall(c.req.raw.headers) }), 201),
  )
  .openapi(contract.getConversation, async (c) => {
    const wanted = { ...c.req.valid('param'), ...c.req.valid('query') };
    return c.json(shape.conversation.parse(await conversations.readConversation(ctxOf(c), wanted)), 200);
  })
  .openapi(contract.followUp, async (c) => {
    const { k } = c.req.valid('query');
    return c.json(await addWords(c, { ...c.req.valid('param'), ...c.req.valid('json'), k }), 201);
  })
  .openapi(contract.sayNotMe, async (c) =>
    c.json(await conversations.endByLink(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') }), 200),
  );

const releaseMessage = onceAsOperator(contract.releaseMessage, shape.reviewed, review.releaseMessage);
const discardMessage = onceAsOperator(contract.discardMessage, shape.reviewed, review.discardMessage);

export const adminInquiryRoutes = api()
  .openapi(contract.listHeldMessages, async (c) =>
    c.json(shape.heldMessageList.parse(await review.listHeldMessages(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.releaseMessage, async (c) =>
    c.json(await releaseMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.discardMessage, async (c) =>
    c.json(await discardMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  );
