import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { incomingKey } from '../attachments/keys.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import type { Storage } from '../storage.ts';
import type { Audience } from '../profiles/rules/audience.ts';
import { refuseContacts } from '../profiles/rules/plain-words.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import { entitlements, tierOf } from '../subscriptions/rules/entitlements.ts';
import * as queries from './queries.ts';
import { noRoom, refusedMedia } from './refusing.ts';
import { bytesOf, isWork, mediaLimits } from './rules/media.ts';
import { isReordering } from './rules/order.ts';
import { inMegabytes, roomOf, whyNoRoom, type Room, type Used } from './rules/quota.ts';
import { workOf } from './rules/work.ts';
import type { AddLink, announced, Announce, ChangeItem, OwnItem, Portfolio } from './schema.ts';

const workRows = (rows: readonly queries.OwnRow[]) =>
  rows.filter(({ kind, state }) => isWork(kind) && state === 'ready');

export function usedBy(rows: readonly Pick<queries.OwnRow, 'kind' | 'state' | 'size'>[]): Used {
  // what stands in a film's place takes no room of its own
  const counting = rows.filter(({ kind, state }) => state !== 'refused' && kind !== 'poster');
  return {
    items: counting.filter(({ kind }) => kind !== 'portrait').length,
    bytes: counting.reduce((sum, { size }) => sum + size, 0),
  };
}

/** The largest file of each kind: what the plan says, and what the storage takes in one upload. */
function mostOf(room: Room, storage: Storage) {
  const most = storage.parts?.most ?? storage.limits.upload;
  return {
    image: Math.min(mediaLimits.bytes.image, most),
    video: Math.min(room.videoBytes, most),
    audio: Math.min(mediaLimits.bytes.audio, most),
  };
}

/** A row as it is shown: its own words on its picture, and of a film the picture in its place. */
const dressed = (row: queries.OwnRow, rows: readonly queries.OwnRow[]) => {
  const poster = rows.find(({ posterOf, state }) => posterOf === row.id && state === 'ready');
  return {
    ...row,
    media: row.media && { ...row.media, alt: row.alt },
    poster: poster?.media
      ? {
          id: poster.id,
          url: poster.media.url,
          width: poster.media.width,
          height: poster.media.height,
          color: poster.color,
        }
      : null,
  };
};

function ownView(
  rows: readonly queries.OwnRow[],
  facts: { room: Room; storage: Storage; slug: string; publishedAt: Date | null; seenBy: Audience | null },
): Portfolio {
  const used = usedBy(rows);
  const portrait = rows.find(({ kind, state }) => kind === 'portrait' && state === 'ready');
  return {
    items: workRows(rows).map((row): OwnItem => ({
      ...workOf(dressed(row, rows)),
      alt: row.alt,
      visibility: row.visibility,
      size: row.size,
    })),
    portrait: portrait?.media ? { id: portrait.id, media: { ...portrait.media, alt: portrait.alt } } : null,
    room: {
      items: { used: used.items, allowed: facts.room.items },
      bytes: { used: used.bytes, allowed: facts.room.bytes },
    },
    most: mostOf(facts.room, facts.storage),
    slug: facts.slug,
    published: facts.publishedAt !== null,
    public: isPublic(facts),
  };
}

type Mine = {
  profile: { id: string; slug: string; publishedAt: Date | null; seenBy: Audience };
  room: Room;
  plan: ReturnType<typeof tierOf>;
};

/** Whoever asks as a talent, their profile locked: what they do to their work happens one after the other. */
export async function mine(ctx: Ctx, tx: Tx): Promise<Mine> {
  const { userId } = actorOf(ctx);
  const me = requireRole((await identity.me(tx, userId))[0], 'talent');
  const profile = (await queries.lockProfile(tx, userId))[0] ?? absent();
  const room = roomOf(entitlements(me, me.held, ctx.now).portfolio);
  return { profile, room, plan: tierOf(me, me.held, ctx.now) };
}

export async function viewIn(ctx: Ctx, tx: Tx, { profile, room }: Mine): Promise<Portfolio> {
  const storage = await ctx.ports.storages.current();
  const rows = await queries.ofTalent(tx, profile.id);
  return ownView(rows, { ...profile, room, storage });
}

export async function getPortfolio(ctx: Ctx): Promise<Portfolio> {
  const { userId } = actorOf(ctx);
  const { found, rows } = await userDoor(ctx).read((db) => ({
    found: identity.me(db, userId),
    rows: queries.ofMine(db, userId),
  }));
  const me = requireRole(found[0], 'talent');
  return ownView(rows, {
    room: roomOf(entitlements(me, me.held, ctx.now).portfolio),
    storage: await ctx.ports.storages.current(),
    slug: me.talentSlug ?? absent(),
    publishedAt: me.talentPublishedAt,
    seenBy: me.talentSeenBy,
  });
}

export const largest = (plan: Mine['plan']) => (plan === 'FREE' || plan === 'PRO' || plan === 'AGENCY' ? plan : null);

