import { createHmac } from 'node:crypto';
import type { Context as NetlifyContext } from '@netlify/functions';
import { AppError } from './core/errors.ts';
import { BypassRole, openDoors } from './db/client.ts';
import { databaseError, isUnfitValue } from './db/errors.ts';
import {
  messagingPolicy,
  now,
  offeredCurrencies,
  prerenderLimit,
  readEnv,
  siteOperator,
  variables,
  webhooksInside,
} from './env.ts';
import { isInside } from './features/agents/rules/addresses.ts';
import { actingMayCall } from './features/accounts/rules.ts';
import { agentMayCall, isAgentKey } from './features/agents/rules/keys.ts';
import { sendingLimits } from './features/agents/rules/sending.ts';
import { bookingPayable } from './features/bookings/payable.ts';
import type { Ctx, Ports } from './features/ctx.ts';
import type { Driver, PaymentProvider } from './features/payments/provider.ts';
import { purchasePayable } from './features/subscriptions/payable.ts';
import type { Lists } from './features/discovery/lists.ts';
import type { PublicTalent } from './features/discovery/schema.ts';
import { oneForAll } from './http/one-for-all.ts';
import { handler, type Opened } from './http/serve.ts';
import { readerLocale } from './http/reader.ts';
import { refuseCrossSite } from './http/session.ts';
import { readSessionToken, verifySession } from './integrations/clerk.ts';
import { openWhatsApp } from './integrations/whatsapp.ts';
import { openStorages } from './integrations/storage/drivers.ts';
import { deedOf } from './wiring/deed.ts';

const log =
  (requestId: string) =>
  (event: string, facts: Record<string, unknown> = {}): void =>
    console.log(JSON.stringify({ at: new Date().toISOString(), event, requestId, ...facts }));

export type Parts = {
  /** payment drivers this function needs; each comes with what it imports, so only payments pays for them */
  drivers?: readonly Driver[];
};

const providers = new Map<Driver, PaymentProvider | null>();
function provider(driver: Driver): PaymentProvider | null {
  let open = providers.get(driver);
  if (open === undefined) providers.set(driver, (open = driver.connect({ env: variables(), fetch, now })));
  return open;
}

/** The bucket for attachments, if one is named whole. */
function attachmentBucket(env: ReturnType<typeof readEnv>) {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = env;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return null;
  return { endpoint: endpoint.replace(/\/$/, ''), bucket, region, accessKeyId, secretAccessKey };
}

/** The line to WhatsApp, if its keys are all there. */
function whatsAppLine(env: ReturnType<typeof readEnv>) {
  const { WHATSAPP_API_URL: apiUrl, WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, WHATSAPP_ACCESS_TOKEN: token } = env;
  const { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: verifyToken } = env;
  if (!phoneNumberId || !token || !appSecret || !verifyToken) return null;
  return openWhatsApp({ apiUrl: apiUrl.replace(/\/$/, ''), phoneNumberId, token, appSecret, verifyToken }, { fetch });
}

function openPorts(parts: Parts): Ports {
  const env = readEnv();
  const drivers = parts.drivers ?? [];
  return {
    siteUrl: env.URL,
    gateway: (name) => {
      const driver = drivers.find((one) => one.name === name);
      return driver ? provider(driver) : null;
    },
    gateways: () => drivers.map(provider).filter((open) => open !== null),
    drivers,
    isSet: (setting) => Boolean(variables()[setting]),
    pause: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    currencies: env.SITE_CURRENCIES,
    production: env.CONTEXT === 'production',
    seller: {
      name: env.SELLER_NAME,
      address: env.SELLER_ADDRESS,
      taxId: env.SELLER_TAX_ID,
      timeZone: env.OPERATOR_TIME_ZONE,
    },
    payables: { booking: bookingPayable, purchase: purchasePayable },
    talks: {
      booking: async (ctx, tx, bookingId, words) =>
        (await import('./features/bookings/talk.ts')).sendBookingMessage(ctx, tx, { bookingId, ...words }),
      inquiry: async (ctx, tx, inquiryId, words) =>
        (await import('./features/inquiries/talk.ts')).writeInInquiry(ctx, tx, { inquiryId, ...words }),
      request: async (ctx, tx, requestId, words) =>
        (await import('./features/requests/talk.ts')).writeInRequest(ctx, tx, { requestId, ...words }),
    },
    agreementMoved: async (...news) => (await import('./features/subscriptions/service.ts')).agreementMoved(...news),
    // what only some requests need is loaded when they do
    pages: {
      changed: async (slug, at) =>
        (await import('./integrations/talent-pages.ts')).talentPages(readEnv()).changed(slug, at),
      published: async (slug, at) =>
        (await import('./integrations/talent-pages.ts')).talentPages(readEnv()).published(slug, at),
      unpublished: async (slug, at) =>
        (await import('./integrations/talent-pages.ts')).talentPages(readEnv()).unpublished(slug, at),
      alone: async (slug, at) =>
        (await import('./integrations/talent-pages.ts')).talentPages(readEnv()).alone(slug, at),
      lists: async (at) => (await import('./integrations/talent-pages.ts')).talentPages(readEnv()).lists(at),
      dropped: async (tag) => void (await (await import('./integrations/purge.ts')).purgeTag(readEnv(), tag)),
    },
    messagingPolicy: env.MESSAGING_POLICY,
    approvalFor: env.APPROVAL,
    secretFor: (purpose, thing) => {
      if (!env.LINK_SECRET) throw new AppError('not_ready', { cause: new Error('LINK_SECRET is not set') });
      return createHmac('sha256', env.LINK_SECRET).update(`${purpose}:${thing}`).digest('base64url');
    },
    storages: openStorages({ siteUrl: env.URL, s3: attachmentBucket(env), now }),
    patience: { quiet: env.MESSAGE_MAIL_QUIET * 1000, most: env.MESSAGE_MAIL_MOST * 1000 },
    mail: { send: async (mail) => (await import('./integrations/mail.ts')).sendMail(readEnv(), mail) },
    whatsapp: whatsAppLine(env),
    webhooks: {
      inside: webhooksInside(env),
      send: async (shot) =>
        (await import('./integrations/webhooks-out.ts')).shoot(shot, {
          inside: isInside(shot.url, webhooksInside(env)),
          limit: sendingLimits.attempt,
          answerBytes: sendingLimits.answer,
        }),
    },
  };
}

