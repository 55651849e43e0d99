import { describe, expect } from 'vitest';
import type { Money } from '../core/money.ts';
import { GatewayTrouble, type RefundWish } from '../features/payments/provider.ts';
import { callbackUrl, faultKinds, type Play, type Stage } from './provider-promise-play.ts';

/** Nothing goes back twice, nothing more than was paid, and nothing is called done that is not. */
export function refundPromises({ powers, onStage, opened, ask, paid, troubleOf, expectPaid }: Play): void {
  if (powers.refund === 'none') return;
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
    const ref = await paid(stage);
    const first = await refund(stage, wish(stage, ref));
    expect((await refund(stage, wish(stage, ref, { refundRef: first.refundRef }))).status).toBe(first.status);
    expect(stage.given(ref)).toBe(stage.price.amount);
  });

  onStage('a part goes back as a part, or not at all', async (stage) => {
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

  if (powers.refund === 'partial')
    onStage('two refunds of one payment are two, and never more than was paid', async (stage) => {
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
      const ref = await paid(stage);
      stage.faults(fault);
      const { trouble } = await troubleOf(() => refund(stage, wish(stage, ref)), stage);
      if (trouble !== 'in_doubt') expect(stage.given(ref)).toBe(0);
      await whole(stage, wish(stage, ref));
      expect(stage.given(ref)).toBe(stage.price.amount);
    });
  });
}
