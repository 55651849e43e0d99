import { bookingPayable } from '../features/bookings/payable.ts';
import type { Ctx, Payable, PayableKind } from '../features/ctx.ts';
import { fib } from '../features/payments/providers/fib.ts';
import type { PaymentProvider } from '../features/payments/provider.ts';
import { paymentWebhookRoutes } from '../features/payments/routes.ts';
import { createPayment, getPaymentStatus } from '../features/payments/service.ts';
import { purchasePayable } from '../features/subscriptions/payable.ts';
import { agreementMoved } from '../features/subscriptions/service.ts';
import { handler } from '../http/serve.ts';
import { faultQueue, type Fault } from '../local/gateways/faults.ts';
import { fib as twin } from '../local/gateways/fib.ts';
import { forgetful, type Deed, type DeedDetails, type Notice } from '../local/gateways/gateway.ts';
import { asFetch } from '../local/gateways/line.ts';
import { cast, serviceIds, talentIds } from './cast.ts';
import type { TestDatabase } from './database.ts';
import { stageOn } from './stage.ts';

const secret = 'fib-secret-9Zk';
export const price = 350_000;
/** one per booking, for all stages on one database */
let days = 0;

/** Payments with everything real but the bank: Postgres, bookings, the driver, the routes, and the bank's twin as its line. */
export function paymentStageOn(database: TestDatabase) {
  const stage = stageOn(database);
  const faults = faultQueue();
  const calls: string[] = [];
  const logged: string[] = [];
  const deferred: Promise<unknown>[] = [];
  const gateway = twin.open({
    now: () => stage.now,
    siteUrl: 'https://site.test',
    payPage: (ref) => `http://bank.test/pay/${ref}`,
    memory: forgetful(),
    announce: () => undefined,
    secret: () => secret,
  });
  const line = asFetch(gateway, faults);
  const provider = fib.connect({
    env: {
      FIB_BASE_URL: 'http://bank.test',
      FIB_CLIENT_ID: 'mawahib-local',
      FIB_CLIENT_SECRET: secret,
      GATEWAY_PATIENCE_MS: '40',
    },
    fetch: async (input, init) => {
      const { method, url } = new Request(input, init);
      const { pathname } = new URL(url);
      if (!pathname.endsWith('/token')) calls.push(`${method} ${pathname.replace('/protected/v1/', '')}`);
      return line(input, init);
    },
    now: () => stage.now,
  });
  const payables: Record<PayableKind, Payable> = { booking: bookingPayable, purchase: purchasePayable };
  const gateways = new Map<string, PaymentProvider>(provider ? [[provider.name, provider]] : []);

  const as = (userId: string | null): Ctx => {
    const ctx = stage.as(userId);
    return {
      ...ctx,
      ports: {
        ...ctx.ports,
        gateway: (name) => gateways.get(name) ?? null,
        gateways: () => [...gateways.values()],
        drivers: [fib],
        payables,
        agreementMoved,
      },
      log: (event, facts) => void logged.push(JSON.stringify({ event, ...facts })),
      defer: (work) => void deferred.push(work()),
    };
  };
  const webhook = handler(paymentWebhookRoutes, async () => ({ ctx: as(null) }), { raw: true });
  /** what was left for after the answer is done too */
  const settled = async () => {
    while (deferred.length > 0) await deferred.shift();
  };
  const call = async (notice: Pick<Notice, 'url' | 'headers' | 'body'>): Promise<Response> => {
    const answer = await webhook(
      new Request(notice.url, { method: 'POST', headers: notice.headers, body: notice.body }),
    );
    await settled();
    return answer;
  };

  return {
    stage,
    gateways,
    payables,
    calls,
    logged,
    secret,
    as,
    webhook,
    call,
    settled,
    query: database.query,
    counters: database.counters,
    at: (iso: string) => void (stage.now = new Date(iso)),
    later: (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds)),
    faults: (...next: Fault[]) => faults.add(next),
    mend: () => faults.clear(),

    /** Accepted just now by Sara, held for half an hour, on a day nobody else has. */
    async accepted(changes: { state?: string; currency?: string; startsAt?: Date } = {}): Promise<string> {
      const startsAt = changes.startsAt ?? new Date(Date.UTC(2026, 5, 1 + (days += 1), 9));
      const [row] = await database.query<{ id: string }>(
        `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, hold_expires_at, auto_complete_at)
         values ($1, $2, $3, $4, $5, $6, $6::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day"}', $7, $8, 'Sara', 'Zainab Kareem', 1, $7, $9, $6::timestamptz + interval '74 hours') returning id`,
        [
          serviceIds.zainabWedding,
          talentIds.zainab,
          cast.zainab,
          cast.sara,
          changes.state ?? 'accepted',
          startsAt,
          price,
          changes.currency ?? 'IQD',
          new Date(stage.now.getTime() + 30 * 60_000),
        ],
      );
      if (!row) throw new Error('no booking was made');
      return row.id;
    },
    async create(
      bookingId: string,
      wish: { newAttempt?: boolean; key?: string; who?: string | null; driver?: string } = {},
    ) {
      const made = await createPayment(
        as(wish.who === undefined ? cast.sara : wish.who),
        {
          payable: { kind: 'booking', id: bookingId },
          driver: wish.driver ?? 'fib',
          newAttempt: wish.newAttempt ?? false,
        },
        wish.key,
      );
      await settled();
      return made;
    },
    async status(id: string, who: string = cast.sara) {
      const seen = await getPaymentStatus(as(who), { id });
      await settled();
      return seen;
    },

    /** the bank's own book, oldest first */
    bank: () => gateway.payments().toReversed(),
    move: (ref: string, deed: Deed, details: DeedDetails = {}) => {
      const moved = gateway.move(ref, deed, details);
      if (moved === null || 'refused' in moved)
        throw new Error(`the bank did not ${deed}: ${moved?.refused ?? 'unknown'}`);
    },
    /** every state the payment has been in, as the bank would tell it */
    history: (ref: string) => gateway.notices(ref),
    latest: (ref: string): Notice => {
      const last = gateway.notices(ref).at(-1);
      if (!last) throw new Error('the bank has nothing to say');
      return last;
    },
    forge: (ref: string, deed: Deed): Notice => {
      const forged = gateway.forge(ref, deed);
      if (!forged) throw new Error('nothing to forge');
      return forged;
    },

    /** what the books hold of it, by account */
    async books(payableId: string): Promise<Record<string, number>> {
      const sums = await database.query<{ account: string; sum: number }>(
        `select l.account, sum(l.amount)::int as sum from ledger_lines l join ledger_entries e on e.id = l.entry_id
         join payments p on p.id = e.payment_id where p.payable_id = $1 group by 1 having sum(l.amount) <> 0 order by 1`,
        [payableId],
      );
      return Object.fromEntries(sums.map(({ account, sum }) => [account, sum]));
    },
    refunds: (payableId: string) =>
      database.query<{ amount: number; reason: string; state: string }>(
        `select r.amount::int as amount, r.reason, r.state from refunds r join payments p on p.id = r.payment_id where p.payable_id = $1 order by r.id`,
        [payableId],
      ),
    /** open ones */
    async cases(payableId: string): Promise<string[]> {
      const rows = await database.query<{ kind: string }>(
        `select c.kind from money_cases c join payments p on p.id = c.payment_id where p.payable_id = $1 and c.closed_at is null order by c.id`,
        [payableId],
      );
      return rows.map(({ kind }) => kind);
    },
    async rows(bookingId: string) {
      const [booking] = await database.query<{ state: string }>('select state from bookings where id = $1', [
        bookingId,
      ]);
      const [payment] = await database.query<{ id: string; state: string; flag: string | null }>(
        'select id, state, flag from payments where payable_id = $1',
        [bookingId],
      );
      const attempts = await database.query<{ id: string; state: string; ref: string | null }>(
        'select id, state, ref from payment_attempts where payment_id = $1 order by id',
        [payment?.id ?? null],
      );
      return {
        booking: booking?.state,
        payment: payment?.state,
        flag: payment?.flag,
        attempts: attempts.map(({ state }) => state),
        refs: attempts.map(({ ref }) => ref),
        paymentId: payment?.id ?? '',
      };
    },
  };
}
export type PaymentStage = ReturnType<typeof paymentStageOn>;
