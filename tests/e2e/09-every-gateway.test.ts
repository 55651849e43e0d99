// Every gateway against everything that can happen to a payment there, from outside: what the customer is told, what the
// operator sees, what the books say, and that they agree with what lies at the gateway.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, local, ok, type Problem } from './outside.ts';
import {
  atGateway,
  becomes,
  booked,
  books,
  casesOf,
  clockRuns,
  elapse,
  faultsAt,
  inBooks,
  moveAt,
  opens,
  operator,
  pay,
  paymentAt,
  sale,
  seen,
  stateOfBooking,
  type AtGateway,
  type Created,
  type Refund,
  type Seen,
} from './money.ts';
import { statusOf, type Booking, type Money } from './story.ts';

type Fault = 'timeout' | 'drop-after-accept' | '500' | '200-with-error';
/** `opened`: asked once more with the same order, the gateway knew it. */
type Opening = 'opened' | 'payment_in_doubt' | 'gateway_unavailable';
type Gateway = {
  driver: string;
  price: Money;
  /** what a payer finds next */
  next: 'qr' | 'redirect';
  /** what a payment comes to when the payer is refused, or too late: some do not say, and it runs out by our own clock */
  declined: 'failed' | 'pending';
  expired: 'failed' | 'pending';
  /** where one goes who is shown a page that is dead */
  elsewhere: string;
  /** which changes it tells; what it keeps to itself the clock finds */
  tells: { decline: boolean; expire: boolean };
  refund: 'none' | 'full' | 'partial';
  /** a second part of the same payment can be sent, too */
  parts: boolean;
  chargeback: boolean;
  /** can its own staff give money back, so that what it says of the payment tells? */
  givesBack: boolean;
  faults: Record<Fault, Opening>;
  /** money paid behind an opening whose answer was lost can be found: our own reference, or a secret address */
  findsLost: boolean;
};

const dinars = { amount: 150_000, currency: 'IQD' };
const doubt = 'payment_in_doubt';
const down = 'gateway_unavailable';
const gateways: Gateway[] = [
  {
    driver: 'fib',
    price: dinars,
    next: 'qr',
    declined: 'failed',
    expired: 'failed',
    elsewhere: 'fastpay',
    tells: { decline: true, expire: true },
    refund: 'full',
    parts: false,
    chargeback: false,
    givesBack: true,
    faults: { timeout: doubt, 'drop-after-accept': doubt, '500': doubt, '200-with-error': down },
    findsLost: true,
  },
  {
    driver: 'fastpay',
    price: dinars,
    next: 'redirect',
    declined: 'pending',
    expired: 'pending',
    elsewhere: 'fib',
    tells: { decline: false, expire: false },
    refund: 'partial',
    parts: false,
    chargeback: false,
    givesBack: false,
    faults: { timeout: 'opened', 'drop-after-accept': 'opened', '500': 'opened', '200-with-error': down },
    findsLost: true,
  },
  {
    driver: 'nasspay',
    price: dinars,
    next: 'redirect',
    declined: 'failed',
    expired: 'failed',
    elsewhere: 'fib',
    tells: { decline: true, expire: true },
    refund: 'none',
    parts: false,
    chargeback: false,
    givesBack: false,
    faults: { timeout: doubt, 'drop-after-accept': doubt, '500': doubt, '200-with-error': down },
    findsLost: true,
  },
  {
    driver: 'nasswallet',
    price: dinars,
    next: 'redirect',
    declined: 'failed',
    expired: 'pending',
    elsewhere: 'fib',
    tells: { decline: true, expire: false },
    refund: 'none',
    parts: false,
    chargeback: false,
    givesBack: false,
    faults: { timeout: doubt, 'drop-after-accept': doubt, '500': doubt, '200-with-error': doubt },
    findsLost: false,
  },
  {
    driver: 'areeba',
    price: dinars,
    next: 'redirect',
    declined: 'failed',
    expired: 'failed',
    elsewhere: 'fib',
    tells: { decline: true, expire: true },
    refund: 'partial',
    parts: true,
    chargeback: true,
    givesBack: true,
    faults: { timeout: doubt, 'drop-after-accept': doubt, '500': doubt, '200-with-error': down },
    findsLost: true,
  },
  {
    driver: 'areeba-mpgs',
    price: { amount: 11_500, currency: 'USD' },
    next: 'redirect',
    declined: 'failed',
    expired: 'pending',
    elsewhere: 'stripe',
    tells: { decline: true, expire: false },
    refund: 'partial',
    parts: true,
    chargeback: true,
    givesBack: true,
    faults: { timeout: 'opened', 'drop-after-accept': 'opened', '500': 'opened', '200-with-error': down },
    findsLost: true,
  },
  {
    driver: 'stripe',
    price: { amount: 150_000, currency: 'MAD' },
    next: 'redirect',
    declined: 'failed',
    expired: 'failed',
    elsewhere: 'nasspay',
    tells: { decline: true, expire: true },
    refund: 'partial',
    parts: true,
    chargeback: true,
    givesBack: true,
    faults: { timeout: 'opened', 'drop-after-accept': 'opened', '500': 'opened', '200-with-error': down },
    findsLost: true,
  },
];

