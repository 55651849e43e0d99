import { sql } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { followUp, noteSilence, tell } from './asking.ts';
import { readCall, type Call } from './call.ts';
import { GatewayTrouble, type Heard, type PaymentProvider } from './provider.ts';
import { lookAt, seenIn, type Seen } from './plain.ts';
import * as attempts from './queries/attempts.ts';
import { openCase } from './queries/cases.ts';
import * as records from './queries/notices.ts';
import { dueOf, refundsNamed } from './queries/refunds.ts';
import { carryOutRefund } from './refunding.ts';
import { paymentLimits, receivedMoney } from './rules.ts';
import { looksLikeSecret } from './secret.ts';
import { keepReport, keepUnasked, type Told, type Verdict } from './settling.ts';
import { troubleOf } from './trouble.ts';

/** A gateway calls at the secret address of one payment: kept raw, heard, asked about, settled, thanked. Who does not know the secret learns nothing. */
export async function hearNotice(ctx: Ctx, driver: string, secret: string, request: Request): Promise<Response> {
  // some gateways append a word to the address they were given
  if (secret === 'callback') return hearAccountNotice(ctx, driver, request);
  const provider = ctx.ports.gateway(driver);
  // a word of the operator's own in the account's address: the driver knows it
  if (provider?.powers.address === 'account') return hearAccountNotice(ctx, driver, request);
  if (!provider || !looksLikeSecret(secret)) return absent();
  const call = await readCall(request);
  const token = digestOf(secret);
  const address = attempts.atAddress(driver, token);
  const eventId = digestOf(JSON.stringify([token, call.method, call.said]));
  // kept, and everything it will be judged by, in one round trip
  const { kept, ...found } = await system(ctx).send((db) => ({
    kept: records.keepNoticeAt(db, address, heardAs(ctx, call, { driver, eventId })),
    ...lookAt(ctx, db, address),
  }));
  const [notice] = kept.rows;
  const seen = seenIn(found);
  if (!notice || !seen) return absent();
  const { attempt } = seen;
  const home = `${ctx.ports.siteUrl}/${ctx.locale}/payments/${attempt.paymentId}/`;
  const thanks = () => provider.thanks({ method: call.method, home });
  if (saysNothingNew(notice, attempt)) return thanks();
  const heard = await listen(ctx, provider, call);
  if (heard === 'later') throw new AppError('gateway_unavailable', { retryAfter: 5 });
  if (heard === null) {
    await judge(ctx, notice.id, 'unproven');
    return absent();
  }
  await act(ctx, provider, heard, { attempt, seen, noticeId: notice.id, pause: null });
  return thanks();
}

/**
 * A gateway calls at the one address it has for the whole account. It is heard first; what it names is looked up then. A
 * call about nothing we know is kept, and thanked only if it was proven to be theirs.
 */
export async function hearAccountNotice(ctx: Ctx, driver: string, request: Request): Promise<Response> {
  const provider = ctx.ports.gateway(driver);
  if (!provider || !takesAccountCalls(provider)) return absent();
  const call = await readCall(request);
  const browser = call.method === 'GET';
  const thanks = () => provider.thanks({ method: call.method, home: `${ctx.ports.siteUrl}/${ctx.locale}/payments/` });
  const heard = await listen(ctx, provider, call);
  const attempt = heard === null || heard === 'later' ? null : await attemptOf(ctx, driver, heard);
  const eventId = digestOf(JSON.stringify([call.method, call.said]));
  const { kept, ...found } = await system(ctx).send((db) => ({
    kept: records.keepNotice(db, { ...heardAs(ctx, call, { driver, eventId }), attemptId: attempt?.id ?? null }),
    ...lookAt(ctx, db, sql`${attempt?.id ?? null}::uuid`),
  }));
  const notice = kept[0] ?? absent();
  if (heard === 'later') throw new AppError('gateway_unavailable', { retryAfter: 5 });
  if (heard === null) {
    await judge(ctx, notice.id, 'unproven');
    return browser ? thanks() : absent();
  }
  if (attempt && saysNothingNew(notice, attempt)) return thanks();
  const authentic = provider.powers.trust !== 'hint';
  const known = await act(ctx, provider, heard, {
    attempt,
    seen: seenIn(found),
    noticeId: notice.id,
    // whoever knows a reference may call here: that alone must not make us ask without end
    pause: authentic ? null : paymentLimits.pullEvery,
  });
  return known || authentic || browser ? thanks() : absent();
}

/** What a call proves or names; null when it is not the gateway's. A look-up that failed on the way is no verdict: they call again. */
async function listen(ctx: Ctx, provider: PaymentProvider, call: Call): Promise<Heard | null | 'later'> {
  try {
    return await provider.hear(call.original());
  } catch (fault) {
    if (!(fault instanceof GatewayTrouble) || fault.trouble === 'refused') return null;
    troubleOf(ctx, fault, { driver: provider.name, step: 'hear' });
    return 'later';
  }
}

/** Addresses of payments and of the account are told apart by who was given them; a signature is good at either. */
const takesAccountCalls = ({ powers }: PaymentProvider): boolean =>
  powers.address === 'account' || powers.trust === 'signature';

const system = (ctx: Ctx) => ctx.doors.asSystem('payments: a gateway calls');
const judge = (ctx: Ctx, noticeId: string, verdict: string) =>
  system(ctx).send((db) => ({ judged: records.judgeNotice(db, noticeId, verdict, ctx.now) }));

const heardAs = (ctx: Ctx, call: Call, about: { driver: string; eventId: string }): records.Heard => ({
  ...about,
  method: call.method,
  headers: call.headers,
  body: call.said,
  now: ctx.now,
});

