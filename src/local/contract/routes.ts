import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import * as z from 'zod';
import { demoMedia } from '../demo/artwork/media.ts';
import type { LocalRoute } from '../runner/types.ts';
import { clerkWebhookRoutes, type WebhookLog } from './clerk-webhooks.ts';
import { gatewayRoutes } from './gateways.ts';
import { look } from './pages/frame.ts';
import { homePage } from './pages/home.ts';
import { mailboxPage, mailPage } from './pages/mail.ts';
import type { JobRun, Parts } from './parts.ts';
import { isForm, problem, readBody } from './problem.ts';
import { signInRoutes } from './sign-in.ts';
import { whatsappRoutes } from './whatsapp.ts';

const clockSchema = z.union([
  z.object({ reset: z.literal(true).or(z.literal('true')) }),
  z.object({ advance: z.string() }),
]);

/** `raw` is what was signed. */
type Arrival = { at: string; name: string; headers: Record<string, string>; body: unknown; raw: string };
const arrivalsRemembered = 500;
const idlePatience = 20_000;

/** Everything under `/__local`. Mounted by the runner before the site, and by nothing that is ever deployed. */
export function localRoutes(parts: Parts): LocalRoute {
  const webhooks: WebhookLog = { parts, deliveries: [] };
  const lastRuns = new Map<string, JobRun>();
  const buildHooks: Arrival[] = [];
  const webhooksOut: Arrival[] = [];
  const app = new Hono().basePath('/__local');

  // A page of somebody else's must not sign anybody in, move the clock or pay.
  app.use(async (c, next) => {
    const from = c.req.header('sec-fetch-site');
    if (c.req.method !== 'GET' && from === 'cross-site') {
      return problem(c, 403, 'cross_site', 'Another site cannot use the local stack.');
    }
    await next();
    // only the demo's pictures may be kept, and they say so themselves
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
    return undefined;
  });

  app.get('/', (c) => c.html(homePage(parts, { lastRuns, buildHooks: buildHooks.length, now: parts.clock.now() })));
  app.get('/look.css', (c) => c.body(look(), 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/stack', (c) => c.json({ pid: process.pid, home: parts.home, origin: parts.origin }));

  app.get('/media/*', (c) => demoMedia(c.req.path) ?? problem(c, 404, 'not_found', 'There is no such picture.'));

  app.route('/', signInRoutes(parts, webhooks));
  app.route('/', clerkWebhookRoutes(webhooks));
  app.route('/', gatewayRoutes(parts));
  app.route('/', whatsappRoutes(parts));

  app.get('/mail', (c) => c.json(parts.mailbox.list(c.req.query('to')).map(({ recipients: _, ...mail }) => mail)));
  app.get('/mailbox', (c) => c.html(mailboxPage(parts.mailbox.list(c.req.query('to')), c.req.query('to'))));
  app.get('/mail/:id', (c) => {
    const mail = parts.mailbox.find(c.req.param('id'));
    return mail ? c.html(mailPage(mail)) : problem(c, 404, 'not_found', 'There is no such mail.');
  });

  app.get('/clock', (c) => c.json({ now: parts.clock.now().toISOString(), offsetMs: parts.clock.offsetMs() }));
  app.post('/clock', async (c) => {
    const read = await readBody(c, clockSchema);
    if ('refusal' in read) return read.refusal;
    const moved = 'reset' in read.body ? parts.clock.reset() : parts.clock.advance(read.body.advance);
    if ('refused' in moved) return problem(c, 422, 'invalid', moved.refused);
    return read.form ? c.redirect('/__local/#clock', 303) : c.json({ now: moved.toISOString() });
  });

  app.get('/jobs', (c) => c.json(parts.site.jobs()));
  app.post('/jobs/:name', async (c) => {
    const name = c.req.param('name');
    const known = parts.site.jobs().map((job) => job.name);
    if (!known.includes(name)) return problem(c, 404, 'not_found', `The jobs are ${known.join(', ') || 'none yet'}.`);
    const run = await parts.site.runJob(name);
    lastRuns.set(name, run);
    return isForm(c) ? c.redirect('/__local/#jobs', 303) : c.json(run);
  });

  // Whoever looks at what an answer left for afterwards waits here for the fact, and not for a while. A page that keeps asking is not waited out.
  app.get('/idle', async (c) => {
    const patience = new AbortController();
    const idle = await Promise.race([
      Promise.all([parts.site.idle(), parts.whatsapp.idle()]).then(() => true),
      pause(idlePatience, false, { signal: patience.signal }),
    ]);
    patience.abort();
    return c.json({ idle });
  });

  app.get('/purges', (c) => c.json(parts.site.purges().toReversed()));

  const receive = (shelf: Arrival[]) => async (name: string, request: Request) => {
    const text = await request.text();
    shelf.unshift({
      at: parts.clock.now().toISOString(),
      name,
      headers: Object.fromEntries(request.headers),
      body: json(text),
      raw: text,
    });
    shelf.splice(arrivalsRemembered);
    return text;
  };
  const hear = { hook: receive(buildHooks), out: receive(webhooksOut) };
  app.get('/build-hooks', (c) => c.json(buildHooks.map(({ at, name, body }) => ({ at, name, body }))));
  app.post('/build-hooks/:name?', async (c) => {
    await hear.hook(c.req.param('name') ?? 'site', c.req.raw);
    return c.body(null, 200);
  });
  app.post('/rebuild', async (c) => {
    if (!parts.site.rebuild)
      return problem(c, 409, 'wrong_state', 'In development the pages are built when they are asked for.');
    const built = await parts.site.rebuild();
    return isForm(c) ? c.redirect('/__local/#site', 303) : c.json(built);
  });
  app.get('/webhooks-out', (c) => c.json(webhooksOut));
  app.post('/webhooks-out/:name', async (c) => {
    const name = c.req.param('name');
    const text = await hear.out(name, c.req.raw);
    if (name === parts.agent.name) return new Response(null, await parts.agent.hear(c.req.raw.headers, text));
    const elsewhere = c.req.query('redirect');
    if (elsewhere) return c.redirect(elsewhere, 307);
    const answer = Number(c.req.query('answer') ?? 200);
    return new Response(null, { status: answer >= 200 && answer < 600 ? answer : 200 });
  });

  app.notFound((c) => problem(c, 404, 'not_found', 'The local stack has nothing at this address; see /__local/.'));
  app.onError((error, c) => {
    console.error('the local stack failed', error);
    return c.json(
      { type: 'about:blank', title: 'The local stack failed', status: 500, detail: error.message, code: 'internal' },
      500,
    );
  });

  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/__local') return Response.redirect(new URL('/__local/', request.url), 302);
    if (!pathname.startsWith('/__local/')) return undefined;
    return app.fetch(withoutSlash(request, pathname));
  };
}

/** `/__local/mailbox/` and `/__local/mailbox` are one page. */
function withoutSlash(request: Request, pathname: string): Request {
  if (!pathname.endsWith('/')) return request;
  const url = new URL(request.url);
  url.pathname = pathname.slice(0, -1);
  return new Request(url, request);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
