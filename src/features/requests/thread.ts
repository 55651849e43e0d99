import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachmentsByMessage, attachmentsOf, type AttachmentRows } from '../attachments/binding.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, type Role } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { canPostInRequest, canReadRequestThread, requestUnmasked } from '../messaging/rules/requests.ts';
import { markThreadRead } from '../messaging/service.ts';
import * as facts from './queries/facts.ts';
import * as queries from './queries/thread.ts';
import { standingOf } from './rules.ts';
import type {
  listRequestMessagesQuery,
  requestMessage,
  requestMessages,
  requestThread,
  SendRequestMessage,
} from './schema/thread.ts';
import { refusalOf, talkOf, writeInRequest } from './talk.ts';

const pageOfThread = 40;

type Seen = { headline: queries.Headline; people: readonly queries.Person[]; userId: string };

/** One message as its reader may know it: who said it to whom, by names, and masked for all but its author where contact is. */
function messageOf(
  { headline, people, userId }: Seen,
  row: queries.MessageRow,
  files: AttachmentRows,
): z.input<typeof requestMessage> {
  const mine = row.senderId === userId;
  const byOwner = row.senderId === headline.ownerId;
  const takenBack = row.deletedAt !== null;
  const unmasked = mine || requestUnmasked(headline.visibility);
  const masked = !takenBack && !unmasked && row.masked !== null;
  const talentId = byOwner ? row.toId : row.senderId;
  const talent = people.find((one) => one.userId === talentId);
  return {
    id: row.id,
    from: mine ? 'me' : byOwner ? 'owner' : 'talent',
    group: talent?.unlockId ?? null,
    fromName: byOwner ? headline.ownerName : (talent?.name ?? ''),
    toName: byOwner && row.toId !== null ? (talent?.name ?? '') : null,
    body: takenBack ? '' : masked ? (row.masked ?? '') : row.body,
    masked,
    takenBack,
    mayTakeBack: mine && !takenBack,
    sentAt: row.sentAt.toISOString(),
    attachments: takenBack ? [] : attachmentsByMessage(files, unmasked)(row.id),
  };
}

function pageOf(seen: Seen, rows: readonly queries.MessageRow[], files: AttachmentRows, page: queries.MessagePage) {
  const items = rows.slice(0, page.limit).map((row) => messageOf(seen, row, files));
  const forward = queries.isForward(page);
  return {
    items: forward ? items : items.toReversed(),
    nextCursor: !forward && rows.length > page.limit ? (items.at(-1)?.id ?? null) : null,
  };
}

/** All that a page of the thread is made of, in one round trip, and the refusal of whoever may not open it. */
async function open(ctx: Ctx, requestId: string, page: queries.MessagePage) {
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    entered: queries.enter(db, userId, requestId),
    facts: facts.facts(db, requestId),
    headline: queries.headline(db, requestId),
    people: queries.people(db, requestId),
    said: queries.said(db, requestId, page),
    files: attachmentsOf(db, queries.idsOn(db, requestId, page)),
  }));
  const { role } = requireActive(found.me[0]);
  mayRead(ctx, role, found.facts.rows[0]);
  const headline = found.headline[0] ?? absent();
  const seen: Seen = { headline, people: found.people.rows, userId };
  return {
    ...seen,
    role,
    threadId: found.entered[0]?.threadId ?? null,
    facts: found.facts.rows[0],
    page: pageOf(seen, found.said, found.files, page),
  };
}

function mayRead(ctx: Ctx, role: Role, known: facts.RequestFacts | undefined): void {
  const may = canReadRequestThread(talkOf(ctx, role, known));
  if (!may.ok) throw refusalOf(may.why);
}

/** The whole of a thread’s page (S4-29): the owner’s grouped by provider, a talent’s by what they hear. */
export async function getRequestThread(
  ctx: Ctx,
  { requestId }: { requestId: string },
): Promise<z.input<typeof requestThread>> {
  const seen = await open(ctx, requestId, { limit: pageOfThread });
  const { headline, people } = seen;
  const may = canPostInRequest(talkOf(ctx, seen.role, seen.facts));
  const whyNot = may.ok ? null : may.why;
  const owner = headline.ownerId === seen.userId;
  const { id, title, ownerName, visibility } = headline;
  const { state, closedReason } = standingOf(headline, ctx.now);
  return {
    threadId: seen.threadId,
    as: owner ? 'owner' : 'talent',
    request: { id, title, ownerName, state, closedReason, visibility },
    groups: people.map((one) => ({
      id: one.unlockId,
      name: one.name,
      slug: one.slug,
      me: one.me,
      mayBeAnswered: owner && one.status === 'UNLOCKED' && !one.away && !one.blocked,
      proposed: one.proposed,
    })),
    messages: seen.page.items,
    earlier: seen.page.nextCursor,
    canPost: may.ok,
    whyNot,
    // whoever may write may attach: no plan that writes goes without
    mayAttach: may.ok,
    upgrade: whyNot === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging' } : null,
  };
}

export async function listRequestMessages(
  ctx: Ctx,
  { requestId, cursor, after, limit }: { requestId: string } & z.output<typeof listRequestMessagesQuery>,
): Promise<z.input<typeof requestMessages>> {
  return (await open(ctx, requestId, { before: cursor, after, limit })).page;
}

export async function sendRequestMessage(
  ctx: Ctx,
  tx: Tx,
  wish: { requestId: string } & SendRequestMessage,
): Promise<z.input<typeof requestMessage>> {
  const { userId } = actorOf(ctx);
  await queries.enter(tx, userId, wish.requestId);
  const sent = await writeInRequest(ctx, tx, wish);
  const [headline] = await queries.headline(tx, wish.requestId);
  const { rows: people } = await queries.people(tx, wish.requestId);
  const [row] = await queries.one(tx, sent.id);
  const files = await attachmentsOf(tx, [sent.id]);
  return messageOf({ headline: headline ?? absent(), people, userId }, row ?? absent(), files);
}

export async function markRequestThreadRead(
  ctx: Ctx,
  tx: Tx,
  { requestId, lastReadId }: { requestId: string; lastReadId: string },
): Promise<{ unread: number }> {
  const { userId } = actorOf(ctx);
  const { role } = requireActive((await identity.me(tx, userId))[0]);
  const [known] = (await facts.facts(tx, requestId)).rows;
  mayRead(ctx, role, known);
  const [member] = await queries.enter(tx, userId, requestId);
  return markThreadRead(ctx, tx, member?.threadId ?? absent(), lastReadId);
}
