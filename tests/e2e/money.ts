// Money from outside: something to sell in every currency, any gateway to pay it at, and the books as the operator reads them.
import { expect } from 'vitest';
import { call, local, ok, person, until, type Answer, type Json, type Person, type Who } from './outside.ts';
import { bookingOf, workAlways, type Booking, type Money } from './story.ts';

export type AtGateway = {
  ref: string;
  state: string;
  open: boolean;
  amount: number;
  paidAmount: number | null;
  refunded?: number;
  currency: string;
  agreement?: { state: string; paidUntil: string | null; nextDebitAt: string | null };
  notices: { says: string; status: number | null }[];
};
export type Created = {
  paymentId: string;
  attemptId: string;
  state: string;
  redirectUrl: string;
  nextAction: { type: string; url?: string };
  amount: Money;
};
export type Refund = {
  refundId: string;
  state: string;
  amount: Money;
  reason: string;
  refundRef: string | null;
  manualReference: string | null;
};
export type Seen = {
  paymentId: string;
  payable: { kind: string; id: string };
  state: string;
  flag: string | null;
  amount: Money;
  paidThrough: string | null;
  attempts: { id: string; driver: string; ref: string | null; state: string; receivedAmount: number | null }[];
  notices: { driver: string; verdict: string | null; times: number; body: string }[];
  refunds: Refund[];
  ledger: {
    kind: string;
    lines: { account: string; amount: number; currency: string; driver: string | null; userId: string | null }[];
  }[];
  audit: { action: string; actorId: string | null; reason: string | null }[];
};
export type Case = {
  caseId: string;
  kind: string;
  paymentId: string | null;
  closedAt: string | null;
  closedBy: string | null;
  resolution: string | null;
};
export type Books = {
  lies: { driver: string; currency: string; sum: number }[];
  leftOver: { currency: string; sum: number }[];
};

export const elapse = (advance: string) => local('clock', { advance });
export const atGateway = async (driver: string): Promise<AtGateway[]> =>
  (await local<{ driver: string; payments: AtGateway[] }[]>('gateways')).find((one) => one.driver === driver)
    ?.payments ?? [];
export const paymentAt = async (driver: string, ref: string): Promise<AtGateway> => {
  const found = (await atGateway(driver)).find((one) => one.ref === ref);
  if (!found) throw new Error(`${driver} knows no ${ref}`);
  return found;
};
export const moveAt = (driver: string, ref: string, what: Json) =>
  local<AtGateway & { notifications: { status: number | null }[] }>(
    `gateways/${driver}/payments/${encodeURIComponent(ref)}`,
    what,
  );
/** The next calls to the gateway go wrong in this order; without a word everything is well again. */
export const faultsAt = (driver: string, ...next: string[]) => local(`gateways/${driver}/faults`, { next });
/** The clock's own work, and nothing of it may trip. */
export async function clockRuns(...names: string[]): Promise<void> {
  for (const name of names) {
    const ran = await local<{ ok: boolean; report: Json }>(`jobs/${name}`, {});
    expect(ran, `${name} has run`).toMatchObject({ ok: true });
  }
}

export const operator = () => person((one) => one.role === 'admin');
export const seen = async (paymentId: string): Promise<Seen> =>
  ok<Seen>(await operator(), 'getOperatorPayment', { params: { paymentId } });
export const books = async (): Promise<Books> => ok<Books>(await operator(), 'getLedger');

/** Every case about one payment, those that were closed as well. */
export const casesOf = async (paymentId: string): Promise<Case[]> =>
  (await Promise.all([casesThatAre('open', paymentId), casesThatAre('closed', paymentId)])).flat();

async function casesThatAre(standing: 'open' | 'closed', paymentId: string): Promise<Case[]> {
  const who = await operator();
  const found: Case[] = [];
  for (let cursor: string | null = null; ;) {
    const query: Record<string, string | number> = {
      limit: 100,
      closed: String(standing === 'closed'),
      ...(cursor === null ? {} : { cursor }),
    };
    const page: { items: Case[]; nextCursor: string | null } = await ok(who, 'listCases', { query });
    found.push(...page.items.filter((one) => one.paymentId === paymentId));
    // newest first, and ids grow with time: no case about a payment is older than the payment
    if (page.nextCursor === null || (page.items.at(-1)?.caseId ?? '') < paymentId) return found;
    cursor = page.nextCursor;
  }
}

/** What the books say of one payment: a sum per account, accounts that came to nothing left out. Every entry must balance. */
export function inBooks({ ledger, amount }: Seen): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { kind, lines } of ledger) {
    expect(
      lines.reduce((sum, line) => sum + line.amount, 0),
      `${kind} balances`,
    ).toBe(0);
    for (const line of lines) {
      expect(line.currency).toBe(amount.currency);
      const name = line.driver === null ? line.account : `${line.account}@${line.driver}`;
      sums[name] = (sums[name] ?? 0) + line.amount;
    }
  }
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

