import { AppError } from '../core/errors.ts';
import type { Tx } from '../db/client.ts';
import { userDoor, type Ctx } from '../features/ctx.ts';
import { createRequest } from '../features/requests/drafts.ts';
import { publishRequest } from '../features/requests/moves.ts';
import { acceptProposal, sendProposal, withdrawProposal } from '../features/requests/proposals.ts';
import type { SendProposal } from '../features/requests/schema/proposals.ts';
import type { CreateRequest } from '../features/requests/schema/requests.ts';
import { unlockRequest } from '../features/requests/unlock.ts';
import { planted } from './cast.ts';
import type { TestDatabase } from './database.ts';
import type { Stage } from './stage.ts';

type Verb<Input, Output> = (ctx: Ctx, tx: Tx, input: Input) => Promise<Output>;
type Account = { role?: 'talent' | 'customer'; category?: string; city?: string; published?: boolean; name?: string };

/** The casting board with everything real: people with purses, requests that are open, unlocks that were paid. */
export function boardStageOn(database: TestDatabase, stage: Pick<Stage, 'as'>) {
  let made = 0;
  let slots = 0;

  const does = <Input, Output>(who: string, verb: Verb<Input, Output>, input: Input): Promise<Output> => {
    const ctx = stage.as(who);
    return userDoor(ctx).write((tx) => verb(ctx, tx, input));
  };

  return {
    does,

    /** A talent on the free plan with some credits bought, or an individual customer. */
    async person(account: Account = {}): Promise<string> {
      const { role = 'talent', category = 'musician', city = 'baghdad', published = true } = account;
      const id = `user_board_${(made += 1)}`;
      const name = account.name ?? `Board ${made}`;
      await database.query(
        `insert into users (id, email, name, role, customer_kind, plan, onboarded_at, time_zone)
         values ($1, $1 || '-${planted}@example.com', $2, $3, $4, $5, now(), 'Asia/Baghdad')`,
        [id, name, role, role === 'customer' ? 'individual' : null, role === 'talent' ? 'FREE' : null],
      );
      if (role === 'talent') {
        await database.query(
          `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at) values ($1, $2, $3, $4, $5, 'Asia/Baghdad', $6)`,
          [id, id.replaceAll('_', '-'), name, category, city, published ? '2026-01-01' : null],
        );
        await database.query(
          `insert into credit_lines (user_id, kind, purse, amount, source) values ($1, 'purchase', 'bought', 50, $2)`,
          [id, crypto.randomUUID()],
        );
      }
      return id;
    },

    /** Published just now. */
    async open(owner: string, changes: CreateRequest = {}): Promise<string> {
      const { id } = await does(owner, createRequest, {
        title: 'Two guitarists for a garden',
        description: 'Two hours of quiet music for sixty guests.',
        category: 'musician',
        city: 'baghdad',
        place: 'Karrada, the garden behind the reading room',
        startsOn: '2026-04-02',
        currency: 'IQD',
        budgetMax: 400_000,
        contact: { name: 'Sara', email: '', phone: '' },
        ...changes,
      });
      await does(owner, publishRequest, { requestId: id });
      return id;
    },

    unlock(who: string, requestId: string) {
      const ctx = stage.as(who);
      return ctx.doors.asSystem('test: unlock').write((tx) => unlockRequest(ctx, tx, { requestId }));
    },

    /** A wish nobody's time stands against: each one on a day of its own. */
    wish(changes: Partial<SendProposal> = {}): SendProposal {
      const startsAt = new Date(Date.UTC(2026, 5, 1 + (slots += 1), 15));
      return {
        amount: { amount: 300_000, currency: 'IQD' },
        startsAt: startsAt.toISOString(),
        endsAt: new Date(startsAt.getTime() + 3 * 3_600_000).toISOString(),
        text: 'Two guitars and a small amplifier.',
        ...changes,
      };
    },

    propose: (who: string, requestId: string, wish: SendProposal) => does(who, sendProposal, { requestId, ...wish }),
    withdraw: (who: string, proposalId: string) => does(who, withdrawProposal, { proposalId }),
    accept: (who: string, proposalId: string) => does(who, acceptProposal, { proposalId }),
  };
}
export type BoardStage = ReturnType<typeof boardStageOn>;

/** The code of a refusal, or `ok`. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : Promise.reject(error)),
  );
