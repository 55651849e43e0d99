import { cancelBooking } from '../../features/bookings/ending.ts';
import { giveBack } from '../../features/bookings/giving-back.ts';
import { reconcilePayments } from '../../features/payments/reconcile.ts';
import { createRefund, sendRefund } from '../../features/payments/operator.ts';
import { createPayment, getPaymentStatus } from '../../features/payments/service.ts';
import { drivers } from '../../features/payments/drivers.ts';
import type { Currency } from '../../core/money.ts';
import type { Deed, DeedDetails, TwinPayment } from '../../local/gateways/gateway.ts';
import type { Fault } from '../../local/gateways/faults.ts';
import { cast, serviceIds, talentIds } from '../cast.ts';
import type { Bank } from './banks.ts';
import type { World } from './world.ts';

/** One thing to be paid at one gateway, by a person of its own. */
export type History = {
  bank: Bank;
  userId: string;
  kind: 'booking' | 'purchase' | 'agreement';
  payable: { kind: 'booking' | 'purchase'; id: string };
};

const minute = 60_000;
const hour = 60 * minute;

const prices: Record<Currency, number> = { IQD: 150_000, MAD: 99_00, USD: 115_00, EUR: 90_00 };

export const operator = 'user_sim_operator';

let people = 0;

export async function begin(world: World, bank: Bank): Promise<History> {
  const driver = drivers.find(({ name }) => name === bank.driver);
  const currency = driver?.powers.currencies[0];
  if (!driver || !currency) throw new Error(`no driver for the twin ${bank.driver}`);
  people += 1;
  const userId = `user_sim_${people}`;
  const drawn = world.below(100);
  const kind = driver.powers.recurring && drawn < 30 ? 'agreement' : drawn < 50 ? 'purchase' : 'booking';
  await world.database.query(
    kind === 'booking'
      ? `insert into users (id, email, name, role, customer_kind, onboarded_at) values ($1, $1 || '@example.com', 'Payer', 'customer', 'individual', now())`
      : `insert into users (id, email, name, role, plan, onboarded_at) values ($1, $1 || '@example.com', 'Payer', 'talent', 'FREE', now())`,
    [userId],
  );
  const id =
    kind === 'booking'
      ? await book(world, userId, currency)
      : await order(world, userId, currency, kind === 'agreement');
  return { bank, userId, kind, payable: { kind: kind === 'booking' ? 'booking' : 'purchase', id } };
}

/** A booking accepted just now, at a time nobody else has. */
async function book(world: World, userId: string, currency: Currency): Promise<string> {
  const startsAt = new Date(world.now().getTime() + 40 * 24 * hour + people * 3 * hour);
  const [row] = await world.database.query<{ id: string }>(
    `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, hold_expires_at, auto_complete_at)
     values ($1, $2, $3, $4, 'accepted', $5, $5::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day"}', $6, $7, 'Payer', 'Zainab Kareem', 1, $6, $8, $5::timestamptz + interval '74 hours') returning id`,
    [
      serviceIds.zainabWedding,
      talentIds.zainab,
      cast.zainab,
      userId,
      startsAt,
      prices[currency],
      currency,
      new Date(world.now().getTime() + 30 * minute),
    ],
  );
  return row?.id ?? '';
}

async function order(world: World, userId: string, currency: Currency, recurring: boolean): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `insert into purchases (user_id, product, interval, recurring, amount, currency, expires_at, created_at, updated_at)
     values ($1, 'PRO', 'month', $2, $3, $4, $5, $6, $6) returning id`,
    [userId, recurring, prices[currency], currency, new Date(world.now().getTime() + 24 * hour), world.now()],
  );
  return row?.id ?? '';
}

const faults: readonly Fault[] = ['timeout', '500', '429', 'garbage', '200-with-error', 'drop-after-accept'];

type Happening = (world: World, history: History) => void | Promise<void>;

const pay =
  (wish: { newAttempt: boolean }): Happening =>
  (world, { bank, userId, payable, kind }) =>
    world.start(`pay${wish.newAttempt ? ' anew' : ''} at ${bank.driver}`, (task) =>
      createPayment(world.ctx(task, userId), {
        payable,
        driver: bank.driver,
        newAttempt: wish.newAttempt,
        recurring: kind === 'agreement',
      }),
    );

/** What the payer, the bank or time does at the gateway; the gateway has its own rules about what can still be done. */
const atGateway =
  (deed: Deed, details: (world: World) => DeedDetails = () => ({})): Happening =>
  (world, { bank }) => {
    const payments = bank.gateway.payments();
    const chosen: TwinPayment | undefined = payments[world.below(payments.length)];
    if (!chosen || (deed === 'refund' && bank.hidesRefunds)) return;
    // what comes in after the gateway has stopped answering questions is between it and the operator
    const askable = drivers.find(({ name }) => name === bank.driver)?.powers.windows.askable ?? null;
    const age = world.now().getTime() - Date.parse(chosen.createdAt);
    if (deed === 'pay' && askable !== null && age > askable - minute) return;
    const before = bank.gateway.notices(chosen.ref).length;
    const moved = bank.gateway.move(chosen.ref, deed, details(world));
    world.story.push(`  ${bank.driver}: ${deed} ${moved === null || 'refused' in moved ? 'refused' : moved.state}`);
    // each state reached is told never, once or more often; who signs and waits for its `OK` calls until it has it
    const copies = bank.insists ? [1, 1, 2, 3] : [0, 1, 1, 1, 2, 3];
    for (const notice of bank.gateway.notices(chosen.ref).slice(before))
      for (let copy = copies[world.below(copies.length)] ?? 1; copy > 0; copy -= 1)
        world.post.push({ driver: bank.driver, notice });
  };