export type Sale = { customer: Person; talent: Person; services: Record<string, string> };
let offers: Promise<Sale> | null = null;
/** A talent who sells the same thing in dinars, dirhams and dollars, and a customer for it. */
export const sale = (): Promise<Sale> =>
  (offers ??= (async () => {
    const customer = await person((one) => one.clerkId === 'user_demo_omar_individual');
    const talent = await person((one) => one.role === 'talent' && one.plan === 'AGENCY');
    await workAlways(talent);
    const services: Record<string, string> = {};
    for (const currency of ['IQD', 'MAD', 'USD']) {
      const title = `An hour by telephone (${currency})`;
      const profile = await ok<{ services: { id: string; title: { en?: string } }[] }>(talent, 'createService', {
        body: { title: { en: title }, price: { amount: 150_000, currency }, durationMinutes: 15, place: 'remote' },
      });
      const made = profile.services.findLast((one) => one.title.en === title);
      if (!made) throw new Error('the service that was made is not among the talent’s');
      services[currency] = made.id;
    }
    return { customer, talent, services };
  })());

let hour = Math.floor(Math.random() * 2000);
/** A time of its own for everyone who asks: an hour after the last, far from what the demo has taken, elsewhere at each run. */
function nextTime(): string {
  hour += 1;
  const at = new Date(Date.now() + 150 * 86_400_000 + hour * 3_600_000);
  at.setUTCMinutes(0, 0, 0);
  return at.toISOString();
}

/** A booking that waits for its payment. */
export async function booked(price: Money): Promise<Booking> {
  const { customer, talent, services } = await sale();
  for (let tries = 0; ; tries += 1) {
    const answer = await call<Booking>(customer, 'requestBooking', {
      body: { serviceId: services[price.currency], startsAt: nextTime(), note: 'A talk.', place: '' },
    });
    if (answer.status === 409 && tries < 300) continue;
    if (answer.status !== 201) throw new Error(`requestBooking answers ${answer.status}: ${answer.text}`);
    const params = { bookingId: answer.body.id };
    const { quoteVersion } = await ok<Booking>(talent, 'sendQuote', { params, body: { amount: price } });
    const accepted = await call<Booking>(customer, 'acceptQuote', { params, body: { quoteVersion } });
    if (accepted.status === 200) return accepted.body;
    if (accepted.status !== 409) throw new Error(`acceptQuote answers ${accepted.status}: ${accepted.text}`);
  }
}

export type Payable = { kind: 'booking' | 'purchase'; id: string };
export const pay = (who: Who, payable: Payable, driver: string, more: Json = {}): Promise<Answer<Created & Json>> =>
  call<Created & Json>(who, 'createPayment', { body: { payable, driver, ...more } });

export type Open = { payment: Created; ref: string };
/** Opened at the gateway. The gateway's own list says under which reference: there is one more in it, or the same one again. */
export async function opens(who: Who, payable: Payable, driver: string, more: Json = {}): Promise<Open> {
  const before = new Set((await atGateway(driver)).map((one) => one.ref));
  const { status, body, text } = await pay(who, payable, driver, more);
  if (status !== 201) throw new Error(`createPayment at ${driver} answers ${status}: ${text}`);
  const made = (await atGateway(driver)).filter((one) => !before.has(one.ref));
  if (made.length > 1) throw new Error(`${driver} has ${made.length} new payments`);
  const ref = made[0]?.ref ?? (await seen(body.paymentId)).attempts.find((one) => one.id === body.attemptId)?.ref;
  if (!ref) throw new Error(`${driver} gave no reference`);
  return { payment: body, ref };
}

export const stateOfBooking = async (id: string): Promise<string> =>
  (await bookingOf((await sale()).customer, id)).state;

/** Waits until the operator sees it so. */
export const becomes = (paymentId: string, what: string, pleases: (one: Seen) => boolean): Promise<Seen> =>
  until(`payment ${paymentId} to be ${what}`, () => seen(paymentId), pleases);

/** Somebody nobody has met, who has just said what for they are here. */
export async function newcomer(
  kind: 'individual' | 'professional' | 'talent',
): Promise<{ email: string; name: string }> {
  const who = { email: `${kind}-${crypto.randomUUID().slice(0, 8)}@e2e.example`, name: 'Lina Haddad' };
  const work = kind === 'talent' ? { category: 'translator', city: 'erbil', birthDate: '1994-05-17' } : {};
  const body = { kind, name: who.name, locale: 'en', timeZone: 'Asia/Baghdad', ...work };
  await ok(who, 'completeOnboarding', { body });
  return who;
}

type Mail = { subject: string; text: string; at: string };
/**
 * Somebody has so many letters of that subject and no more, once the outbox is empty. A letter is sent again when the clock
 * jumps past the lease of whoever is just sending it: the same words within the hour are one letter.
 */
export async function gets(to: string, subject: RegExp, count: number): Promise<void> {
  await clockRuns('clock-outbox');
  const within = (one: Mail, other: Mail) =>
    one.text === other.text && Math.abs(Date.parse(one.at) - Date.parse(other.at)) < 3_600_000;
  const found = await until(
    `${count} letters to ${to} with ${subject.source}`,
    async () => {
      const mails = (await local<Mail[]>(`mail?to=${encodeURIComponent(to)}`)).filter((one) =>
        subject.test(one.subject),
      );
      return mails.filter((one, at) => !mails.slice(0, at).some((earlier) => within(earlier, one))).length;
    },
    (so) => so >= count,
  );
  expect(found, `letters with ${subject.source}`).toBe(count);
}
