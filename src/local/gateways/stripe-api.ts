import type { Invoice, Session, Subscription } from './stripe-books.ts';
import { invalid, openSession, type Problem } from './stripe-checkout.ts';
import { find, lookAll, noteRefund, room, runOut, type Desk } from './stripe-desk.ts';
import { listed, readForm, type Form } from './stripe-form.ts';
import { askedRefund, isProblem } from './stripe-refund.ts';
import { end } from './stripe-renewals.ts';
import {
  chargeWire,
  disputeWire,
  intentWire,
  invoicePaymentWire,
  invoiceWire,
  page,
  refundWire,
  sessionWire,
  subscriptionWire,
  type Expand,
  type Wire,
} from './stripe-wire.ts';

/** Stripe's addresses, as far as a merchant like ours calls them. */

type Call = { desk: Desk; form: Form; id: string; version: string; expand: Expand };
type Answer = Wire | Problem;
type Route = { method: string; path: RegExp; answer: (call: Call) => Answer };

const missing = (what: string, id: string): Problem =>
  invalid(`No such ${what}: '${id}'`, { status: 404, code: 'resource_missing', param: 'id' });

const wireOf = ({ desk, expand }: Call, session: Session): Wire =>
  sessionWire(session, desk.books, { payPage: desk.payPage, expand });
const billOf = ({ desk, expand, version }: Call, invoice: Invoice): Wire =>
  invoiceWire(invoice, desk.books, { version, payPage: desk.payPage, expand });

/** The newest first, no more than asked for. */
function listing(call: Call, url: string, all: readonly Wire[]): Answer {
  const limit = call.form['limit'] === undefined ? 10 : Number(call.form['limit']);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return invalid('Invalid limit', { param: 'limit' });
  return page(url, all.toReversed().slice(0, limit), all.length > limit);
}

const matches = (form: Form, facts: Record<string, string | null>): boolean =>
  Object.entries(facts).every(([name, value]) => form[name] === undefined || form[name] === value);

const session = (call: Call, answer: (session: Session) => Answer): Answer => {
  const found = call.desk.books.sessions.get(call.id);
  return found ? answer(found) : missing('checkout.session', call.id);
};
const subscription = (call: Call, answer: (subscription: Subscription) => Answer): Answer => {
  const found = call.desk.books.subscriptions.get(call.id);
  return found ? answer(found) : missing('subscription', call.id);
};

function cancelSubscription({ desk, version }: Call, of: Subscription): Answer {
  if (of.status === 'canceled') return missing('subscription', of.id);
  end(room(desk), of, desk.now());
  return subscriptionWire(desk.books.subscriptions.get(of.id) ?? of, desk.books, version);
}

function changeSubscription({ desk, version, form }: Call, of: Subscription): Answer {
  const wish = form['cancel_at_period_end'];
  const others = Object.keys(form).filter((name) => name !== 'cancel_at_period_end' && name !== 'expand');
  if (others[0] !== undefined)
    return invalid(`Received unknown parameter: ${others[0]}`, { code: 'parameter_unknown', param: others[0] });
  if (of.status === 'canceled')
    return invalid('A canceled subscription can only update its cancellation_details and metadata.');
  if (wish !== 'true' && wish !== 'false') return invalid('Invalid boolean', { param: 'cancel_at_period_end' });
  const at = desk.now();
  const changed = desk.books.subscriptions.keep({
    ...of,
    cancelAtPeriodEnd: wish === 'true',
    canceledAt: wish === 'true' ? at : null,
  });
  const about = find(desk.books, of.id);
  if (about) room(desk).tell('customer.subscription.updated', about.session, changed, at);
  return subscriptionWire(changed, desk.books, version);
}

