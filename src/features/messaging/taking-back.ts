import { absent, AppError, lostRace } from '../../core/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/conduct.ts';
import * as contacts from './queries/contacts.ts';
import { canTakeBack, conductLimits } from './rules/conduct.ts';

/** Takes back one's own words: from now on both see that something was there. The opening words of a request take it with them. */
export async function takeBack(
  ctx: Ctx,
  { threadId, messageId }: { threadId: string; messageId: string },
): Promise<void> {
  const { userId } = actorOf(ctx);
  await userDoor(ctx).write(async (tx) => {
    requireActive((await identity.me(tx, userId))[0]);
    await contacts.lockByThread(tx, threadId);
    const [said] = await queries.spoken(tx, threadId, messageId);
    if (!said) return absent();
    const may = canTakeBack({ mine: said.senderId === userId, disputed: said.bookingState === 'disputed' });
    if (!may.ok) throw new AppError(may.why);
    if (said.deletedAt) return;
    const { contact } = said;
    const opening = contact?.state === 'pending' && contact.customerId === userId && said.sentAt >= contact.stateAt;
    if (!opening) return void (await queries.takeBack(tx, userId, messageId, ctx.now));
    if (!(await contacts.move(tx, contact, 'closed', 'customer'))) lostRace();
  });
}

const atOnce = 500;
const rounds = 20;

/** The clock: what was taken back long ago is erased, and what asks were counted by is forgotten. */
export async function tidyConversations(ctx: Ctx): Promise<Record<string, unknown>> {
  const door = ctx.doors.asSystem('jobs: tidy conversations');
  const before = (milliseconds: number) => new Date(ctx.now.getTime() - milliseconds);
  let erased = 0;
  for (let round = 0; round < rounds; round += 1) {
    const some = await door.write((tx) => queries.eraseTakenBack(tx, before(conductLimits.erasedAfter), atOnce));
    erased += some;
    if (some < atOnce) break;
  }
  await door.write((tx) => queries.forgetAsks(tx, before(conductLimits.asksKept)));
  return { erased };
}
