import { describe, expect, test } from 'vitest';
import { GatewayTrouble } from '../features/payments/provider.ts';
import type { FailureReason } from '../features/payments/rules.ts';
import { agreementPromises } from './provider-promise-agreements.ts';
import { callbackUrl, faultKinds, playOn, secretOfAttempt, type Opening } from './provider-promise-play.ts';
import { refundPromises } from './provider-promise-refunds.ts';

/** What every driver promises, tried against its gateway's simulator. Which promises apply follows from its powers. */
export function keepsThePromise(name: string, open: Opening): void {
  const play = playOn(open);
  const { powers, facts, onStage, order, other, opened, ask, paid, troubleOf, expectPaid } = play;

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

    if (powers.reopens)
      onStage('the same order opened again opens nothing new, where it says so', async (stage) => {
        stage.faults('drop-after-accept');
        await troubleOf(() => opened(stage), stage);
        expect(stage.refs()).toHaveLength(1);
        const { ref } = await opened(stage);
        expect((await opened(stage)).ref).toBe(ref);
        expect(stage.refs()).toEqual([ref]);
        await stage.pay(ref);
        expectPaid(stage, ref, await ask(stage, ref));
      });

    if (powers.reference === 'ours')
      onStage('a lost opening can be asked about, where the reference is ours', async (stage) => {
        const { reference } = stage.provider;
        if (!reference) throw new Error('the reference is ours, and it gives none');
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

    if (!facts.assumes)
      onStage('another sum is told as it is', async (stage) => {
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

    if (powers.cancel)
      onStage('what it can cancel is cancelled, once', async (stage) => {
        const { cancel } = stage.provider;
        if (!cancel) throw new Error('it says that it can cancel');
        const { ref } = await opened(stage);
        const end = await cancel(ref, stage.price);
        expect(end).toMatchObject({ ref, status: 'failed' });
        expect(await ask(stage, ref)).toMatchObject({ ref, status: 'failed' });
        const late = await stage.provider.open(order(stage, other));
        await stage.pay(late.ref);
        expect((await troubleOf(() => cancel(late.ref, stage.price), stage)).trouble).toBe('refused');
        expectPaid(stage, late.ref, await ask(stage, late.ref));
      });

    refundPromises(play);
    agreementPromises(play);
  });
}

const said = (ref: string, word: FailureReason | 'pending') =>
  word === 'pending' ? { ref, status: 'pending' } : { ref, status: 'failed', reason: word };
