import type * as z from 'zod';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, type Role } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/choices.ts';
import { digestHours } from './rules/day.ts';
import { isFixed, isKind, isStoppable, kinds, oftenAtFirst, type LetterKind } from './rules/kinds.ts';
import type { Wish } from './rules/sending.ts';
import type * as shape from './schema.ts';
import { digestOf } from './unsubscribe-token.ts';

type Me = { email: string; timeZone: string; role: Role };
type Chosen = Awaited<ReturnType<typeof queries.choicesOf>>;
type Failing = Awaited<ReturnType<typeof queries.failing>>;

const view = (me: Me, chosen: Chosen, failing: Failing): z.input<typeof shape.choicesView> => ({
  choices: kinds
    // the board is for talents, talents are searched for by customers
    .filter((kind) => (kind !== 'matches' || me.role === 'talent') && (kind !== 'searches' || me.role === 'customer'))
    .map((kind) => ({
      kind,
      often: chosen.find((one) => one.kind === kind)?.often ?? oftenAtFirst(kind),
      fixed: isFixed(kind),
    })),
  address: me.email,
  failingSince: failing[0]?.since.toISOString() ?? null,
  dailyHour: digestHours.from,
  timeZone: me.timeZone,
});

export async function getNotificationChoices(ctx: Ctx) {
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    chosen: queries.choicesOf(db, userId),
    failing: queries.myFailing(db),
  }));
  return view(requireActive(found.me[0]), found.chosen, found.failing);
}

export async function setNotificationChoices(ctx: Ctx, tx: Tx, { choices }: z.output<typeof shape.setChoicesBody>) {
  const { userId } = actorOf(ctx);
  const me = requireActive((await identity.me(tx, userId))[0]);
  const wanted = kinds.flatMap((kind) => {
    const often = choices[kind];
    return often === undefined ? [] : [{ kind, often }];
  });
  await queries.choose(tx, userId, wanted, ctx.now);
  return view(me, await queries.choicesOf(tx, userId), await queries.myFailing(tx));
}

/** What the rule asks before a letter of this kind is sent to somebody. */
export async function wishOf(
  tx: Tx,
  reader: { userId: string | null; address: string },
  kind: LetterKind,
): Promise<Wish> {
  const wish: Wish = { kind, often: null, stopped: false, refusedAt: null };
  if (isFixed(kind) || !isStoppable(kind)) return wish;
  if (reader.userId !== null && isKind(kind))
    wish.often =
      (await queries.choicesOf(tx, reader.userId)).find((one) => one.kind === kind)?.often ?? oftenAtFirst(kind);
  // who has an account chooses there
  if (reader.userId === null && kind !== 'daily')
    wish.stopped = (await queries.stopped(tx, digestOf(reader.address), kind)).length > 0;
  wish.refusedAt = (await queries.failing(tx, reader.address))[0]?.lastAt ?? null;
  return wish;
}