/** What the site sells its own plans in, for pages that are built. */
export const siteCurrencies = () => offeredCurrencies();
export const operator = () => siteOperator();

/** The door of the static build: it reads as a visitor, and needs nothing but the visitors' database. */
function buildDoors(): Ctx['doors'] {
  const { DATABASE_URL: url } = variables();
  if (!url) throw new Error('DATABASE_URL is not set: the build reads the published talents');
  return openDoors({ app: url, system: url }, now, messagingPolicy);
}

/** Whom the build makes pages for: as many of the published as the deploy wants as files, the best known first. */
export async function loadPublicTalents(): Promise<PublicTalent[]> {
  const { loadPublicTalents: load } = await import('./features/discovery/service.ts');
  return load(buildDoors(), now(), prerenderLimit());
}

/** The first page of every list, and whom operators put on the front page. */
export async function loadLists(): Promise<Lists> {
  const { loadLists: load } = await import('./features/discovery/lists.ts');
  return load(buildDoors());
}

function doorsAt(at: Date, acting?: Ctx['actor']): Ctx['doors'] {
  const env = readEnv();
  return openDoors(
    { app: env.DATABASE_URL, system: env.DATABASE_SYSTEM_URL },
    () => at,
    () => env.MESSAGING_POLICY,
    acting?.member ? acting : undefined,
  );
}

function openCtx(request: Request, netlify: NetlifyContext | undefined, parts: Parts, actor: Ctx['actor']): Ctx {
  const requestId = netlify?.requestId ?? crypto.randomUUID();
  const at = now();
  const say = log(requestId);
  const ctx: Ctx = {
    requestId,
    now: at,
    locale: readerLocale(request),
    actor,
    doors: doorsAt(at, actor),
    ports: openPorts(parts),
    log: say,
    defer(work) {
      const done = work().catch((error: unknown) =>
        say('deferred work failed', {
          error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
        }),
      );
      netlify?.waitUntil(done);
    },
  };
  return ctx;
}

/** The account somebody means to act for; without it they act for themselves, and nothing more is asked. */
const actingHeader = 'acting-for';

/**
 * The person of the session, or the account they act for: looked up in one round trip, let to what its colleagues may call, and from
 * now on judged by the database in every statement.
 */
async function identifyActing(request: Request, person: NonNullable<Ctx['actor']>): Promise<Ctx['actor']> {
  const account = request.headers.get(actingHeader);
  if (account === null || account === person.userId) return person;
  const { actingFor, whoActs } = await import('./features/accounts/acting.ts');
  const member = /^[\w-]{1,255}$/.test(account) ? await whoActs(doorsAt(now()), person.userId, account) : null;
  if (!member) throw new AppError('no_mandate');
  if (!actingMayCall(member.kind, request.method, new URL(request.url).pathname)) throw new AppError('own_login_only');
  return actingFor(account, member);
}

