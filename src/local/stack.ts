import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { openStandIn } from './agent/stand-in.ts';
import { startBridge } from './bridge.ts';
import { openClerk } from './clerk.ts';
import { startClock } from './clock.ts';
import { localRoutes } from './contract/routes.ts';
import type { Person } from './contract/parts.ts';
import { blobStorage } from '../integrations/storage/blobs.ts';
import { storeFiles } from './demo/attach-files.ts';
import { demoBankPayments } from './demo/bank.ts';
import { loadDemo, people } from './demo/demo.ts';
import { fillFreeDays } from './demo/fill-days.ts';
import { database, loadDemoOnce } from './demo-once.ts';
import { openHouse } from './gateways/house.ts';
import { twins } from './gateways/registry.ts';
import { keepSchedules, runJob } from './job-clock.ts';
import { kept } from './keep.ts';
import { lockHome } from './lock.ts';
import { openMailbox } from './mailbox.ts';
import { refuseTakenPort } from './port.ts';
import { startPostgres } from './postgres.ts';
import { start as startRunner } from './runner/start.ts';
import type { Runner } from './runner/types.ts';
import { openSecrets } from './secrets.ts';
import { root, type Settings } from './settings.ts';
import { filesDigest, siteBuild } from './site-build.ts';
import type { Steps } from './steps.ts';
import { openBucket } from './storage/bucket.ts';
import { listen } from './gateways/listen.ts';
import { openWhatsAppTwin } from './whatsapp/twin.ts';
import { storePhotos } from './demo/photos.ts';
import { storeWork } from './demo/work.ts';

export type Stack = { origin: string; people: readonly Person[]; runner: Runner; close: () => Promise<void> };

export type StackOptions = Settings & {
  step: Steps;
  say: (line: string) => void;
  /** the static pages: built and served, or asked of a development server that is started with this environment */
  pages: 'built' | ((env: Record<string, string>) => Promise<{ upstream: string; close: () => Promise<void> }>);
  /** ends what is under way when the person at the keyboard has had enough */
  signal: AbortSignal;
};

