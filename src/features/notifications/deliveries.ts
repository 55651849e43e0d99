import { RefusedForGood } from '../../core/refused-for-good.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { wishOf } from './choices.ts';
import * as choices from './queries/choices.ts';
import * as queries from './queries/deliveries.ts';
import { kindOf } from './rules/kinds.ts';
import {
  afterFailure,
  burstDue,
  decideLetter,
  sendingLimits,
  type ChannelName,
  type DropReason,
} from './rules/sending.ts';
import type { Letter, Sent } from './channel.ts';

export type Delivery = queries.Delivery;

/** Who reads it: somebody with an account, or an address. */
export type Reader = { userId: string | null; address: string };

/** A letter that news asks for. */
export type Wanted = {
  newsId: string;
  /** its texts in the `mail` messages */
  name: string;
  /** which of the news' letters it is */
  reader: string;
  to: Reader;
  /** none: by mail */
  channel?: ChannelName;
  /** one of a burst: those of one key go out together */
  burst?: { key: string; messageId: string; saidAt: Date };
};

/**
 * Keeps what is to be sent, in the transaction that takes the news off the outbox: either both or neither. What the reader does not
 * want by mail is kept as dropped, so that whoever asks why nothing came gets an answer.
 */
export async function keepLetters(ctx: Ctx, tx: Tx, wanted: readonly Wanted[]): Promise<void> {
  for (const letter of wanted) {
    const kind = kindOf(letter.name);
    const decision = decideLetter(await wishOf(tx, letter.to, kind), ctx.now);
    const row = {
      newsId: letter.newsId,
      name: letter.name,
      kind,
      reader: letter.reader,
      userId: letter.to.userId,
      address: letter.to.address,
      ...(letter.channel ? { channel: letter.channel } : {}),
      dedupeKey: `${letter.newsId}:${letter.reader}`,
      dueAt: ctx.now,
      createdAt: ctx.now,
    };
    if (!decision.send) {
      await queries.add(tx, [{ ...row, state: 'dropped', reason: decision.why }]);
      continue;
    }
    const { burst } = letter;
    if (!burst || row.userId === null) await queries.add(tx, [row]);
    else
      await queries.gather(
        tx,
        {
          ...row,
          userId: row.userId,
          groupKey: burst.key,
          firstId: burst.messageId,
          lastId: burst.messageId,
          createdAt: burst.saidAt,
          dueAt: burstDue(ctx.ports.patience, burst.saidAt, burst.saidAt),
        },
        ctx.ports.patience,
        burst.saidAt,
      );
  }
}

/** The letters this worker may send now, with the word that proves it holds them. */
export async function takeDue(ctx: Ctx): Promise<{ lease: string; taken: Delivery[] }> {
  const lease = crypto.randomUUID();
  const taken = await ctx.doors
    .asSystem('letters: take')
    .write((tx) => queries.claim(tx, ctx.now, lease, sendingLimits.lease, sendingLimits.batch));
  // an update answers in no order of its own
  const byAge = (a: Delivery, b: Delivery) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1);
  return { lease, taken: taken.toSorted(byAge) };
}

/** A reply of a mail server may say anything: one line of it, and not long. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 300)}` : 'unknown';

export type Made = { letter: Letter; address: string } | { drop: DropReason };
export type Outcome = 'sent' | 'failed' | 'later' | 'dropped' | 'lost';

/** One letter: made, sent if it is still ours, and what became of it kept. Nothing it throws reaches the other letters. */
export async function sendOne(
  ctx: Ctx,
  held: { delivery: Delivery; lease: string },
  make: (delivery: Delivery) => Promise<Made>,
  send: (letter: Letter) => Promise<Sent>,
  then: (tx: Tx) => Promise<unknown> = async () => undefined,
): Promise<Outcome> {
  const { delivery, lease } = held;
  const door = ctx.doors.asSystem('letters: send');
  let address: string | null = null;
  try {
    const made = await make(delivery);
    if ('drop' in made) {
      await door.write((tx) => queries.markDropped(tx, delivery.id, lease, made.drop, ctx.now));
      return 'dropped';
    }
    address = made.address;
    const hold = () => door.write((tx) => queries.keepHold(tx, delivery.id, lease, sendingLimits.lease));
    if ((await hold()).length === 0) return 'lost';
    const sent = await keptAlive(hold, () => send(made.letter));
    const { address: reached } = made;
    await door.write(async (tx) => {
      await queries.markSent(tx, delivery.id, lease, { ...sent, address: reached, now: ctx.now });
      await choices.markReached(tx, reached);
      await then(tx);
    });
    return 'sent';
  } catch (error) {
    const refusal = error instanceof RefusedForGood ? error : null;
    const outcome = afterFailure(delivery.attempts, refusal !== null, ctx.now);
    const lastError = reasonOf(error);
    ctx.log('letter not sent', {
      delivery: delivery.id,
      name: delivery.name,
      attempts: delivery.attempts,
      reason: lastError,
    });
    await door.write(async (tx) => {
      await queries.markTried(tx, delivery.id, lease, outcome, { lastError, address, now: ctx.now });
      if (refusal?.isAddress && address !== null) await choices.markFailing(tx, address, lastError, ctx.now);
    });
    return outcome.state === 'failed' ? 'failed' : 'later';
  }
}

/** A mail server may take its time, longer than a lease: while it does, nobody else takes the letter. */
async function keptAlive<Result>(hold: () => Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
  const beat = setInterval(() => void hold().catch(() => undefined), sendingLimits.lease / 4);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** What was taken and not tried goes back to where it was. */
export async function giveBack(ctx: Ctx, lease: string, rest: readonly Delivery[]): Promise<void> {
  if (rest.length === 0) return;
  const ids = rest.map(({ id }) => id);
  await ctx.doors.asSystem('letters: give back').write((tx) => queries.giveBack(tx, ids, lease));
}

/** For a channel's webhook: what it says of a letter it took. A bounce is a failure, and marks the address. */
export async function hearOfDelivery(
  ctx: Ctx,
  channel: ChannelName,
  providerId: string,
  heard: { state: 'delivered' } | { state: 'failed'; lastError: string; isAddress: boolean },
): Promise<boolean> {
  return ctx.doors.asSystem('letters: hear').write(async (tx) => {
    const said = heard.state === 'failed' ? { state: heard.state, lastError: heard.lastError } : heard;
    const [found] = await queries.hear(tx, channel, providerId, said, ctx.now);
    if (!found) return false;
    if (heard.state === 'failed' && heard.isAddress)
      await choices.markFailing(tx, found.address, heard.lastError, ctx.now);
    return true;
  });
}