/** What was clawed back by banks, which no gateway lists as given back. */
const clawedBack: Record<string, number> = {};
const lying = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await books()).lies.map(({ driver, currency, sum }) => [`${driver} ${currency}`, sum]));
/** By each gateway's own list: what came in and has not gone back. */
async function held(): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { driver } of gateways)
    for (const { currency, paidAmount, refunded } of await atGateway(driver)) {
      const key = `${driver} ${currency}`;
      sums[key] = (sums[key] ?? 0) + (paidAmount ?? 0) - (refunded ?? 0);
    }
  return sums;
}

/**
 * What the stories before left on its way arrives first. A gateway may have given money back the moment it was asked to, and
 * the books hear of it when the clock asks again: later than the ask, which was made wherever the clock stood then.
 */
async function comesToRest(): Promise<void> {
  const hala = await operator();
  const moving = async () => {
    const inState = async (state: string) =>
      (await ok<{ items: Refund[] }>(hala, 'listRefunds', { query: { state, limit: 100 } })).items;
    return (await Promise.all(['due', 'asking', 'pending'].map(inState))).flat();
  };
  let last = '';
  for (let hours = 1; hours < 1000; hours *= 2) {
    await elapse(`PT${hours}H`);
    await clockRuns('clock-bookings', 'clock-payments');
    const now = JSON.stringify([await lying(), await held()]);
    if (now === last && (await moving()).length === 0) return;
    last = now;
  }
  throw new Error(`still on its way: ${JSON.stringify(await moving())}`);
}

let before: { lying: Record<string, number>; held: Record<string, number> };
beforeAll(async () => {
  await local('clock', { reset: true });
  await sale();
  await comesToRest();
  await local('clock', { reset: true });
  before = { lying: await lying(), held: await held() };
});
afterEach(async () => {
  for (const { driver } of gateways) await faultsAt(driver);
});
afterAll(() => local('clock', { reset: true }));

type Story = { gateway: Gateway; booking: Booking; payment: Created; ref: string };
async function opened(gateway: Gateway): Promise<Story> {
  const booking = await booked(gateway.price);
  const { customer } = await sale();
  return { gateway, booking, ...(await opens(customer, { kind: 'booking', id: booking.id }, gateway.driver)) };
}

type Standing = { payment: string; booking: string; books: Record<string, number>; flag?: string | null };
/** As the operator, the customer and the books have it, all at one moment. */
async function standsAs({ booking, payment: { paymentId } }: Story, standing: Standing): Promise<Seen> {
  const one = await seen(paymentId);
  expect({
    payment: one.state,
    booking: await stateOfBooking(booking.id),
    books: inBooks(one),
    ...('flag' in standing && { flag: one.flag }),
  }).toEqual(standing);
  return one;
}
async function nothingLeftOver(): Promise<void> {
  const { leftOver } = await books();
  expect(leftOver.filter(({ sum }) => sum !== 0)).toEqual([]);
}
const isPaid = ({ driver, price: { amount } }: Gateway) => ({
  payment: 'paid',
  booking: 'paid',
  books: { [`received@${driver}`]: amount, held: -amount },
});
const isOpen = { payment: 'pending', booking: 'accepted', books: {} };

/** Late enough that whatever was asked about is asked about again. */
async function theClockAsks(): Promise<void> {
  await elapse('PT2M');
  await clockRuns('clock-payments');
}

