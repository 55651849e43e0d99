import { describe, expect, test } from 'vitest';
import type { Money } from '../core/money.ts';
import {
  GatewayTrouble,
  type Agreements,
  type Opened,
  type Order,
  type PaymentProvider,
  type RefundWish,
} from '../features/payments/provider.ts';
import type { FailureReason, Report } from '../features/payments/rules.ts';

/** What is known of a gateway that its powers do not say. */
export type Facts = {
  /** a sum it takes; divisible by ten */
  price: Money;
  /** what it says after the payer's no, and after the end of the payer's time; `pending`: it never says */
  declined: FailureReason | 'pending';
  expired: FailureReason | 'pending';
  /** a success status around an error: does it prove that nothing was made? */
  errorInSuccess: 'certain' | 'in_doubt';
  /** its answers may name no sum */
  assumes?: boolean;
  /** asked about a payment it does not tell what went back of it */
  hidesRefunds?: boolean;
  /** it refunds in parts, but each payment only once */
  refundsOnce?: boolean;
  /** what must never be seen in an error or a log */
  secrets: string[];
};

/** A driver and the simulator it talks to, fresh for each test. */
export type Stage = Facts & {
  provider: PaymentProvider;
  /** what the payer or the bank does */
  pay(ref: string, facts?: { wrongAmount?: boolean }): Promise<void>;
  decline(ref: string): Promise<void>;
  expire(ref: string): Promise<void>;
  /** the bank carries out what it has taken on */
  finishRefund(ref: string): Promise<void>;
  /** how much the gateway itself has sent back, or taken on to send */
  given(ref: string): number;
  /** the next calls go wrong in this order */
  faults(...next: Fault[]): void;
  /** the references the gateway knows, oldest first */
  refs(): string[];
  /** the call the gateway makes about this payment */
  notice(ref: string): Request | Promise<Request>;
  /** a call that claims it is paid, made by somebody who has no secret */
  forged(ref: string): Request | Promise<Request>;
  /** the clock goes on, and the gateway does what falls due */
  passTime(milliseconds: number): Promise<void>;
  now(): Date;
  close?(): Promise<void>;
};
export const faultKinds = ['timeout', '500', '429', 'garbage', '200-with-error', 'drop-after-accept'] as const;
export type Fault = (typeof faultKinds)[number];

const secretOfAttempt = 'kQ7-secret-of-this-attempt';
const callbackUrl = `https://site.test/api/payments/webhook/x/${secretOfAttempt}`;
const day = 86_400_000;

