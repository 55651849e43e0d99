import { and, asc, desc, eq, getTableColumns, gt, gte, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { requests, requestUnlocks } from '../../../db/schema/requests.ts';
import type { Currency } from '../../../core/money.ts';
import type { BoardPlace, BoardSort } from '../rules/board.ts';

export type BoardWish = {
  q?: string | undefined;
  category?: string | undefined;
  city?: string | undefined;
  currency?: Currency | undefined;
  budgetFrom?: number | undefined;
  startsFrom?: string | undefined;
  startsUntil?: string | undefined;
  checked?: boolean | undefined;
  unlocked?: boolean | undefined;
  sort: BoardSort;
  limit: number;
};

/**
 * Not `ilike`: behind row security its statistics may not be looked at, and the planner takes every word for a rare one and reads the
 * whole board for it. What is truly rare came from the index of words; here a page in order meets enough of them.
 */
const says = (column: typeof requests.title | typeof requests.summary, words: string): SQL =>
  sql`strpos(lower(${column}), lower(${words})) > 0`;

const filters = (wish: BoardWish): (SQL | undefined)[] => [
  wish.category === undefined ? undefined : eq(requests.category, wish.category),
  wish.city === undefined ? undefined : eq(requests.city, wish.city),
  wish.currency === undefined ? undefined : eq(requests.currency, wish.currency),
  wish.budgetFrom === undefined ? undefined : gte(requests.budgetMax, wish.budgetFrom),
  wish.startsFrom === undefined ? undefined : gte(requests.startsOn, wish.startsFrom),
  wish.startsUntil === undefined ? undefined : lte(requests.startsOn, wish.startsUntil),
  wish.checked === true ? isNotNull(requests.checkedAt) : undefined,
  wish.q ? or(says(requests.title, wish.q), says(requests.summary, wish.q)) : undefined,
];

const after = (place: BoardPlace): SQL => {
  switch (place.sort) {
    case 'newest':
      return sql`(${requests.openedAt}, ${requests.id}) < (${place.openedAt.toISOString()}::timestamptz, ${place.id}::uuid)`;
    case 'soonest':
      return sql`(${requests.startsOn}, ${requests.id}) > (${place.startsOn}::date, ${place.id}::uuid)`;
    case 'budget':
      return sql`(${requests.budgetMax}, ${requests.id}) < (${place.budgetMax}::bigint, ${place.id}::uuid)`;
  }
};
const order = {
  newest: [desc(requests.openedAt), desc(requests.id)],
  soonest: [asc(requests.startsOn), asc(requests.id)],
  budget: [desc(requests.budgetMax), desc(requests.id)],
} as const;

/** How many open requests may say the words for their ids to be asked for one by one. */
const fewHits = 500;
/** The open ones that say these words, if they are few; null: too many or too short, and the page looks for itself. */
export const hits = (db: Pick<ReadDb, 'execute'>, words: string) =>
  db.execute<{ ids: string[] | null }>(sql`select app.board_hits(${words}, ${fewHits}) as ids`);

/** A page of the board and one more, in the order of an index each. The policies say who sees it; what is said here again is for the planner. */
export const page = (
  db: Pick<ReadDb, 'select'>,
  userId: string,
  wish: BoardWish,
  from: BoardPlace | null,
  among: readonly string[] | null,
  { now, today }: { now: Date; today: string },
) =>
  db
    .select({ request: getTableColumns(requests), unlock: getTableColumns(requestUnlocks) })
    .from(requests)
    .leftJoin(requestUnlocks, and(eq(requestUnlocks.requestId, requests.id), eq(requestUnlocks.userId, userId)))
    .where(
      and(
        wish.unlocked === true
          ? isNotNull(requestUnlocks.id)
          : and(eq(requests.state, 'OPEN'), gt(requests.expiresAt, now)),
        // what has begun already is no answer to what comes soonest
        wish.sort === 'soonest' && wish.unlocked !== true ? gte(requests.startsOn, today) : undefined,
        among === null ? undefined : sql`${requests.id} = any (${`{${among.join(',')}}`}::uuid[])`,
        ...filters(wish),
        from === null ? undefined : after(from),
      ),
    )
    .orderBy(...order[wish.sort])
    .limit(wish.limit + 1);
