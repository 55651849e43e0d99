import { absent, AppError } from '../../core/errors.ts';
import type { Ctx } from '../ctx.ts';
import { followUp, replay, troubleOf } from './asking.ts';
import type { PaymentProvider } from './provider.ts';
import type * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import { paymentLimits, receivedMoney, type Report } from './rules.ts';
import { digest, looksLikeSecret } from './secret.ts';
import { keepReport, owed, type Verdict } from './settling.ts';

/** A gateway calls: kept raw, heard, asked about, settled, thanked. Who does not know the secret learns nothing. */
export async function hearNotice(ctx: Ctx, driver: string, secret: string, request: Request): Promise<Response> {
  const provider = ctx.ports.gateway(driver);
  if (!provider || !looksLikeSecret(secret)) return absent();
  const call = await readCall(request);
  const system = ctx.doors.asSystem('payments: a gateway calls');
  const kept = await system.write(async (tx) => {
    const attempt = await records.attemptByToken(tx, driver, digest(secret));
    if (!attempt) return null;
    const eventId = digest(JSON.stringify([attempt.id, call.method, call.body]));
    return {
      attempt,
      notice: await records.keepNotice(tx, { ...call, attemptId: attempt.id, driver, eventId, now: ctx.now }),
    };
  });
  if (!kept) return absent();
  const { attempt, notice } = kept;
  // what has brought money once says nothing new when it is said again; about anything else the bank may have changed its mind
  const old = notice.times > 1 && (notice.verdict === 'settled' || notice.verdict === 'refund_due');
  if (old && receivedMoney(attempt.state)) return provider.thanks({ method: call.method, home: ctx.ports.siteUrl });

  const judge = (verdict: string) => system.write((tx) => records.judgeNotice(tx, notice.id, verdict, ctx.now));
  const heard = await provider.hear(replay(call)).catch(() => null);
  if (heard === null) {
    await judge('unproven');
    return absent();
  }
  const report = 'proven' in heard ? heard.proven : await look(ctx, provider, attempt, heard.hint, judge);
  if (report !== null) {
    const verdict: Verdict = await keepReport(ctx, attempt.id, report, notice.id);
    followUp(ctx, attempt.id, verdict);
    if (verdict === 'amount_differs' || verdict === 'not_ours')
      ctx.log('a notice needs a look', { attemptId: attempt.id, verdict });
  }
  return provider.thanks({ method: call.method, home: ctx.ports.siteUrl });
}

/** The truth behind a hint. Our own reference counts; a hint only helps an attempt that has none. */
async function look(
  ctx: Ctx,
  provider: PaymentProvider,
  attempt: attempts.AttemptRow,
  hint: string | null,
  judge: (verdict: string) => Promise<unknown>,
): Promise<Report | null> {
  const ref = attempt.ref ?? hint;
  if (ref === null) {
    await judge('nothing_named');
    return null;
  }
  try {
    return await provider.ask(ref, owed(attempt));
  } catch (fault) {
    const { trouble } = troubleOf(ctx, fault, { attemptId: attempt.id, step: 'ask after a call' });
    if (trouble === 'refused') {
      await judge('not_ours');
      return null;
    }
    // kept, and not judged: the gateway calls again, and if it does not, the clock asks
    throw new AppError('gateway_unavailable', { retryAfter: 5, cause: fault });
  }
}

const secretive = /auth|cookie|token|secret|api-?key|password/i;

/** The call as it may be kept: its words, without what would let a reader of the table act in somebody's name. */
async function readCall(request: Request): Promise<{ method: string; headers: Record<string, string>; body: string }> {
  const headers = Object.fromEntries(
    [...request.headers]
      .filter(([name]) => !secretive.test(name))
      .slice(0, 40)
      .map(([name, value]) => [name, value.slice(0, 1000)]),
  );
  const said = request.method === 'GET' ? new URL(request.url).search : await readBody(request);
  // Postgres has no room for a NUL in text
  return { method: request.method, headers, body: said.replaceAll('\u0000', '') };
}

async function readBody(request: Request): Promise<string> {
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > paymentLimits.noticeBytes) throw new AppError('body_too_large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