/** What every driver promises, tried against its gateway's simulator. Which promises apply follows from its powers. */
export function keepsThePromise(name: string, open: () => Promise<Stage>): void {
  const onStage = (fact: string, play: (stage: Stage) => Promise<void>) =>
    test(fact, async () => {
      const stage = await open();
      try {
        await play(stage);
      } finally {
        await stage.close?.();
      }
    });

  const order = (stage: Stage, changes: Partial<Order> = {}): Order => ({
    attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
    amount: stage.price,
    description: 'Booking 7F3A: حفلة زفاف في بغداد, an evening of oud and violin',
    callbackUrl,
    returnUrl: 'https://site.test/en/payments/1/',
    expiresAt: new Date(stage.now().getTime() + 30 * 60_000),
    locale: 'ckb',
    payer: { name: 'Sara Ahmed', email: 'sara@example.test' },
    ...changes,
  });
  const other = { attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0002' };
  const opened = (stage: Stage): Promise<Opened> => stage.provider.open(order(stage));
  const ask = (stage: Stage, ref: string): Promise<Report> => stage.provider.ask(ref, stage.price);
  async function paid(stage: Stage): Promise<string> {
    const { ref } = await opened(stage);
    await stage.pay(ref);
    return ref;
  }

  async function troubleOf(work: () => Promise<unknown>, stage: Stage): Promise<GatewayTrouble> {
    const fault = await work().then(
      () => null,
      (error: unknown) => error,
    );
    if (!(fault instanceof GatewayTrouble)) throw new Error(`expected the gateway's trouble, met ${String(fault)}`);
    const told = [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause ?? '')].join('\n');
    for (const secret of [...stage.secrets, secretOfAttempt]) expect(told).not.toContain(secret);
    return fault;
  }

  function expectPaid(stage: Stage, ref: string, report: Report, refunded = 0): void {
    expect(report).toMatchObject({ ref, status: 'paid', amount: stage.price });
    if (report.status !== 'paid') return;
    // a sum that was not named is never passed off as one that was
    expect(report.assumed).toBe(stage.assumes ? true : undefined);
    if (!stage.hidesRefunds) expect(report.refunded?.amount ?? 0).toBe(refunded);
  }

  describe(`${name} keeps the promise`, () => {
    onStage('what it can do is what it says', async ({ provider }) => {
      const { powers } = provider;
      expect(provider.cancel !== undefined).toBe(powers.cancel);
      expect(provider.refund !== undefined).toBe(powers.refund !== 'none');
      expect(provider.agreements !== undefined).toBe(powers.recurring);
      expect(provider.reference !== undefined).toBe(powers.reference === 'ours');
      expect(powers.currencies.length).toBeGreaterThan(0);
      expect(powers.amountFormat).not.toBe('');
    });

    onStage('it opens: a reference, a way to pay, an end', async (stage) => {
      const { ref, next, expiresAt } = await opened(stage);
      expect(stage.refs()).toEqual([ref]);
      expect(ref).toBe(stage.provider.reference?.(order(stage).attemptId) ?? ref);
      expect(expiresAt.getTime()).toBeGreaterThan(stage.now().getTime());
      if (next.type === 'redirect') expect(next.url).toMatch(/^https?:\/\//);
      else expect(next.image ?? next.code ?? next.links[0]?.url).toBeTruthy();
    });

    onStage('two attempts are two payments', async (stage) => {
      const first = await opened(stage);
      const second = await stage.provider.open(order(stage, other));
      expect(stage.refs()).toEqual([first.ref, second.ref]);
      await stage.pay(second.ref);
      expect(await ask(stage, first.ref)).toMatchObject({ ref: first.ref, status: 'pending' });
    });

    onStage('the same order opened again opens nothing new, where it says so', async (stage) => {
      if (!stage.provider.powers.reopens) return;
      stage.faults('drop-after-accept');
      await troubleOf(() => opened(stage), stage);
      expect(stage.refs()).toHaveLength(1);
      const { ref } = await opened(stage);
      expect((await opened(stage)).ref).toBe(ref);
      expect(stage.refs()).toEqual([ref]);
      await stage.pay(ref);
      expectPaid(stage, ref, await ask(stage, ref));
    });

    onStage('a lost opening can be asked about, where the reference is ours', async (stage) => {
      const { reference } = stage.provider;
      if (!reference) return;
      const ref = reference(order(stage).attemptId);
      expect(reference(other.attemptId)).not.toBe(ref);
      stage.faults('drop-after-accept');
      expect((await troubleOf(() => opened(stage), stage)).trouble).toBe('in_doubt');
      expect(stage.refs()).toEqual([ref]);
      expect(await ask(stage, ref)).toMatchObject({ ref, status: 'pending' });
      await stage.pay(ref);
      expectPaid(stage, ref, await ask(stage, ref));
    });

    onStage('unpaid is pending', async (stage) => {
      const { ref } = await opened(stage);
      expect(await ask(stage, ref)).toMatchObject({ ref, status: 'pending' });
    });

    onStage('paid names the sum, however often it is asked', async (stage) => {
      const ref = await paid(stage);
      for (let time = 0; time < 6; time += 1) expectPaid(stage, ref, await ask(stage, ref));
    });

    onStage('another sum is told as it is', async (stage) => {
      if (stage.assumes) return;
      const { ref } = await opened(stage);
      await stage.pay(ref, { wrongAmount: true });
      const report = await ask(stage, ref);
      expect(report).toMatchObject({ status: 'paid', amount: { currency: stage.price.currency } });
      expect(report.amount?.amount).not.toBe(stage.price.amount);
    });

    onStage('declined is told as far as the gateway tells it', async (stage) => {
      const { ref } = await opened(stage);
      await stage.decline(ref);
      expect(await ask(stage, ref)).toMatchObject(said(ref, stage.declined));
    });

    onStage('run out is told as far as the gateway tells it', async (stage) => {
      const { ref } = await opened(stage);
      await stage.expire(ref);
      expect(await ask(stage, ref)).toMatchObject(said(ref, stage.expired));
    });

    onStage('a payment it does not know is never paid', async (stage) => {
      await paid(stage);
      const met = await ask(stage, 'no/such ref?').catch((error: unknown) => error);
      if (met instanceof GatewayTrouble) expect(met.trouble).not.toBe('in_doubt');
      // "not found" may mean "not tried yet", but only of a reference that we gave
      else expect([stage.provider.powers.reference, met]).toMatchObject(['ours', { status: 'pending' }]);
    });

    onStage('it goes on when its session has run out', async (stage) => {
      const { ref } = await opened(stage);
      await stage.passTime(15 * 60_000);
      expect(await ask(stage, ref)).toMatchObject({ ref, status: 'pending' });
      await stage.pay(ref);
      expectPaid(stage, ref, await ask(stage, ref));
    });

    describe.each(faultKinds)('when opening meets %s', (fault) => {
      onStage('it says whether something may have been made, and does not repeat itself', async (stage) => {
        stage.faults(fault);
        const { trouble } = await troubleOf(() => opened(stage), stage);
        const doubtful = fault === '200-with-error' ? stage.errorInSuccess === 'in_doubt' : fault !== '429';
        expect(trouble === 'in_doubt').toBe(doubtful);
        expect(stage.refs()).toHaveLength(fault === 'drop-after-accept' ? 1 : 0);
      });
    });

    describe.each(faultKinds)('when asking meets %s', (fault) => {
      onStage('it knows nothing, and asks again the next time', async (stage) => {
        const ref = await paid(stage);
        stage.faults(fault);
        await troubleOf(() => ask(stage, ref), stage);
        expectPaid(stage, ref, await ask(stage, ref));
      });
    });

    onStage('a call is heard: its proof, or a hint at the payment it is about', async (stage) => {
      const ref = await paid(stage);
      const call = await stage.notice(ref);
      if (stage.provider.powers.address === 'payment') expect(call.url.startsWith(callbackUrl)).toBe(true);
      else expect(call.url).not.toContain(secretOfAttempt);
      const heard = await stage.provider.hear(call);
      if ('proven' in heard) {
        expect(stage.provider.powers.trust).toBe('signature');
        expectPaid(stage, ref, heard.proven);
      } else expect(heard).toEqual({ hint: ref });
    });

    onStage('the claim of a stranger proves nothing, and is turned away where calls are signed', async (stage) => {
      const { ref } = await opened(stage);
      const claim = await stage.forged(ref);
      const { trust } = stage.provider.powers;
      if (trust === 'hint') {
        const heard = await stage.provider.hear(claim).catch((error: unknown) => error);
        expect(heard).not.toHaveProperty('proven');
      } else expect((await troubleOf(() => stage.provider.hear(claim), stage)).trouble).toBe('refused');
      expect(await ask(stage, ref)).toMatchObject({ status: 'pending' });
    });

    onStage('a call that was changed on its way proves nothing', async (stage) => {
      const ref = await paid(stage);
      const call = await stage.notice(ref);
      const { method, url, headers } = call;
      if (method === 'GET') return;
      const body = `${await call.text()} `;
      const heard = () => stage.provider.hear(new Request(url, { method, headers, body }));
      if (stage.provider.powers.trust === 'signature') expect((await troubleOf(heard, stage)).trouble).toBe('refused');
      else expect(await heard()).not.toHaveProperty('proven');
    });

    test.each([
      ['nothing', ''],
      ['noise', '\u0000\u0001{'],
      ['a list', '[1,2]'],
      ['another shape', '{"id":{"$ne":null},"paymentId":["x"],"data":{"object":7}}'],
      ['a very long reference', JSON.stringify({ id: 'x'.repeat(10_000) })],
    ])('a call of %s proves nothing and breaks nothing', async (_, body) => {
      const stage = await open();
      const headers = { 'content-type': 'application/json' };
      const heard = await stage.provider
        .hear(new Request(callbackUrl, { method: 'POST', body, headers }))
        .catch((error: unknown) => error);
      if (heard instanceof Error) expect(heard).toBeInstanceOf(GatewayTrouble);
      expect(heard).not.toHaveProperty('proven');
      await stage.close?.();
    });

    onStage('it thanks with a plain success, and sends a browser home', async ({ provider }) => {
      const home = 'https://site.test/en/';
      expect(provider.thanks({ method: 'POST', home }).ok).toBe(true);
      const browser = provider.thanks({ method: 'GET', home });
      if (!browser.ok) expect([303, home]).toEqual([browser.status, browser.headers.get('location')]);
    });

    onStage('what it can cancel is cancelled, once', async (stage) => {
      const { cancel } = stage.provider;
      if (!cancel) return;
      const { ref } = await opened(stage);
      const end = await cancel(ref, stage.price);
      expect(end).toMatchObject({ ref, status: 'failed' });
      expect(await ask(stage, ref)).toMatchObject({ ref, status: 'failed' });
      const late = await stage.provider.open(order(stage, other));
      await stage.pay(late.ref);
      expect((await troubleOf(() => cancel(late.ref, stage.price), stage)).trouble).toBe('refused');
      expectPaid(stage, late.ref, await ask(stage, late.ref));
    });

    refunds();
    agreements();
  });

  function refunds(): void {
    const wish = (stage: Stage, ref: string, changes: Partial<RefundWish> = {}): RefundWish => ({
      refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff00a1',
      ref,
      amount: stage.price,
      paid: stage.price,
      refundedBefore: { ...stage.price, amount: 0 },
      reason: 'goodwill',
      callbackUrl,
      refundRef: null,
      ...changes,
    });
    const part = (stage: Stage, tenths: number): Money => ({
      ...stage.price,
      amount: (stage.price.amount / 10) * tenths,
    });
    const refund = (stage: Stage, wished: RefundWish) => {
      if (!stage.provider.refund) throw new Error('it cannot refund');
      return stage.provider.refund(wished);
    };
    /** until the gateway says that it is done */
    async function whole(stage: Stage, wished: RefundWish): Promise<void> {
      const report = await refund(stage, wished);
      expect(report.status).toMatch(/^(done|pending)$/);
      if (report.status === 'done') return;
      const { askRefund } = stage.provider;
      if (!askRefund) throw new Error('a refund that may be pending must be asked about');
      const known = { ...wished, refundRef: report.refundRef };
      expect((await askRefund(known)).status).toBe('pending');
      await stage.finishRefund(wished.ref);
      expect((await askRefund(known)).status).toBe('done');
    }

    onStage('what was paid goes back whole, once', async (stage) => {
      if (!stage.provider.refund) return;
      const { ref } = await opened(stage);
      await troubleOf(() => refund(stage, wish(stage, ref)), stage);
      expect(stage.given(ref)).toBe(0);
      await stage.pay(ref);
      await whole(stage, wish(stage, ref));
      expect(stage.given(ref)).toBe(stage.price.amount);
      expect((await refund(stage, wish(stage, ref))).status).toBe('done');
      expect(stage.given(ref)).toBe(stage.price.amount);
      if (!stage.hidesRefunds) expect(await ask(stage, ref)).toEqual({ ref, status: 'refunded', amount: stage.price });
    });

    onStage('wished twice before it is done, it goes back once', async (stage) => {
      if (!stage.provider.refund) return;
      const ref = await paid(stage);
      const first = await refund(stage, wish(stage, ref));
      expect((await refund(stage, wish(stage, ref, { refundRef: first.refundRef }))).status).toBe(first.status);
      expect(stage.given(ref)).toBe(stage.price.amount);
    });

    onStage('a part goes back as a part, or not at all', async (stage) => {
      if (!stage.provider.refund) return;
      const ref = await paid(stage);
      const first = wish(stage, ref, { amount: part(stage, 4) });
      if (stage.provider.powers.refund === 'full') {
        expect((await troubleOf(() => refund(stage, first), stage)).trouble).toBe('refused');
        return expect(stage.given(ref)).toBe(0);
      }
      await whole(stage, first);
      await refund(stage, first);
      expect(stage.given(ref)).toBe(first.amount.amount);
      expectPaid(stage, ref, await ask(stage, ref), first.amount.amount);
    });

    onStage('two refunds of one payment are two, and never more than was paid', async (stage) => {
      if (stage.provider.powers.refund !== 'partial') return;
      const ref = await paid(stage);
      const before = { refundedBefore: part(stage, 4) };
      await whole(stage, wish(stage, ref, { amount: part(stage, 4) }));
      const tooMuch = wish(stage, ref, { ...before, refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff00a2' });
      const met = await refund(stage, tooMuch).catch((error: unknown) => error);
      if (met instanceof GatewayTrouble) expect(met.trouble).toBe('refused');
      else expect(met).toMatchObject({ status: 'failed' });
      expect(stage.given(ref)).toBe(part(stage, 4).amount);
      const second = { ...before, amount: part(stage, 4), refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff00a3' };
      if (stage.refundsOnce) {
        await refund(stage, wish(stage, ref, second)).catch(() => null);
        return expect(stage.given(ref)).toBe(part(stage, 4).amount);
      }
      await whole(stage, wish(stage, ref, second));
      expect(stage.given(ref)).toBe(part(stage, 8).amount);
      expectPaid(stage, ref, await ask(stage, ref), part(stage, 8).amount);
      const rest = { amount: part(stage, 2), refundedBefore: part(stage, 8) };
      await whole(stage, wish(stage, ref, { ...rest, refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff00a4' }));
      if (!stage.hidesRefunds) expect(await ask(stage, ref)).toEqual({ ref, status: 'refunded', amount: stage.price });
    });

    describe.each(faultKinds)('when a refund meets %s', (fault) => {
      onStage('it is wished again, and the money goes back once', async (stage) => {
        if (!stage.provider.refund) return;
        const ref = await paid(stage);
        stage.faults(fault);
        const { trouble } = await troubleOf(() => refund(stage, wish(stage, ref)), stage);
        if (trouble !== 'in_doubt') expect(stage.given(ref)).toBe(0);
        await whole(stage, wish(stage, ref));
        expect(stage.given(ref)).toBe(stage.price.amount);
      });
    });
  }

  function agreements(): void {
    const onAgreement = (fact: string, play: (stage: Stage, agreed: Agreements) => Promise<void>) =>
      onStage(fact, async (stage) => {
        if (stage.provider.agreements) await play(stage, stage.provider.agreements);
      });
    const agree = (stage: Stage, agreed: Agreements) => agreed.open({ ...order(stage), interval: 'month' });
    async function begun(stage: Stage, agreed: Agreements): Promise<string> {
      const { ref } = await agree(stage, agreed);
      await stage.pay(ref);
      return ref;
    }

    onAgreement('an agreement begins with one payment', async (stage, agreed) => {
      const { ref, next } = await agree(stage, agreed);
      expect(next.type === 'redirect' ? next.url : (next.image ?? next.code ?? next.links[0]?.url)).toBeTruthy();
      expect(await agreed.ask(ref)).toMatchObject({ status: 'pending', payments: [], paidUntil: null });
      await stage.pay(ref);
      const report = await agreed.ask(ref);
      expect(report).toMatchObject({ status: 'active', cancelAtPeriodEnd: false, payments: [{ amount: stage.price }] });
      expect(report.payments).toHaveLength(1);
      const [first] = report.payments;
      expect(first?.periodEnd.getTime()).toBeGreaterThan(stage.now().getTime() + 27 * day);
      expect(report.paidUntil).toEqual(first?.periodEnd);
      // asked by its own reference it says the same, and the payment keeps its name
      expect(await agreed.ask(report.ref)).toEqual(report);
    });

    onAgreement('it renews itself: a period later there is another payment', async (stage, agreed) => {
      const ref = await begun(stage, agreed);
      const [first] = (await agreed.ask(ref)).payments;
      await stage.passTime(32 * day);
      const report = await agreed.ask(ref);
      const [second] = report.payments;
      expect(report.status).toBe('active');
      expect(second).toMatchObject({ amount: stage.price });
      expect(second?.ref).not.toBe(first?.ref);
      expect(second?.paidAt.getTime()).toBeGreaterThan(first?.paidAt.getTime() ?? Number.NaN);
      expect(report.paidUntil?.getTime()).toBeGreaterThan(stage.now().getTime());
      const refs = new Set([first, ...report.payments].map((one) => one?.ref));
      expect(refs.size).toBe(2);
    });

    onAgreement('a renewal that is refused is past due, and can be mended', async (stage, agreed) => {
      const ref = await begun(stage, agreed);
      const before = await agreed.ask(ref);
      await stage.decline(ref);
      expect((await agreed.ask(ref)).status).toBe('active');
      await stage.passTime(32 * day);
      const report = await agreed.ask(ref);
      expect(report.status).toBe('past_due');
      expect(report.payments.map((one) => one.ref)).toEqual(before.payments.map((one) => one.ref));
      expect(report.paidUntil?.getTime()).toBeLessThan(stage.now().getTime());
      await stage.pay(ref);
      const mended = await agreed.ask(ref);
      expect(mended.status).toBe('active');
      expect(mended.payments[0]?.ref).not.toBe(before.payments[0]?.ref);
      expect(mended.paidUntil?.getTime()).toBeGreaterThan(stage.now().getTime());
    });

    describe.each(['period_end', 'now'] as const)('cancelled, %s', (when) => {
      onAgreement('it takes no more money, and what was paid stays paid', async (stage, agreed) => {
        const ref = await begun(stage, agreed);
        const before = await agreed.ask(ref);
        const report = await agreed.cancel(before.ref, when);
        expect(report.status === 'ended' || (when === 'period_end' && report.cancelAtPeriodEnd)).toBe(true);
        expect(report.payments).toEqual(before.payments);
        if (when === 'period_end') expect(report.paidUntil).toEqual(before.paidUntil);
        // cancelled twice is cancelled
        expect((await agreed.cancel(before.ref, when)).payments).toEqual(before.payments);
        await stage.passTime(64 * day);
        const later = await agreed.ask(ref);
        expect(later.status).toBe('ended');
        expect(later.payments).toEqual(before.payments);
      });
    });

    onAgreement('one that the payer turns down takes nothing', async (stage, agreed) => {
      const { ref } = await agree(stage, agreed);
      await stage.decline(ref);
      const report = await agreed.ask(ref);
      expect(report.status).toMatch(/^(failed|pending)$/);
      expect(report.payments).toEqual([]);
    });

    onAgreement('one that nobody knows is never active', async (stage, agreed) => {
      await begun(stage, agreed);
      expect((await troubleOf(() => agreed.ask('no/such ref?'), stage)).trouble).not.toBe('in_doubt');
    });

    describe.each(faultKinds)('when an agreement meets %s', (fault) => {
      onAgreement('its opening says whether something may have been made', async (stage, agreed) => {
        stage.faults(fault);
        const { trouble } = await troubleOf(() => agree(stage, agreed), stage);
        const doubtful = fault === '200-with-error' ? stage.errorInSuccess === 'in_doubt' : fault !== '429';
        expect(trouble === 'in_doubt').toBe(doubtful);
        expect(stage.refs()).toHaveLength(fault === 'drop-after-accept' ? 1 : 0);
      });
      onAgreement('a question is asked again the next time', async (stage, agreed) => {
        const ref = await begun(stage, agreed);
        stage.faults(fault);
        await troubleOf(() => agreed.ask(ref), stage);
        expect(await agreed.ask(ref)).toMatchObject({ status: 'active', payments: [{ amount: stage.price }] });
      });
    });

    onAgreement('a call about it names it', async (stage, agreed) => {
      const ref = await begun(stage, agreed);
      const heard = await stage.provider.hear(await stage.notice(ref));
      if (!('agreement' in heard)) throw new Error(`expected an agreement, heard ${Object.keys(heard).join()}`);
      expect((await agreed.ask(heard.agreement)).status).toBe('active');
    });
  }
}

const said = (ref: string, word: FailureReason | 'pending') =>
  word === 'pending' ? { ref, status: 'pending' } : { ref, status: 'failed', reason: word };
