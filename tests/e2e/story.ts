// The main job in a few words, for every test that needs a booking in some state.
import { call, local, ok, operation, people, until, type Answer, type Json, type Person, type Who } from './outside.ts';

export type Money = { amount: number; currency: string };
export type Service = { id: string; title: Record<string, string>; price: Money; durationMinutes: number };
export type Talent = { id: string; slug: string; displayName: string; timeZone: string; services: Service[] };
export type Booking = {
  id: string;
  state: string;
  you: string;
  quoteVersion: number;
  priceAgreed: Money | null;
  startsAt: string;
  events: { move: string; from: string | null; to: string; by: string; at: string }[];
  payment: { id: string; state: string } | null;
  thread: { messages: { from: string; body: string }[]; canSend: boolean };
  moves: string[];
  reviews: { mine: { rating: number } | null; theirs: { rating: number } | null };
};
export type Payment = {
  paymentId: string;
  attemptId: string;
  state: string;
  nextAction: Json & { type: string; image?: string; code?: string };
};
export type Status = {
  state: string;
  attempt: { state: string; driver: string } | null;
  underReview: boolean;
  receiptNumber: string | null;
  nextAction: Json | null;
};
export type GatewayPayment = {
  ref: string;
  state: string;
  open: boolean;
  amount: number;
  code: string | null;
  notices: { status: number | null }[];
};

export type Cast = { customer: Person; talent: Person; stranger: Person; slug: string; service: Service };

/** A customer, a talent with something to sell in dinars, and somebody whom none of it concerns. */
export async function cast(): Promise<Cast> {
  const everyone = await people();
  const customers = everyone.filter((one) => one.role === 'customer');
  const [customer, stranger] = customers;
  if (!customer || !stranger) throw new Error('the demo has no two customers');
  for (const talent of everyone.filter((one) => one.role === 'talent')) {
    const found = await slugOf(talent);
    const service = found?.services.find((one) => one.price.currency === 'IQD');
    if (found && service) {
      await workAlways(talent);
      return { customer, stranger, talent, slug: found.slug, service };
    }
  }
  throw new Error('no demo talent sells in dinars');
}

/** The list knows names, not accounts, so the talent is asked who they are. */
async function slugOf(talent: Person): Promise<Talent | null> {
  const { items } = await ok<{ items: { slug: string; displayName: string }[] }>(null, 'listTalents', {
    query: { limit: 50 },
  }).catch(() => ok<{ items: { slug: string; displayName: string }[] }>(null, 'listTalents'));
  const card = items.find((one) => one.displayName === talent.name);
  return card ? ok<Talent>(null, 'getTalent', { params: { slug: card.slug } }) : null;
}

let day = 50 + Math.floor(Math.random() * 100);
/** Hours that leave every time free that is not taken: most stories are not about hours. */
export const workAlways = (talent: Person) =>
  ok(talent, 'setAvailability', {
    body: {
      hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsAt: '00:00', endsAt: '24:00' })),
      exceptions: [],
      terms: { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, noticeHours: 0, maxPerDay: null, horizonDays: 365 },
    },
  });

/** A time nobody else of this file asks for. */
export function someTime(): string {
  day += 1;
  const at = new Date(Date.now() + day * 86_400_000);
  at.setUTCHours(8, 0, 0, 0);
  return at.toISOString();
}

/** Asks for a time; without one named, for the next that is free. */
export async function request({ customer, service }: Cast, startsAt?: string): Promise<Booking> {
  for (let tries = 0; ; tries += 1) {
    const body = {
      serviceId: service.id,
      startsAt: startsAt ?? someTime(),
      note: 'Two hours in the garden, about forty guests.',
      place: 'Karrada, Baghdad',
    };
    const answer = await call<Booking>(customer, 'requestBooking', { body });
    if (answer.status === 201) return answer.body;
    if (answer.status !== 409 || startsAt || tries > 30)
      throw new Error(`requestBooking answers ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
}

export const quote = ({ talent, service }: Cast, booking: Booking, amount = service.price.amount || 100_000) =>
  ok<Booking>(talent, 'sendQuote', {
    params: { bookingId: booking.id },
    body: { amount: { amount, currency: 'IQD' }, message: 'With travel.' },
  });

export const accept = ({ customer }: Cast, booking: Booking) =>
  ok<Booking>(customer, 'acceptQuote', {
    params: { bookingId: booking.id },
    body: { quoteVersion: booking.quoteVersion },
  });

export async function accepted(who: Cast): Promise<Booking> {
  return accept(who, await quote(who, await request(who)));
}

export const bookingOf = (who: Who, id: string) => ok<Booking>(who, 'getBooking', { params: { bookingId: id } });

export const startPayment = (
  who: Who,
  booking: Booking,
  key?: string,
  more: Json = {},
): Promise<Answer<Payment & Json>> =>
  call<Payment & Json>(who, 'createPayment', {
    body: { payable: { kind: 'booking', id: booking.id }, driver: 'fib', ...more },
    ...(key ? { key } : {}),
  });

export async function statusOf(who: Who, paymentId: string): Promise<Status> {
  const { parameters } = await operation('getPaymentStatus');
  const inPath = parameters.find((one) => one.in === 'path');
  const what = inPath
    ? { params: { [inPath.name]: paymentId } }
    : { query: { [parameters.find((one) => one.in === 'query')?.name ?? 'id']: paymentId } };
  return ok<Status>(who, 'getPaymentStatus', what);
}

export async function gatewayPayments(): Promise<GatewayPayment[]> {
  const list = await local<{ driver: string; payments: GatewayPayment[] }[]>('gateways');
  return list.find((one) => one.driver === 'fib')?.payments ?? [];
}

/** The bank's own reference of a payment we have just opened: the one that was not there before. */
export async function opened(who: Cast, booking: Booking): Promise<{ payment: Payment; ref: string }> {
  const before = new Set((await gatewayPayments()).map((one) => one.ref));
  const answer = await startPayment(who.customer, booking);
  if (answer.status >= 300) throw new Error(`createPayment answers ${answer.status}: ${answer.text}`);
  const [made, ...more] = (await gatewayPayments()).filter((one) => !before.has(one.ref));
  if (!made || more.length) throw new Error(`the bank has ${1 + more.length} new payments`);
  return { payment: answer.body, ref: made.ref };
}

export const move = (ref: string, what: Json) => local(`gateways/fib/payments/${encodeURIComponent(ref)}`, what);
export const faults = (...next: string[]) => local('gateways/fib/faults', { next });
export const runJob = (name: string) => local<{ ok: boolean; report: Json }>(`jobs/${name}`, {});
export const settled = (who: Who, id: string, state: string) =>
  until(
    `booking ${id} to be ${state}`,
    () => bookingOf(who, id),
    (one) => one.state === state,
  );
