import { describe, expect } from 'vitest';
import type { Agreements } from '../features/payments/provider.ts';
import { faultKinds, type Play, type Stage } from './provider-promise-play.ts';

const day = 86_400_000;

/** A standing agreement renews itself, says when it could not, and takes nothing once it was ended. */
export function agreementPromises({ powers, onStage, order, troubleOf }: Play): void {
  if (!powers.recurring) return;
  const onAgreement = (fact: string, play: (stage: Stage, agreed: Agreements) => Promise<void>) =>
    onStage(fact, async (stage) => {
      if (!stage.provider.agreements) throw new Error('it says that it knows agreements');
      await play(stage, stage.provider.agreements);
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