/** An agent comes with a key that one talent gave it: looked up, and let to what agents may do. */
async function identifyAgent(request: Request, key: string): Promise<Ctx['actor']> {
  if (request.headers.has(actingHeader)) throw new AppError('agent_not_allowed');
  const { whoCalls } = await import('./features/agents/calling.ts');
  const at = now();
  const actor = await whoCalls(doorsAt(at), key, at);
  if (!actor) throw new AppError('unauthenticated');
  if (!agentMayCall(request.method, new URL(request.url).pathname)) throw new AppError('agent_not_allowed');
  return actor;
}

/** Who asks: a person by the session alone, without network or database; an agent by its key. */
async function identify(request: Request): Promise<Ctx['actor']> {
  const found = readSessionToken(request);
  if (!found) return null;
  if (found.from === 'header' && isAgentKey(found.token)) return identifyAgent(request, found.token);
  const env = readEnv();
  const actor = await verifySession(found.token, {
    jwtKey: env.CLERK_JWT_KEY,
    authorizedParties: env.CLERK_AUTHORIZED_PARTIES,
  });
  if (found.from === 'header') {
    if (!actor) throw new AppError('unauthenticated');
    return identifyActing(request, actor);
  }
  if (!actor) return null;
  const crossSite = refuseCrossSite(request, env.CLERK_AUTHORIZED_PARTIES);
  if (crossSite) throw crossSite;
  return identifyActing(request, actor);
}

/** Postgres unreachable, or a role that could walk past the policies: the site says so instead of failing. */
function alsoRefuses(error: unknown): AppError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof BypassRole || (cause.name === 'NeonDbError' && !databaseError(cause)))
      return new AppError('not_ready', { cause: error, retryAfter: 5 });
  }
  // the schemas refuse such values; should one slip through, it is still the caller's and not a failure of ours
  if (isUnfitValue(error)) return new AppError('invalid', { cause: error });
  const code = databaseError(error)?.code;
  return code === '57P03' || code === '53300' || code?.startsWith('08')
    ? new AppError('not_ready', { cause: error, retryAfter: 5 })
    : null;
}

/** Sends what the outbox holds, now that it is committed; the clock sends what this misses. */
const kickOutbox = oneForAll(async (ctx: Ctx) => {
  const { drainOutbox } = await import('./features/outbox/service.ts');
  await drainOutbox(ctx);
});

/** And tells whoever asked to be told, if anybody did. */
const kickWebhooks = oneForAll(async (ctx: Ctx) => {
  const { sendDue } = await import('./features/agents/sending.ts');
  await sendDue(ctx);
});

type Routes = Parameters<typeof handler<Ctx>>[0];

/** What every function file exports: its routes, wired. */
export function serve(
  routes: Routes,
  options: Parts & { raw?: boolean; forms?: boolean; bodyLimit?: number } = {},
): (request: Request, netlify?: NetlifyContext) => Promise<Response> {
  const answer = handler<Ctx>(
    routes,
    async (request, netlify): Promise<Opened<Ctx>> => {
      try {
        const actor = options.raw ? null : await identify(request);
        const ctx = openCtx(request, netlify, options, actor);
        if (actor?.member) actor.member.deed = deedOf(routes, request, ctx.requestId);
        return { ctx };
      } catch (error) {
        const requestId = netlify?.requestId ?? crypto.randomUUID();
        if (error instanceof AppError) return { refused: error, requestId, locale: readerLocale(request) };
        // a setting is missing or malformed: its name is for the log, the caller learns that we are not ready
        log(requestId)('not configured', { error: error instanceof Error ? error.message : String(error) });
        return { refused: new AppError('not_ready'), requestId, locale: readerLocale(request) };
      }
    },
    { raw: options.raw ?? false, forms: options.forms ?? false, bodyLimit: options.bodyLimit, alsoRefuses },
  );
  return async (request, netlify) => {
    const response = await answer(request, netlify);
    if (request.method !== 'GET' && request.method !== 'HEAD' && response.ok) {
      const ctx = openCtx(request, netlify, options, null);
      ctx.defer(() => kickOutbox(ctx));
      ctx.defer(() => kickWebhooks(ctx));
    }
    return response;
  };
}

/** What a scheduled function exports: one verb, given a context, answering a report. */
export function job(
  name: string,
  run: (ctx: Ctx) => Promise<Record<string, unknown>>,
  parts: Parts = {},
): (request: Request, netlify?: NetlifyContext) => Promise<Response> {
  return async (request, netlify) => {
    const ctx = openCtx(request, netlify, parts, null);
    const started = performance.now();
    try {
      const report = await run(ctx);
      ctx.log('job', { name, took: Math.round(performance.now() - started), report });
      return Response.json(report);
    } catch (error) {
      ctx.log('job failed', {
        name,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      return Response.json({ failed: name }, { status: 500 });
    }
  };
}