/** Everything the app stands on, on one machine. What has been opened is closed again when a later part cannot start. */
export async function openStack({ port, home, step, say, pages, signal }: StackOptions): Promise<Stack> {
  const open: (() => unknown)[] = [];
  const close = async () => {
    for (let last = open.pop(); last; last = open.pop()) {
      try {
        await last();
      } catch (error) {
        say(`  stopping: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  const later = <T>(part: T, end: (part: T) => unknown): T => {
    open.push(() => end(part));
    return part;
  };
  const goOn = () => signal.throwIfAborted();

  try {
    const origin = `http://localhost:${port}`;
    await step('port and folder', async () => {
      await refuseTakenPort(port);
      mkdirSync(home, { recursive: true });
      later(lockHome(home, origin), (unlock) => unlock());
    });
    const secret = openSecrets(home);
    const whenTimeMoves: ((offsetMs: number) => void)[] = [];
    const clock = startClock((offsetMs) => whenTimeMoves.forEach((tell) => tell(offsetMs)));

    const postgres = await step('Postgres', async () =>
      later(await startPostgres({ dataDir: join(home, 'postgres') }), (server) => server.stop()),
    );
    goOn();
    const bridge = await step('Neon bridge', async () =>
      later(await startBridge({ postgresPort: postgres.port }), (server) => server.close()),
    );
    const ownerUrl = postgres.ownerUrl(database, bridge.port);
    const memoryOf = (driver: string) => kept(join(home, 'gateways', `${driver}.json`));
    const demoDigest = filesDigest(root, ['src/local/demo', 'drizzle']);
    const demo = await step(
      'tables and demo data',
      () =>
        loadDemoOnce({
          home,
          postgres,
          digest: demoDigest,
          migrate: () => migrate(ownerUrl),
          load: async () => {
            const now = new Date();
            await loadDemo(ownerUrl, now);
            await fillFreeDays(
              {
                app: postgres.url('mawahib_app', database, bridge.port),
                system: postgres.url('mawahib_system', database, bridge.port),
              },
              now,
            );
            // What the app believes was paid must be known at the bank, or nobody could give it back.
            memoryOf('fib').save(demoBankPayments(now));
          },
        }),
      ({ outcome }) =>
        ({
          loaded: 'loaded',
          current: 'as they were left',
          older: 'as they were left; the sources have newer ones: npm run reset',
        })[outcome],
    );
    goOn();
    const mailbox = await step('mailbox', async () =>
      later(await openMailbox(join(home, 'mail.jsonl'), clock.now), (box) => box.close()),
    );
    const gateways = await step(
      'gateways',
      async () =>
        later(
          await openHouse(twins, {
            now: clock.now,
            siteUrl: origin,
            payPage: (driver, ref) => `${origin}/__local/gateways/${driver}/pay/${encodeURIComponent(ref)}`,
            memory: memoryOf,
            secret,
          }),
          (house) => house.close(),
        ),
      (house) =>
        house
          .list()
          .map(({ driver }) => driver)
          .join(', '),
    );
    const expiring = later(setInterval(gateways.tick, 5_000), clearInterval);
    expiring.unref();
    const clerk = openClerk(home, origin, secret);
    const bucket = later(await openBucket({ home, port, secret, now: clock.now }), (open) => open?.close());

    const siteDoor: { runner?: Runner } = {};
    const theSite = (): Runner => siteDoor.runner ?? failed();
    const whatsapp = openWhatsAppTwin({
      memory: kept(join(home, 'whatsapp.json')),
      now: clock.now,
      secret,
      siteUrl: origin,
      app: (request) => theSite().fetch(request),
    });
    const graph = await listen(async (request) => ({ response: await whatsapp.handle(request) }));
    later(graph, ({ close: end }) => whatsapp.idle().then(end));

    const env: Record<string, string> = {
      URL: origin,
      DATABASE_URL: postgres.url('mawahib_app', database, bridge.port),
      DATABASE_SYSTEM_URL: postgres.url('mawahib_system', database, bridge.port),
      ...clerk.env,
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: 'Mawahib <post@mawahib.local>',
      OPERATOR_EMAIL: 'post@mawahib.local',
      BUILD_HOOK_URL: `${origin}/__local/build-hooks`,
      CURSOR_SECRET: secret('cursor'),
      LINK_SECRET: secret('link'),
      MAWAHIB_AUTH: 'local',
      WEBHOOKS_INSIDE: `${origin}/__local/webhooks-out/`,
      ...gateways.env,
      ...whatsapp.env(graph.baseUrl),
      ...bucket?.env,
    };
    const site = siteBuild({
      root,
      home,
      env,
      facts: [origin, demo.digest, demo.loadedAt, bucket?.env['S3_ENDPOINT'] ?? ''],
    });
    let upstream: string | undefined;
    signal.addEventListener(
      'abort',
      later(site.cancel, (cancel) => cancel()),
      { once: true },
    );
    if (pages === 'built') {
      await step('static pages', site.ensure, (outcome) => (outcome === 'current' ? 'nothing has changed' : undefined));
    } else {
      // A function imports the talent page as compiled by a build; after the first one it is there.
      if (!existsSync(join(root, 'netlify/generated/render-talent.mjs'))) await step('first build', site.build);
      ({ upstream } = await step('Astro', async () => later(await pages(env), (server) => server.close())));
    }
    goOn();

    const agent = openStandIn({ home, origin, clerk, say, site: (request) => theSite().fetch(request) });
    const local = localRoutes({
      agent,
      origin,
      home,
      clock,
      clerk,
      mailbox,
      gateways,
      whatsapp,
      people,
      site: {
        fetch: (request) => theSite().fetch(request),
        jobs: () => theSite().jobs(),
        runJob: (name) => runJob(theSite(), name),
        idle: () => theSite().idle(),
        purges: () => theSite().purges,
        rebuild: pages === 'built' ? () => timed(site.build) : null,
      },
    });
    const runner = await step(
      'functions and edge',
      async () =>
        later(
          await startRunner({
            root,
            port,
            env,
            stateDir: join(home, 'netlify'),
            ...(upstream === undefined ? { publish: site.publish } : { upstream }),
            now: () => clock.now().getTime(),
            log: say,
            local,
          }),
          (server) => server.close(),
        ),
      (server) => `${server.jobs().length} scheduled`,
    );
    siteDoor.runner = runner;
    await storeFiles(blobStorage(origin), demo.outcome === 'loaded');
    await storePhotos(blobStorage(origin));
    await storeWork(blobStorage(origin), demo.outcome === 'loaded');
    whenTimeMoves.push((offsetMs) =>
      runner.setEnv('MAWAHIB_CLOCK_OFFSET_MS', offsetMs === 0 ? undefined : String(offsetMs)),
    );
    whenTimeMoves.push(() => gateways.tick());
    later(keepSchedules(runner, say), (schedules) => schedules.stop());
    await step(
      'stand-in agent',
      () => agent.subscribe(),
      (outcome) => outcome,
    ).catch((error: unknown) =>
      say(`  no suggested replies here: ${error instanceof Error ? error.message : String(error)}`),
    );
    return { origin, people, runner, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function failed(): never {
  throw new Error('the site is not up yet');
}

async function timed(work: () => Promise<void>): Promise<{ took: number }> {
  const start = performance.now();
  await work();
  return { took: Math.round(performance.now() - start) };
}
