import type { Currency } from '../core/money.ts';
import type { Ctx, MoneyIn } from '../features/ctx.ts';
import type { AgreementPayment, AgreementReport, Agreements, PaymentProvider } from '../features/payments/provider.ts';
import type { PaidUnder } from '../features/subscriptions/agreements.ts';
import { tendAgreement } from '../features/subscriptions/agreements.ts';
import { purchasePayable } from '../features/subscriptions/payable.ts';
import { keepSubscriptions } from '../features/subscriptions/renewal.ts';
import { createPurchase } from '../features/subscriptions/service.ts';
import type { CreatePurchase } from '../features/subscriptions/schema.ts';
import { stageOn } from './stage.ts';
import type { TestDatabase } from './database.ts';

/** Plans with a real database and a clock of one's own; what payments would do is said by hand, and a gateway's agreements are a list. */
export function planStageOn(database: TestDatabase) {
  const stage = stageOn(database);
  const standing = new Map<string, AgreementReport>();
  const told: string[] = [];
  const recorded: PaidUnder[] = [];
  let down = false;
  const find = (ref: string): AgreementReport => {
    if (down) throw new Error('the gateway does not answer');
    const found = standing.get(ref);
    if (!found) throw new Error(`no agreement ${ref}`);
    return found;
  };
  const agreements: Agreements = {
    open: () => Promise.reject(new Error('opened by payments')),
    ask: async (ref) => find(ref),
    cancel: async (ref, when) => {
      const report = find(ref);
      told.push(`${when} ${ref}`);
      const next: AgreementReport =
        when === 'now' ? { ...report, status: 'ended' } : { ...report, cancelAtPeriodEnd: true };
      standing.set(ref, next);
      return next;
    },
  };
  // the one power these tests are about; whatever else is asked of it fails
  const gateway = { name: 'stripe', agreements } as unknown as PaymentProvider;
  const record = async (_ctx: Ctx, _tx: unknown, paid: PaidUnder) => {
    recorded.push(paid);
    return { paymentId: paid.payableId };
  };
  const as = (userId: string | null, changes: Partial<Ctx['ports']> = {}): Ctx => {
    const ctx = stage.as(userId);
    return {
      ...ctx,
      ports: {
        ...ctx.ports,
        gateway: (name) => (name === 'stripe' ? gateway : null),
        agreementMoved: async (on, driver, ref) => (await tendAgreement(on, record, driver, ref)) !== false,
        ...changes,
      },
    };
  };
  const system = () => stage.doors.asSystem('test');
  const order = (userId: string, wish: Partial<CreatePurchase> & Pick<CreatePurchase, 'product'>) =>
    createPurchase(as(userId), { interval: 'month', currency: 'IQD', recurring: false, credits: null, ...wish });
  const pay = (id: string, money: Partial<MoneyIn> = {}) =>
    system().write((tx) => purchasePayable.paid(tx, id, stage.now, { driver: 'fib', agreement: null, ...money }));

  return {
    stage,
    as,
    order,
    pay,
    told,
    recorded,
    at: (iso: string) => void (stage.now = new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso)),
    later: (hours: number) => void (stage.now = new Date(stage.now.getTime() + hours * 3_600_000)),
    async buy(
      userId: string,
      wish: Partial<CreatePurchase> & Pick<CreatePurchase, 'product'>,
      money?: Partial<MoneyIn>,
    ) {
      const { id } = await order(userId, wish);
      await pay(id, money);
      return id;
    },
    refund: (id: string, whole = true) =>
      system().write((tx) =>
        purchasePayable.refunded(tx, id, stage.now, { amount: { amount: 1, currency: 'IQD' }, whole }),
      ),
    chargeBack: (id: string) => system().write((tx) => purchasePayable.chargedBack(tx, id, stage.now)),
    keep: () => keepSubscriptions(as(null), record),
    tend: (ref: string) => tendAgreement(as(null), record, 'stripe', ref),
    /** the gateway took money for a period that ends then */
    took(ref: string, payment: string, periodEnd: string, amount = 25_000, currency: Currency = 'IQD') {
      const end = new Date(`${periodEnd}T00:00:00Z`);
      const before = standing.get(ref);
      const one: AgreementPayment = { ref: payment, amount: { amount, currency }, paidAt: stage.now, periodEnd: end };
      standing.set(ref, {
        ref,
        cancelAtPeriodEnd: false,
        payUrl: null,
        ...before,
        status: 'active',
        paidUntil: end,
        payments: [one, ...(before?.payments ?? [])],
      });
    },
    says: (ref: string, changes: Partial<AgreementReport>) => void standing.set(ref, { ...find(ref), ...changes }),
    silence: (is: boolean) => void (down = is),

    async rows(userId: string) {
      return database.query<{
        product: string;
        state: string;
        ends: string;
        ending: string | null;
        agreement: string | null;
        stopping: boolean;
      }>(
        `select product, state, to_char(period_end at time zone 'UTC', 'YYYY-MM-DD') as ends, ending, agreement, cancel_at_period_end as stopping
         from subscriptions where user_id = $1 order by id`,
        [userId],
      );
    },
    /** the letters there are for them, in the order they were written */
    async letters(userId: string): Promise<string[]> {
      const rows = await database.query<{ kind: string; day: string }>(
        `select kind, to_char(created_at at time zone 'UTC', 'MM-DD') as day from outbox where payload ->> 'userId' = $1 order by created_at, id`,
        [userId],
      );
      return rows.map(({ kind, day }) => `${day} ${kind}`);
    },
    async purse(userId: string) {
      const [row] = await database.query<{ monthly: number; bought: number }>(
        'select monthly, bought from credit_wallets where user_id = $1',
        [userId],
      );
      return row ?? null;
    },
  };
}
export type PlanStage = ReturnType<typeof planStageOn>;