/** One call arrives; or two at once, which may be the same. */
const arrive: Happening = (world) => {
  for (let calls = 1 + world.below(2); calls > 0 && world.post.length > 0; calls -= 1) {
    const at = world.below(world.post.length);
    const letter = world.post[at];
    if (!world.often(15)) world.post.splice(at, 1);
    if (letter)
      world.start(`${letter.driver} calls: ${letter.notice.says}`, (task) => world.deliver(task, letter.notice));
  }
};

const forge: Happening = (world, { bank }) => {
  const payments = bank.gateway.payments();
  const chosen = payments[world.below(payments.length)];
  const forged = chosen && bank.gateway.forge(chosen.ref, world.often(80) ? 'pay' : 'refund');
  if (forged) world.start(`somebody forges a call of ${bank.driver}`, (task) => world.deliver(task, forged));
};

const babble: Happening = (world, { bank }) => {
  const real = world.post.find(({ driver }) => driver === bank.driver)?.notice;
  if (!real) return;
  const body = [real.body.slice(0, world.below(real.body.length)), '{}', '', '\u0000[', `${real.body}${real.body}`][
    world.below(5)
  ];
  world.start(`${bank.driver} babbles`, (task) => world.deliver(task, { ...real, body: body ?? '' }));
};

const look: Happening = async (world, { userId, payable }) => {
  const [payment] = await world.database.query<{ id: string }>('select id from payments where payable_id = $1', [
    payable.id,
  ]);
  if (payment) world.start('the payer looks', (task) => getPaymentStatus(world.ctx(task, userId), { id: payment.id }));
};

/** As the verbs would: only what is not paid yet. */
const withdraw: Happening = async (world, { payable }) => {
  if (payable.kind !== 'booking') return;
  await world.database.query(`update bookings set state = 'withdrawn' where id = $1 and state = 'accepted'`, [
    payable.id,
  ]);
};

/** The customer calls off what is paid, by the terms it was asked under. */
const cancel: Happening = (world, { payable, userId }) => {
  if (payable.kind !== 'booking') return;
  world.start('the customer cancels', async (task) => {
    const ctx = world.ctx(task, userId);
    const bookingId = payable.id;
    await ctx.doors.asUser({ userId }).write((tx) => cancelBooking(ctx, tx, { bookingId }));
    ctx.defer(() => giveBack(ctx, { bookingId }));
  });
};

/** An operator gives a part back, or all that is left. */
const giveSome: Happening = async (world, { payable }) => {
  const [payment] = await world.database.query<{ id: string; amount: number }>(
    'select id, amount::int from payments where payable_id = $1',
    [payable.id],
  );
  if (!payment) return;
  const amount = world.often(40) ? null : 1 + world.below(payment.amount);
  world.start(`the operator gives ${amount ?? 'the rest'} back`, async (task) => {
    const ctx = world.ctx(task, operator);
    const { refundId } = await ctx.doors
      .asSystem('operator: createRefund')
      .write((tx) => createRefund(ctx, tx, { paymentId: payment.id, amount, reason: 'goodwill', note: 'drawn' }));
    sendRefund(ctx, refundId);
  });
};

/** Somebody else has the time now, if it is free. */
const rival: Happening = async (world, { payable }) => {
  if (payable.kind !== 'booking') return;
  await world.database
    .query(
      `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, auto_complete_at)
       select service_id, talent_id, talent_user_id, $2, 'paid', starts_at, ends_at, time_zone, service_title, list_amount, currency, 'Rival', talent_name, 1, price_agreed, auto_complete_at from bookings where id = $1 and state = 'expired'`,
      [payable.id, cast.sara],
    )
    .catch(() => undefined);
};

const fail: Happening = (world, { bank }) => {
  const fault = faults[world.below(faults.length)] ?? '500';
  bank.faults.add([fault]);
  world.story.push(`  ${bank.driver} will fail: ${fault}`);
};

const passes =
  (least: number, most: number): Happening =>
  async (world) => {
    const time = least + world.below(most - least);
    // the clock's functions run all the while, even if not every time
    for (let left = time; left > 0; left -= 3 * hour) {
      world.pass(Math.min(left, 3 * hour));
      if (left > 3 * hour) {
        world.start('reconcilePayments', (task) => reconcilePayments(world.ctx(task, null)));
        await world.scheduler.run();
      }
    }
    world.story.push(`  ${Math.round(time / 1000)} s pass: ${world.now().toISOString()}`);
  };

/** What can happen, and how often. */
export const happenings: readonly (readonly [number, Happening])[] = [
  [10, pay({ newAttempt: false })],
  [4, pay({ newAttempt: true })],
  [9, atGateway('pay')],
  [3, atGateway('pay', () => ({ late: true }))],
  [1, atGateway('pay', () => ({ wrongAmount: true }))],
  [2, atGateway('decline')],
  [2, atGateway('expire')],
  [1, atGateway('refund')],
  [1, atGateway('chargeback')],
  [12, arrive],
  [2, forge],
  [2, babble],
  [5, look],
  [1, withdraw],
  [1, cancel],
  [2, giveSome],
  [1, rival],
  [6, fail],
  [4, passes(500, 4 * minute)],
  [2, passes(10 * minute, 50 * minute)],
  [1, passes(2 * hour, 30 * hour)],
];

export function draw<Choice>(world: World, choices: readonly (readonly [number, Choice])[]): Choice {
  let left = world.below(choices.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, choice] of choices) if ((left -= weight) < 0) return choice;
  throw new Error('nothing to draw from');
}
