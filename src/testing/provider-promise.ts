import { describe, expect, test } from 'vitest';
import type { Money } from '../core/money.ts';
import { GatewayTrouble, type Opened, type Order, type PaymentProvider } from '../features/payments/provider.ts';

/** A driver and the simulator it talks to, fresh for each test. */
export type Stage = {
  provider: PaymentProvider;
  /** what the payer or the bank does */
  pay(ref: string, facts?: { wrongAmount?: boolean }): Promise<void>;
  decline(ref: string): Promise<void>;
  expire(ref: string): Promise<void>;
  finishRefund(ref: string): Promise<void>;
  /** the next calls go wrong in this order */
  faults(...next: Fault[]): void;
  /** the references the gateway knows, oldest first */
  refs(): string[];
  /** the call the gateway makes about this payment */
  notice(ref: string): Request;
  passTime(milliseconds: number): void;
  now(): Date;
  /** what must never be seen in an error or a log */
  secrets: string[];
  close?(): Promise<void>;
};
export type Fault = 'timeout' | '500' | '429' | 'garbage' | '200-with-error' | 'drop-after-accept';

const price: Money = { amount: 150_000, currency: 'IQD' };

/** What every driver promises, tried against its gateway's simulator. */
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
    amount: price,
    description: 'Booking 7F3A: حفلة زفاف في بغداد, an evening of oud and violin',
    callbackUrl: 'https://site.test/api/payments/webhook/x/kQ7-secret-of-this-attempt',
    returnUrl: 'https://site.test/en/payments/1/',
    expiresAt: new Date(stage.now().getTime() + 30 * 60_000),
    ...changes,
  });
  const opened = (stage: Stage): Promise<Opened> => stage.provider.open(order(stage));

  async function troubleOf(work: () => Promise<unknown>, stage: Stage): Promise<GatewayTrouble> {
    const fault = await work().then(
      () => null,
      (error: unknown) => error,
    );
    if (!(fault instanceof GatewayTrouble)) throw new Error(`expected the gateway's trouble, met ${String(fault)}`);
    const told = [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause ?? '')].join('\n');
    for (const secret of [...stage.secrets, 'kQ7-secret-of-this-attempt']) expect(told).not.toContain(secret);
    return fault;
  }

  describe(`${name} keeps the promise`, () => {
    onStage('it opens: a reference, a way to pay, an end', async (stage) => {
      const { ref, next, expiresAt } = await opened(stage);
      expect(stage.refs()).toEqual([ref]);
      expect(expiresAt.getTime()).toBeGreaterThan(stage.now().getTime());
      if (next.type === 'redirect') expect(next.url).toMatch(/^https?:\/\//);
      else expect(next.image ?? next.code ?? next.links[0]?.url).toBeTruthy();
    });

    onStage('unpaid is pending', async (stage) => {
      const { ref } = await opened(stage);
      expect(await stage.provider.ask(ref)).toMatchObject({ ref, status: 'pending' });
    });

    onStage('paid names the sum, however often it is asked', async (stage) => {
      const { ref } = await opened(stage);
      await stage.pay(ref);
      for (let time = 0; time < 6; time += 1)
        expect(await stage.provider.ask(ref)).toEqual({ ref, status: 'paid', amount: price });
    });

    onStage('another sum is told as it is', async (stage) => {
      const { ref } = await opened(stage);
      await stage.pay(ref, { wrongAmount: true });
      const report = await stage.provider.ask(ref);
      expect(report).toMatchObject({ status: 'paid', amount: { currency: 'IQD' } });
      expect(report.amount?.amount).not.toBe(price.amount);
    });

    onStage('declined is failed', async (stage) => {
      const { ref } = await opened(stage);
      await stage.decline(ref);
      expect(await stage.provider.ask(ref)).toMatchObject({ ref, status: 'failed', reason: 'cancelled' });
    });

    onStage('run out is failed, and says so', async (stage) => {
      const { ref } = await opened(stage);
      await stage.expire(ref);
      expect(await stage.provider.ask(ref)).toMatchObject({ ref, status: 'failed', reason: 'expired' });
    });

    onStage('a payment it does not know is never paid', async (stage) => {
      await opened(stage);
      const trouble = await troubleOf(() => stage.provider.ask('no/such ref?'), stage);
      expect(trouble.trouble).not.toBe('in_doubt');
    });

    onStage('it goes on when its session has run out', async (stage) => {
      const { ref } = await opened(stage);
      stage.passTime(10 * 60_000);
      expect(await stage.provider.ask(ref)).toMatchObject({ ref, status: 'pending' });
    });

    describe.each<[Fault, 'in_doubt' | 'certain']>([
      ['timeout', 'in_doubt'],
      ['500', 'in_doubt'],
      ['garbage', 'in_doubt'],
      ['drop-after-accept', 'in_doubt'],
      ['429', 'certain'],
      ['200-with-error', 'certain'],
    ])('when opening meets %s', (fault, kind) => {
      onStage(
        kind === 'in_doubt' ? 'it is in doubt, and is not repeated' : 'nothing was made, and it says so',
        async (stage) => {
          stage.faults(fault);
          const trouble = await troubleOf(() => opened(stage), stage);
          expect(trouble.trouble === 'in_doubt').toBe(kind === 'in_doubt');
          expect(stage.refs()).toHaveLength(fault === 'drop-after-accept' ? 1 : 0);
        },
      );
    });

    describe.each<Fault>(['timeout', '500', '429', 'garbage', '200-with-error', 'drop-after-accept'])(
      'when asking meets %s',
      (fault) => {
        onStage('it knows nothing, and asks again the next time', async (stage) => {
          const { ref } = await opened(stage);
          await stage.pay(ref);
          stage.faults(fault);
          await troubleOf(() => stage.provider.ask(ref), stage);
          expect(await stage.provider.ask(ref)).toEqual({ ref, status: 'paid', amount: price });
        });
      },
    );

    onStage('a call is heard: its proof, or a hint at the payment it is about', async (stage) => {
      const { ref } = await opened(stage);
      await stage.pay(ref);
      const heard = await stage.provider.hear(stage.notice(ref));
      if ('proven' in heard) expect(heard.proven).toMatchObject({ ref, status: 'paid', amount: price });
      else expect(heard.hint).toBe(ref);
    });

    test.each([
      ['nothing', ''],
      ['noise', '\u0000\u0001{'],
      ['a list', '[1,2]'],
      ['another shape', '{"id":{"$ne":null},"paymentId":["x"]}'],
      ['a very long reference', JSON.stringify({ id: 'x'.repeat(10_000) })],
    ])('a call of %s proves nothing and breaks nothing', async (_, body) => {
      const stage = await open();
      const heard = await stage.provider
        .hear(
          new Request('https://site.test/hook', {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/json' },
          }),
        )
        .catch((error: unknown) => error);
      // a gateway that signs may throw its refusal; none may take this for proof
      expect(heard).not.toHaveProperty('proven');
      await stage.close?.();
    });

    test('it thanks with a plain success', async () => {
      const stage = await open();
      expect(stage.provider.thanks().ok).toBe(true);
      await stage.close?.();
    });

    onStage('what it can cancel is cancelled, once', async (stage) => {
      const { cancel } = stage.provider;
      if (!cancel) return;
      const { ref } = await opened(stage);
      expect(await cancel(ref)).toMatchObject({ status: 'failed', reason: 'cancelled' });
      const paid = await opened(stage);
      await stage.pay(paid.ref);
      expect((await troubleOf(() => cancel(paid.ref), stage)).trouble).toBe('refused');
      expect(await stage.provider.ask(paid.ref)).toMatchObject({ status: 'paid' });
    });

    onStage('what it can refund goes back whole, once', async (stage) => {
      const { refund } = stage.provider;
      if (!refund) return;
      const { ref } = await opened(stage);
      await troubleOf(() => refund(ref, price), stage);
      await stage.pay(ref);
      expect((await refund(ref, price)).status).toMatch(/^refund_pending$|^refunded$/);
      expect((await refund(ref, price)).status).toMatch(/^refund_pending$|^refunded$/);
      await stage.finishRefund(ref);
      expect(await stage.provider.ask(ref)).toEqual({ ref, status: 'refunded', amount: price });
      expect(await refund(ref, price)).toMatchObject({ status: 'refunded' });
    });
  });
}