const routes: readonly Route[] = [
  {
    method: 'POST',
    path: /^checkout\/sessions$/,
    answer: (call) => {
      const made = openSession(call.form, call.desk.now());
      return isProblem(made) ? made : wireOf(call, call.desk.books.sessions.keep(made));
    },
  },
  {
    method: 'GET',
    path: /^checkout\/sessions$/,
    answer: (call) =>
      listing(
        call,
        '/v1/checkout/sessions',
        call.desk.books.sessions
          .all()
          .filter((one) => matches(call.form, { payment_intent: one.intent, subscription: one.subscription }))
          .map((one) => wireOf(call, one)),
      ),
  },
  {
    method: 'GET',
    path: /^checkout\/sessions\/(\w+)$/,
    answer: (call) => session(call, (one) => wireOf(call, one)),
  },
  {
    method: 'POST',
    path: /^checkout\/sessions\/(\w+)\/expire$/,
    answer: (call) =>
      session(call, (one) =>
        one.status === 'open'
          ? wireOf(call, runOut(call.desk, one))
          : invalid(`Only Checkout Sessions with a status in ["open"] can be expired. This one is \`${one.status}\`.`),
      ),
  },
  {
    method: 'GET',
    path: /^payment_intents\/(\w+)$/,
    answer: ({ desk, id, expand }) => {
      const intent = desk.books.intents.get(id);
      return intent ? intentWire(intent, desk.books, expand('latest_charge')) : missing('payment_intent', id);
    },
  },
  {
    method: 'GET',
    path: /^charges\/(\w+)$/,
    answer: ({ desk, id }) => {
      const intent = desk.books.intents.all().find((one) => one.charge === id);
      return intent ? chargeWire(intent, desk.books) : missing('charge', id);
    },
  },
  {
    method: 'POST',
    path: /^refunds$/,
    answer: ({ desk, form }) => {
      const made = askedRefund(desk.books, form, desk.now());
      if (isProblem(made)) return made;
      noteRefund(desk, made, 'refund.created', 'charge.refunded');
      const intent = desk.books.intents.get(made.intent);
      return intent ? refundWire(made, intent) : missing('payment_intent', made.intent);
    },
  },
  {
    method: 'GET',
    path: /^refunds(?:\/(\w+))?$/,
    answer: (call) => {
      const all = call.desk.books.refunds.all().flatMap((one) => {
        const intent = call.desk.books.intents.get(one.intent);
        const asked = intent && matches(call.form, { payment_intent: intent.id, charge: intent.charge });
        return asked ? [refundWire(one, intent)] : [];
      });
      if (call.id === '') return listing(call, '/v1/refunds', all);
      return all.find(({ id }) => id === call.id) ?? missing('refund', call.id);
    },
  },
  {
    method: 'GET',
    path: /^disputes$/,
    answer: (call) =>
      listing(
        call,
        '/v1/disputes',
        call.desk.books.disputes.all().flatMap((one) => {
          const intent = call.desk.books.intents.get(one.intent);
          const asked = intent && matches(call.form, { payment_intent: intent.id, charge: intent.charge });
          return asked ? [disputeWire(one, intent)] : [];
        }),
      ),
  },
  {
    method: 'GET',
    path: /^invoices$/,
    answer: (call) =>
      listing(
        call,
        '/v1/invoices',
        call.desk.books.invoices
          .all()
          .filter((one) => matches(call.form, { subscription: one.subscription, status: one.status }))
          .map((one) => billOf(call, one)),
      ),
  },
  {
    method: 'GET',
    path: /^invoices\/(\w+)$/,
    answer: (call) => {
      const invoice = call.desk.books.invoices.get(call.id);
      return invoice ? billOf(call, invoice) : missing('invoice', call.id);
    },
  },
  {
    method: 'GET',
    path: /^invoice_payments$/,
    answer: (call) => {
      const payment = call.form['payment'];
      const intent = typeof payment === 'object' ? payment['payment_intent'] : undefined;
      return listing(
        call,
        '/v1/invoice_payments',
        call.desk.books.invoices
          .all()
          .flatMap((one) =>
            one.intent !== null && (intent === undefined || one.intent === intent)
              ? [invoicePaymentWire(one, one.intent)]
              : [],
          ),
      );
    },
  },
  {
    method: 'GET',
    path: /^subscriptions\/(\w+)$/,
    answer: (call) => subscription(call, (one) => subscriptionWire(one, call.desk.books, call.version)),
  },
  {
    method: 'POST',
    path: /^subscriptions\/(\w+)$/,
    answer: (call) => subscription(call, (one) => changeSubscription(call, one)),
  },
  {
    method: 'DELETE',
    path: /^subscriptions\/(\w+)$/,
    answer: (call) => subscription(call, (one) => cancelSubscription(call, one)),
  },
];

const keyLivesSeconds = 86_400;

const problem = ({ status, ...error }: Problem): Response => Response.json({ error }, { status });

/** One call: who it is from, whether its key has been answered before, and what its address does. */
export async function answerCall(
  desk: Desk,
  request: Request,
  { secretKey, version }: { secretKey: string; version: string },
): Promise<Response> {
  if (request.headers.get('authorization') !== `Bearer ${secretKey}`)
    return problem(invalid('Invalid API Key provided', { status: 401 }));
  const { pathname, search } = new URL(request.url);
  const sent = request.method === 'POST' ? await request.text() : search.slice(1);
  const form = readForm(sent);
  if (form === null) return problem(invalid('Invalid request: the parameters contradict each other'));
  const place = pathname.replace(/^\/v1\//, '');
  const route = routes.find(({ method, path }) => method === request.method && path.test(place));
  if (!pathname.startsWith('/v1/') || !route)
    return problem(
      invalid(`Unrecognized request URL (${request.method}: ${pathname}).`, { status: 404, code: 'url_invalid' }),
    );
  lookAll(desk);

  const { answers } = desk.books;
  const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
  const call = `${place}?${[...new URLSearchParams(sent)]
    .map((pair) => pair.join('='))
    .sort()
    .join('&')}`;
  const before = answers.get(key);
  if (key !== null && before && desk.now() - before.at < keyLivesSeconds) {
    if (before.call === call) return reply(before.status, before.body, { 'idempotent-replayed': 'true' });
    return problem({
      status: 409,
      type: 'idempotency_error',
      message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    });
  }

  const expanded = new Set(listed(form['expand']));
  const made = route.answer({
    desk,
    form,
    id: route.path.exec(place)?.[1] ?? '',
    version: request.headers.get('stripe-version') ?? version,
    expand: (path) => expanded.has(path) || expanded.has(`data.${path}`),
  });
  if (isProblem(made)) return problem(made);
  const body = JSON.stringify(made, null, 2);
  // a call that was refused may be put right under the same key
  if (key !== null) answers.keep({ id: key, key, call, status: 200, body, at: desk.now() });
  return reply(200, body);
}

const reply = (status: number, body: string, headers: Record<string, string> = {}): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
