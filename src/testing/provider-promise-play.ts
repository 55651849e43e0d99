import { expect, test } from 'vitest';
import type { Money } from '../core/money.ts';
import {
  GatewayTrouble,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
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

export const secretOfAttempt = 'kQ7-secret-of-this-attempt';
export const callbackUrl = `https://site.test/api/payments/webhook/x/${secretOfAttempt}`;

/** How a stage is opened, and what is known before: which promises apply. */
export type Opening = (() => Promise<Stage>) & { powers: Powers; facts: Facts };

/** What the promises are played with. */
export function playOn(open: Opening) {
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

  return { powers: open.powers, facts: open.facts, onStage, order, other, opened, ask, paid, troubleOf, expectPaid };
}
export type Play = ReturnType<typeof playOn>;