/** What has brought money once says nothing new when it is said again; about anything else the bank may have changed its mind. */
const saysNothingNew = (notice: records.KeptNotice, attempt: attempts.AttemptRow): boolean =>
  // under an agreement the same words are said of every debit
  attempt.mode !== 'agreement' &&
  notice.times > 1 &&
  (notice.verdict === 'settled' || notice.verdict === 'refund_due') &&
  receivedMoney(attempt.state);

async function attemptOf(ctx: Ctx, driver: string, heard: Heard): Promise<attempts.AttemptRow | null> {
  const ref =
    'proven' in heard
      ? heard.proven.ref
      : 'hint' in heard
        ? heard.hint
        : 'agreement' in heard
          ? heard.agreement
          : 'refund' in heard
            ? heard.of
            : null;
  const { named, refund } = await system(ctx).read((db) => ({
    named: attempts.attemptByRef(db, driver, ref ?? ''),
    refund: refundsNamed(db, driver, 'refund' in heard ? heard.refund : ''),
  }));
  return named[0]?.attempt ?? refund[0]?.attempt ?? null;
}

type About = { attempt: attempts.AttemptRow | null; seen: Seen | null; noticeId: string; pause: number | null };

/** True when it is about something we keep. */
async function act(ctx: Ctx, provider: PaymentProvider, heard: Heard, about: About): Promise<boolean> {
  const { attempt, noticeId } = about;
  let { seen } = about;
  if ('nothing' in heard) {
    await judge(ctx, noticeId, 'nothing_named');
    return true;
  }
  if ('agreement' in heard && (attempt === null || receivedMoney(attempt.state))) {
    const known = await agreementMoved(ctx, provider.name, heard.agreement);
    await judge(ctx, noticeId, known ? 'agreement' : 'unknown_reference');
    return known;
  }
  if (attempt === null) {
    if ('refund' in heard && provider.powers.trust === 'signature')
      await refundedUnasked(ctx, provider, heard.refund, noticeId);
    await judge(ctx, noticeId, 'unknown_reference');
    return false;
  }
  if (about.pause !== null) {
    const { pause } = about;
    const { mine, ...found } = await system(ctx).send((db) => ({
      mine: attempts.claimAskIn(db, attempt.id, ctx.now, pause),
      ...lookAt(ctx, db, sql`${attempt.id}::uuid`),
    }));
    if (mine.length === 0) return true;
    seen = seenIn(found);
  }
  if ('refund' in heard) await refundsMoved(ctx, attempt);
  if ('proven' in heard) {
    const verdict = await keepReport(ctx, attempt.id, heard.proven, { noticeId, seen });
    // a proven call that does not fit is compared with what the gateway says when it is asked
    if (verdict !== 'amount_differs' && verdict !== 'not_ours') {
      followUp(ctx, attempt.id, verdict);
      return true;
    }
  }
  await look(ctx, provider, attempt, 'hint' in heard ? heard.hint : 'agreement' in heard ? heard.agreement : null, {
    noticeId,
    seen,
  });
  // what came in may have been news too, so it is looked at first
  if ('refund' in heard && heard.done) await keepUnasked(ctx, attempt.id, heard.refund, heard.done);
  return true;
}

/** The truth behind a hint. Our own reference counts; a hint only helps an attempt that has none. */
async function look(
  ctx: Ctx,
  provider: PaymentProvider,
  attempt: attempts.AttemptRow,
  hint: string | null,
  { noticeId, seen }: { noticeId: string; seen: Seen | null },
): Promise<void> {
  const ref = attempt.ref ?? hint;
  if (ref === null) return void (await judge(ctx, noticeId, 'nothing_named'));
  try {
    const { report, agreement } = await tell(provider, attempt, ref);
    const told: Told = { noticeId, agreement, seen };
    const verdict: Verdict = await keepReport(ctx, attempt.id, report, told);
    await noteSilence(ctx, provider, attempt, false);
    followUp(ctx, attempt.id, verdict);
    if (verdict === 'amount_differs' || verdict === 'not_ours')
      ctx.log('a notice needs a look', { attemptId: attempt.id, verdict });
  } catch (fault) {
    const { trouble } = troubleOf(ctx, fault, { attemptId: attempt.id, step: 'ask after a call' });
    if (trouble === 'refused') return void (await judge(ctx, noticeId, 'not_ours'));
    await noteSilence(ctx, provider, attempt, true);
    // kept, and not judged: the gateway calls again, and if it does not, the clock asks
    throw new AppError('gateway_unavailable', { retryAfter: 5, cause: fault });
  }
}

async function agreementMoved(ctx: Ctx, driver: string, ref: string): Promise<boolean> {
  try {
    return await ctx.ports.agreementMoved(ctx, driver, ref);
  } catch (fault) {
    troubleOf(ctx, fault, { agreement: ref, step: 'ask after a call' });
    throw new AppError('gateway_unavailable', { retryAfter: 5, cause: fault });
  }
}

/** A refund that is truly theirs, of nothing we can name: made in the gateway's own office. Only a person can find its payment. */
const refundedUnasked = (ctx: Ctx, provider: PaymentProvider, refund: string, noticeId: string) =>
  system(ctx).write((tx) =>
    openCase(
      tx,
      {
        kind: 'refunded_at_gateway',
        subject: `${provider.name} ${refund}`,
        driver: provider.name,
        facts: { refund, noticeId },
      },
      ctx.now,
    ),
  );

async function refundsMoved(ctx: Ctx, attempt: attempts.AttemptRow): Promise<void> {
  const { due } = await system(ctx).read((db) => ({ due: dueOf(db, attempt.id) }));
  for (const { id } of due) await carryOutRefund(ctx, id, 0);
}
