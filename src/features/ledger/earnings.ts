import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import { asker } from './operator.ts';
import * as queries from './queries/earnings.ts';
import { audit } from './queries/entries.ts';
import { payoutList, type PayoutRow } from './queries/payouts.ts';
import { payoutMethods } from './rules.ts';
import { ledgerLimits, payable, release } from './rules/earnings.ts';
import { masked, payoutNumber } from './rules/payout-account.ts';
import type { balance, earning, ownPayout, page, payoutAccountBody, payoutAccountView } from './schema.ts';

type Page = z.output<typeof page>;
const iso = (at: string | Date) => new Date(at).toISOString();

/** A row of `app.earnings` as anybody is shown it. Postgres sends bigint as text. */
export function balanceOf(row: queries.EarningsRow): z.input<typeof balance> {
  const [owed, waiting, inPayout] = [Number(row.owed), Number(row.waiting), Number(row.in_payout)];
  return {
    currency: row.currency,
    held: Number(row.held),
    owed,
    waiting,
    inPayout,
    available: payable({ owed, waiting, inPayout }),
    paidOut: Number(row.paid_out),
  };
}

function earningOf(row: queries.MyEarningRow, now: Date): z.input<typeof earning> {
  const [price, held, owed, released] = [Number(row.price), Number(row.held), Number(row.owed), Number(row.commission)];
  const left = held + owed + released;
  // what is still held is shared as agreed, less what went back
  const commission = released + release({ amount: price, commission: Number(row.agreed_commission) }, held).commission;
  const state = (): z.input<typeof earning>['state'] => {
    if (row.charged_back) return 'charged_back';
    if (row.booking_state === 'disputed') return 'disputed';
    if (left <= 0) return 'refunded';
    if (held > 0 && owed + released === 0) return 'held';
    return row.available_at !== null && new Date(row.available_at) > now ? 'waiting' : 'earned';
  };
  return {
    paymentId: row.payment_id,
    bookingId: row.booking_id,
    title: row.title,
    customerName: row.customer_name,
    startsAt: iso(row.starts_at),
    paidAt: iso(row.paid_at),
    state: state(),
    currency: row.currency,
    price,
    refunded: price - left,
    commission,
    yours: left - commission,
    availableAt: row.available_at === null ? null : iso(row.available_at),
  };
}

/** What a talent has earned, all of it made from the lines of the books. One round trip. */
export async function getEarnings(ctx: Ctx, { cursor, limit }: Page) {
  const { me, balances, mine } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    balances: queries.earnings(db, ledgerLimits.payoutDelay),
    mine: queries.myEarnings(db, ledgerLimits.payoutDelay, cursor, limit + 1),
  }));
  requireRole(me[0], 'talent');
  const items = mine.rows.slice(0, limit).map((row) => earningOf(row, ctx.now));
  return {
    balances: balances.rows.map(balanceOf),
    items,
    nextCursor: mine.rows.length > limit ? (items.at(-1)?.paymentId ?? null) : null,
  };
}

type AccountRow = Awaited<ReturnType<typeof queries.payoutAccount>>[number];
const accountView = (row: AccountRow | undefined): z.input<typeof payoutAccountView> => ({
  account: row
    ? { method: row.method, holder: row.holder, number: row.number, updatedAt: row.updatedAt.toISOString() }
    : null,
  methods: [...payoutMethods],
});

export async function getPayoutAccount(ctx: Ctx) {
  const { userId } = actorOf(ctx);
  const { me, account } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    account: queries.payoutAccount(db, userId),
  }));
  requireRole(me[0], 'talent');
  return accountView(account[0]);
}

/** A payout that is under way keeps the account it was made with. */
export async function setPayoutAccount(ctx: Ctx, tx: Tx, input: z.output<typeof payoutAccountBody>) {
  const { userId } = actorOf(ctx);
  requireRole((await asker(ctx, tx))[0], 'talent');
  const number = payoutNumber(input.method, input.number);
  if (!number.ok) throw new AppError('invalid', { fields: { number: [number.why] } });
  await queries.keepPayoutAccount(
    tx,
    { userId, method: input.method, holder: input.holder, number: number.value },
    ctx.now,
  );
  await audit(tx, {
    action: 'payout_account.set',
    subjectKind: 'user',
    subjectId: userId,
    reason: '',
    data: { method: input.method, number: masked(number.value) },
    actorId: userId,
    requestId: ctx.requestId,
    now: ctx.now,
  });
  return accountView((await queries.payoutAccount(tx, userId))[0]);
}

export const ownPayoutOf = ({ payout }: PayoutRow): z.input<typeof ownPayout> => ({
  id: payout.id,
  amount: payout.amount,
  currency: payout.currency,
  state: payout.state,
  method: payout.method,
  number: payout.number === null ? null : masked(payout.number),
  reference: payout.reference,
  createdAt: payout.createdAt.toISOString(),
  paidAt: payout.paidAt?.toISOString() ?? null,
});

export async function listMyPayouts(ctx: Ctx, { cursor, limit }: Page) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: payoutList(db, { userId, cursor }, limit + 1),
  }));
  requireRole(me[0], 'talent');
  const items = rows.slice(0, limit).map(ownPayoutOf);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