/** What the rule says kindly first; the trigger has the last word, for two that came at once. */
async function within<Result>(
  { room, plan }: Mine,
  used: Used,
  wish: Parameters<typeof whyNoRoom>[2],
  work: () => Promise<Result>,
): Promise<Result> {
  const why = whyNoRoom(used, room, wish);
  if (why !== null) throw noRoom(why, used, room, largest(plan));
  try {
    return await work();
  } catch (error) {
    if (violates(error, 'portfolio_keeps_to_the_plan')) throw noRoom('items', used, room, largest(plan));
    throw error;
  }
}

/** What a poster takes from its film: it is there, and who sees it. Whatever else was on its way for that film is not waited for. */
async function asPosterOf(tx: Tx, filmId: string, talentId: string) {
  const film = (await queries.findOwn(tx, filmId, talentId))[0] ?? absent();
  if (film.kind !== 'video' || film.state !== 'ready') return absent();
  await queries.dropUnshownPosters(tx, filmId, talentId);
  return { posterOf: filmId, visibility: film.visibility, position: 0 };
}

/** Announces a file: there is room for it, and here is where it goes. */
export async function announce(ctx: Ctx, tx: Tx, wish: Announce): Promise<z.input<typeof announced>> {
  const owner = await mine(ctx, tx);
  const storage = await ctx.ports.storages.current();
  const word = randomBytes(24).toString('base64url');
  const until = new Date(ctx.now.getTime() + mediaLimits.uploadFor);
  const place =
    wish.kind === 'poster'
      ? await asPosterOf(tx, wish.posterOf ?? absent(), owner.profile.id)
      : {
          visibility: wish.kind === 'portrait' ? ('public' as const) : wish.visibility,
          position: (await queries.lastPosition(tx, owner.profile.id)) + 1,
        };
  const begin = async () => {
    const most = mostOf(owner.room, storage)[bytesOf(wish.kind)];
    if (wish.size > most) throw refusedMedia('too_large', { megabytes: Math.floor(inMegabytes(most)) });
    const [made] = await queries.insert(tx, {
      talentId: owner.profile.id,
      kind: wish.kind,
      state: 'waiting',
      type: wish.type,
      size: wish.size,
      ...place,
      storage: storage.name,
      ticketHash: digestOf(word),
      uploadUntil: until,
    });
    return made?.id ?? absent();
  };
  const used = usedBy(await queries.ofTalent(tx, owner.profile.id));
  // a poster takes no room of the plan
  const id =
    wish.kind === 'poster' ? await begin() : await within(owner, used, { kind: wish.kind, bytes: wish.size }, begin);
  const upload = await storage.signUpload({
    key: incomingKey(id),
    type: wish.type,
    size: wish.size,
    until,
    now: ctx.now,
    ticket: { door: 'portfolio-uploads', id, word },
  });
  const inParts = storage.parts && wish.size > storage.limits.upload;
  return {
    id,
    upload: inParts ? { ...upload, partBytes: storage.limits.upload } : upload,
    expiresAt: until.toISOString(),
  };
}

export async function addLink(ctx: Ctx, tx: Tx, { url: link, ...words }: AddLink): Promise<Portfolio> {
  const owner = await mine(ctx, tx);
  refuseContacts({ title: words.title });
  const rows = await queries.ofTalent(tx, owner.profile.id);
  if (rows.some(({ provider, linkId }) => provider === link.provider && linkId === link.id))
    throw new AppError('already_done', { fields: { url: ['already_done'] } });
  await within(owner, usedBy(rows), { kind: 'link', bytes: 0 }, async () =>
    queries.insert(tx, {
      ...words,
      talentId: owner.profile.id,
      kind: 'link',
      state: 'ready',
      provider: link.provider,
      linkId: link.id,
      position: (await queries.lastPosition(tx, owner.profile.id)) + 1,
    }),
  );
  await queries.touch(tx, owner.profile.id, ctx.now);
  return viewIn(ctx, tx, owner);
}

/** Its words, who sees it. A portrait has words for whoever does not see it, and nothing to hide behind; a poster says what its film says. */
export async function changeItem(
  ctx: Ctx,
  tx: Tx,
  { itemId, ...changes }: ChangeItem & { itemId: string },
): Promise<Portfolio> {
  const owner = await mine(ctx, tx);
  const [row] = await queries.findOwn(tx, itemId, owner.profile.id);
  if (!row || row.state === 'refused') return absent();
  if (row.kind === 'poster') throw new AppError('invalid', { fields: { _: ['poster'] } });
  if (row.kind === 'portrait' && Object.keys(changes).some((field) => field !== 'alt'))
    throw new AppError('invalid', { fields: { _: ['portrait'] } });
  refuseContacts({ title: changes.title, alt: changes.alt });
  await queries.change(tx, itemId, owner.profile.id, changes);
  await queries.touch(tx, owner.profile.id, ctx.now);
  return viewIn(ctx, tx, owner);
}

export async function orderItems(ctx: Ctx, tx: Tx, { ids }: { ids: readonly string[] }): Promise<Portfolio> {
  const owner = await mine(ctx, tx);
  const rows = workRows(await queries.ofTalent(tx, owner.profile.id));
  // something came or went meanwhile: whoever ordered has not seen it
  if (
    !isReordering(
      rows.map(({ id }) => id),
      ids,
    )
  )
    throw new AppError('lost_race');
  if (ids.length > 0) await queries.place(tx, owner.profile.id, ids);
  await queries.touch(tx, owner.profile.id, ctx.now);
  return viewIn(ctx, tx, owner);
}