describe.each(gateways)('$driver', (gateway) => {
  const { driver, price } = gateway;
  // each payment's own entries are added up at every step; that all of them together leave nothing over is asked once a driver
  afterAll(nothingLeftOver);

  test('is offered, and opens a payment of the very sum', async () => {
    const { items } = await ok<{ items: { driver: string; currencies: string[] }[] }>(null, 'listGateways');
    expect(items.find((one) => one.driver === driver)?.currencies).toContain(price.currency);
    const story = await opened(gateway);
    expect(story.payment).toMatchObject({ state: 'pending', amount: price, nextAction: { type: gateway.next } });
    expect(story.payment.redirectUrl).toMatch(/^https?:\/\//);
    expect(await paymentAt(driver, story.ref)).toMatchObject({ ...price, open: true });
    await standsAs(story, isOpen);
    // another tab is shown the same way to pay
    const { customer } = await sale();
    const again = await pay(customer, { kind: 'booking', id: story.booking.id }, driver);
    expect(again.body).toMatchObject({ paymentId: story.payment.paymentId, attemptId: story.payment.attemptId });
    expect((await seen(story.payment.paymentId)).attempts).toHaveLength(1);
  });

  test('paid and never told: the payer’s own page finds it', async () => {
    const story = await opened(gateway);
    await moveAt(driver, story.ref, { do: 'pay', notify: { times: 0 } });
    expect((await paymentAt(driver, story.ref)).notices).toEqual([]);
    expect(await statusOf((await sale()).customer, story.payment.paymentId)).toMatchObject({ state: 'paid' });
    const one = await standsAs(story, isPaid(gateway));
    expect(one.notices).toEqual([]);
    expect(one.paidThrough).toBe(driver);
  });

  test('paid and never told: the clock finds it', async () => {
    const story = await opened(gateway);
    await moveAt(driver, story.ref, { do: 'pay', notify: { times: 0 } });
    await standsAs(story, isOpen);
    await clockRuns('clock-payments');
    await standsAs(story, isPaid(gateway));
  });

  test.each([
    { times: 1, order: undefined },
    { times: 3, order: undefined },
    { times: 3, order: 'reversed' },
  ])('paid and told $times times ($order): counted once, and nobody had to ask', async (notify) => {
    const story = await opened(gateway);
    const { notifications } = await moveAt(driver, story.ref, { do: 'pay', notify });
    expect(notifications.length).toBeGreaterThanOrEqual(notify.times);
    for (const { status } of notifications) expect([200, 202, 303]).toContain(status);
    const one = await standsAs(story, { ...isPaid(gateway), flag: null });
    expect(one.notices.length).toBeGreaterThan(0);
    expect(one.attempts.map(({ state }) => state)).toEqual(['paid']);
    await theClockAsks();
    expect((await standsAs(story, isPaid(gateway))).ledger).toHaveLength(1);
  });

  test('a forged notice changes nothing, and the true payment after it counts', async () => {
    const story = await opened(gateway);
    await moveAt(driver, story.ref, { do: 'pay', notify: { times: 2, forged: true } });
    await standsAs(story, { ...isOpen, flag: null });
    await theClockAsks();
    await standsAs(story, { ...isOpen, flag: null });
    // where nothing proves a call to the account's address, the gateway is asked once in a few seconds
    await elapse('PT5S');
    await moveAt(driver, story.ref, { do: 'pay', notify: { times: 1 } });
    await standsAs(story, { ...isPaid(gateway), flag: null });
  });

  test('another sum than the one asked for pays nothing, goes back, and a person is told', async () => {
    const story = await opened(gateway);
    await moveAt(driver, story.ref, { do: 'pay', notify: { times: 1, wrongAmount: true } });
    const { paidAmount } = await paymentAt(driver, story.ref);
    const sum = paidAmount ?? 0;
    expect(sum).not.toBe(price.amount);
    const one = await becomes(story.payment.paymentId, 'known', ({ attempts: [one] }) => one?.receivedAmount === sum);
    expect((await casesOf(one.paymentId)).map(({ kind }) => kind)).toContain('amount_differs');
    expect(await stateOfBooking(story.booking.id)).toBe('accepted');
    if (gateway.refund === 'none')
      expect(await statusOf((await sale()).customer, one.paymentId)).toMatchObject({ underReview: true });
    await goesBack(story, one.refunds[0]);
    const back = gateway.refund === 'none' ? 'bank' : driver;
    await standsAs(story, {
      payment: 'failed',
      booking: 'accepted',
      books: { [`received@${driver}`]: sum, [`refunded@${back}`]: -sum },
    });
    expect((await casesOf(one.paymentId)).filter(({ closedAt }) => closedAt === null)).toEqual([]);
  });

  test('declined: the customer may try again, and pays', async () => {
    const story = await opened(gateway);
    const { notifications } = await moveAt(driver, story.ref, { do: 'decline', notify: { times: 1 } });
    expect(notifications.length > 0).toBe(gateway.tells.decline);
    if (!gateway.tells.decline) await clockRuns('clock-payments');
    await standsAs(story, { ...isOpen, payment: gateway.declined });
    await paidAnotherWay(story, gateway.declined);
  });

  test('expired at the gateway: nothing is owed, and the same booking can still be paid', async () => {
    const story = await opened(gateway);
    const { notifications } = await moveAt(driver, story.ref, { do: 'expire', notify: { times: 1 } });
    expect(notifications.length > 0).toBe(gateway.tells.expire);
    if (!gateway.tells.expire) await clockRuns('clock-payments');
    await standsAs(story, { ...isOpen, payment: gateway.expired });
    await paidAnotherWay(story, gateway.expired);
  });

  test.each(['drop-after-accept', '500', '200-with-error'] as const)('%s while opening', async (fault) => {
    await endsWell(await triesToOpen(gateway, fault));
  });

  describe('refunds', () => {
    test('the whole of it, once', async () => {
      const story = await paidOne(gateway);
      const wish = { params: { paymentId: story.payment.paymentId }, body: { reason: 'goodwill', note: 'It rained.' } };
      const refund = await ok<Refund>(await operator(), 'createRefund', wish);
      expect(refund).toMatchObject({ amount: price, reason: 'goodwill' });
      const twice = await call<Problem>(await operator(), 'createRefund', wish);
      expect({ status: twice.status, code: twice.body.code }).toEqual({ status: 409, code: 'refund_too_much' });
      await goesBack(story, refund);
      const back = gateway.refund === 'none' ? 'bank' : driver;
      const one = await standsAs(story, {
        payment: 'refunded',
        // the work may be done or not: what becomes of it the operator says
        booking: 'disputed',
        books: { [`received@${driver}`]: price.amount, [`refunded@${back}`]: -price.amount },
      });
      expect(one.refunds).toHaveLength(1);
      expect((await paymentAt(driver, story.ref)).refunded ?? 0).toBe(gateway.refund === 'none' ? 0 : price.amount);
    });

    test('in two parts; what is left stays', async () => {
      const story = await paidOne(gateway);
      const part = price.amount / 5;
      const params = { paymentId: story.payment.paymentId };
      const body = { amount: part, reason: 'goodwill', note: 'The half of it was late.' };
      let atTheGateway = 0;
      for (const [at, byGateway] of [gateway.refund === 'partial', gateway.parts].entries()) {
        const refund = await ok<Refund>(await operator(), 'createRefund', { params, body });
        expect(refund.amount).toEqual({ ...price, amount: part });
        await goesBack(story, refund, byGateway);
        atTheGateway += byGateway ? part : 0;
        const gone = (at + 1) * part;
        const byHand = gone - atTheGateway;
        await standsAs(story, {
          ...isPaid(gateway),
          books: {
            [`received@${driver}`]: price.amount,
            held: gone - price.amount,
            ...(atTheGateway > 0 && { [`refunded@${driver}`]: -atTheGateway }),
            ...(byHand > 0 && { 'refunded@bank': -byHand }),
          },
        });
      }
      expect((await paymentAt(driver, story.ref)).refunded ?? 0).toBe(atTheGateway);
    });

    test.runIf(gateway.givesBack)(
      'given back at the gateway itself: found, in the books, and a person is told',
      async () => {
        const story = await paidOne(gateway);
        await moveAt(driver, story.ref, { do: 'refund', notify: { times: 1 } });
        await ok(await operator(), 'askPayment', { params: { paymentId: story.payment.paymentId } });
        const one = await standsAs(story, {
          payment: 'refunded',
          booking: 'disputed',
          books: { [`received@${driver}`]: price.amount, [`refunded@${driver}`]: -price.amount },
          flag: 'refunded_at_gateway',
        });
        expect((await casesOf(one.paymentId)).map(({ kind }) => kind)).toEqual(['refunded_at_gateway']);
      },
    );
  });

  test.runIf(gateway.chargeback)(
    'charged back: the booking waits for the operator, and the books say whose loss it is',
    async () => {
      const story = await paidOne(gateway);
      await moveAt(driver, story.ref, { do: 'chargeback', notify: { times: 2 } });
      clawedBack[`${driver} ${price.currency}`] = (clawedBack[`${driver} ${price.currency}`] ?? 0) + price.amount;
      const one = await standsAs(story, {
        payment: 'charged_back',
        booking: 'disputed',
        books: { [`received@${driver}`]: price.amount, [`refunded@${driver}`]: -price.amount },
        flag: 'charged_back',
      });
      expect((await casesOf(one.paymentId)).map(({ kind }) => kind)).toEqual(['charged_back']);
    },
  );
});

describe('at every gateway at once', () => {
  test('no answer at all while opening', async () => {
    const tried = await Promise.all(gateways.map((gateway) => triesToOpen(gateway, 'timeout')));
    for (const one of tried) await endsWell(one);
  });

  test('a hold that runs out unpaid closes what was opened; late money is found and counts while the time is free', async () => {
    const stories: Story[] = [];
    for (const gateway of gateways) stories.push(await opened(gateway));
    await elapse('PT36M');
    await clockRuns('clock-payments', 'clock-bookings');
    for (const story of stories) await standsAs(story, { payment: 'failed', booking: 'expired', books: {} });
    for (const { gateway, ref } of stories)
      await moveAt(gateway.driver, ref, { do: 'pay', late: true, notify: { times: 1 } }).catch((refusal: unknown) => {
        // a way to pay that was called off cannot be paid any more
        expect(String(refusal)).toMatch(/already/);
      });
    await elapse('PT61M');
    await clockRuns('clock-payments');
    for (const story of stories) {
      const { paidAmount } = await paymentAt(story.gateway.driver, story.ref);
      await standsAs(
        story,
        paidAmount === null ? { payment: 'failed', booking: 'expired', books: {} } : isPaid(story.gateway),
      );
    }
  });

  test('after all of it, what lies at each gateway by the books is what its own list says', async () => {
    await nothingLeftOver();
    const now = { lying: await lying(), held: await held() };
    const grown = (at: 'lying' | 'held', key: string) => (now[at][key] ?? 0) - (before[at][key] ?? 0);
    const keys = gateways.map(({ driver, price: { currency } }) => `${driver} ${currency}`);
    expect(Object.fromEntries(keys.map((key) => [key, grown('lying', key)]))).toEqual(
      Object.fromEntries(keys.map((key) => [key, grown('held', key) - (clawedBack[key] ?? 0)])),
    );
    for (const key of keys) expect(grown('lying', key)).toBeGreaterThan(0);
  });
});

/** Where it is known to have come to nothing the same gateway opens another; where it is not, another gateway does. */
async function paidAnotherWay({ gateway, booking, payment, ref }: Story, known: 'failed' | 'pending'): Promise<void> {
  const at = known === 'failed' ? gateway : gateways.find(({ driver }) => driver === gateway.elsewhere);
  if (!at) throw new Error(`no gateway beside ${gateway.driver}`);
  const wish = { kind: 'booking', id: booking.id } as const;
  const again = await opens((await sale()).customer, wish, at.driver, { newAttempt: known === 'pending' });
  expect(again.payment.paymentId).toBe(payment.paymentId);
  expect(again.ref).not.toBe(ref);
  await moveAt(at.driver, again.ref, { do: 'pay', notify: { times: 1 } });
  await standsAs({ gateway, booking, ...again }, isPaid({ ...gateway, driver: at.driver }));
}

async function paidOne(gateway: Gateway): Promise<Story> {
  const story = await opened(gateway);
  await moveAt(gateway.driver, story.ref, { do: 'pay', notify: { times: 1 } });
  await standsAs(story, isPaid(gateway));
  return story;
}

/** A refund leaves through the gateway, at once or when the clock has asked again; where it cannot, by a person's hand. */
async function goesBack(
  { gateway, payment: { paymentId } }: Story,
  wished: Refund | undefined,
  byGateway = gateway.refund !== 'none',
): Promise<void> {
  expect(wished, 'a refund is wished for').toBeDefined();
  const refundId = wished?.refundId ?? '';
  const now = async () => (await seen(paymentId)).refunds.find((one) => one.refundId === refundId);
  if (byGateway) {
    // it may have left by now, or be on its way for a while
    for (let rounds = 0; (await now())?.state !== 'done' && rounds < 4; rounds += 1) await theClockAsks();
    expect(await now()).toMatchObject({ state: 'done', manualReference: null });
    return;
  }
  for (let rounds = 0; (await now())?.state !== 'by_hand' && rounds < 4; rounds += 1) await theClockAsks();
  expect(await now()).toMatchObject({ state: 'by_hand' });
  const open = (await casesOf(paymentId)).filter(({ closedAt }) => closedAt === null);
  expect(open.map(({ kind }) => kind)).toContain('refund_by_hand');
  const reference = `BANK-${refundId.slice(-6)}`;
  const params = { refundId };
  expect(await ok(await operator(), 'settleRefund', { params, body: { reference } })).toMatchObject({
    state: 'done',
    manualReference: reference,
  });
  const again = await call<Problem>(await operator(), 'settleRefund', { params, body: { reference } });
  expect({ status: again.status, code: again.body.code }).toEqual({ status: 409, code: 'already_done' });
  const left = (await casesOf(paymentId)).filter(
    ({ closedAt, kind }) => closedAt === null && kind === 'refund_by_hand',
  );
  expect(left).toEqual([]);
}

type Tried = { gateway: Gateway; booking: Booking; isNew: (one: AtGateway) => boolean; said: unknown };
async function triesToOpen(gateway: Gateway, fault: Fault): Promise<Tried> {
  const { driver } = gateway;
  const booking = await booked(gateway.price);
  const known = new Set((await atGateway(driver)).map(({ ref }) => ref));
  await faultsAt(driver, fault);
  const first = await pay((await sale()).customer, { kind: 'booking', id: booking.id }, driver);
  await faultsAt(driver);
  const said = first.status === 201 ? 'opened' : first.body.code;
  expect(`${driver} ${fault}: ${said}`).toBe(`${driver} ${fault}: ${gateway.faults[fault]}`);
  if (said !== 'opened') expect((first.body as unknown as Problem).detail.length).toBeGreaterThan(10);
  return { gateway, booking, said, isNew: ({ ref, open }) => !known.has(ref) && open };
}

/** However an opening ended, at most one payment can be paid behind it, and the booking is paid once in the end. */
async function endsWell({ gateway, booking, isNew, said }: Tried): Promise<void> {
  const { driver } = gateway;
  const { customer } = await sale();
  const payable = { kind: 'booking', id: booking.id } as const;
  expect(await stateOfBooking(booking.id)).toBe('accepted');
  const made = (await atGateway(driver)).filter(isNew);
  expect(made.length).toBeLessThanOrEqual(1);
  // nothing is opened behind the customer’s back: a gateway that may have opened one is not asked for another
  const second = await pay(customer, payable, driver);
  if (said === doubt) expect(second.body.code).toBe(doubt);
  else expect(second.status).toBe(201);
  const payableNow = (await atGateway(driver)).filter(isNew);
  expect(payableNow).toHaveLength(said === doubt ? made.length : 1);

  const lost = said === doubt && (made.length === 0 || !gateway.findsLost);
  const chosen = lost ? await opens(customer, payable, driver, { newAttempt: true }) : null;
  await moveAt(driver, chosen?.ref ?? payableNow[0]?.ref ?? '', { do: 'pay', notify: { times: 1 } });
  if (said === doubt) await theClockAsks();
  const one = await becomes(await paymentOf(booking), 'paid', ({ state }) => state === 'paid');
  expect(inBooks(one)).toEqual(isPaid(gateway).books);
  expect(one.attempts.filter(({ state }) => state === 'paid')).toHaveLength(1);
  expect(await stateOfBooking(booking.id)).toBe('paid');
}

const paymentOf = async ({ id }: Booking): Promise<string> => {
  const { payment } = await ok<Booking>((await sale()).customer, 'getBooking', { params: { bookingId: id } });
  if (!payment) throw new Error('the booking knows of no payment');
  return payment.id;
};
