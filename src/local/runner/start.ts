import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { startBlobs } from './blobs.ts';
import { CdnCache } from './cdn-cache.ts';
import { arriving, leaving } from './borders.ts';
import { Compressor } from './compress.ts';
import { createContext, site as siteInfo, type Visit } from './context.ts';
import { startDenoEdge } from './edge-deno.ts';
import { edgeChain, loadEdgeFunctions, type EdgeFunction } from './edge.ts';
import { enterEnvironment } from './environment.ts';
import { callFunction, loadFunctions, type SiteFunction } from './functions.ts';
import { guardProcess } from './guard-process.ts';
import { listen, passUpgrades } from './http-server.ts';
import { startInternalServer } from './internal-server.ts';
import { listJobs, runJob } from './jobs.ts';
import { OpenWork } from './open-work.ts';
import { createOrigin, refuseTooMany } from './origin.ts';
import { platformProblem } from './problem.ts';
import { RateLimiter } from './rate-limit.ts';
import { staticSite } from './static-site.ts';
import { told } from './told.ts';
import type { Runner, StartOptions } from './types.ts';

export type { Job, JobResult, LocalRoute, Purge, Runner, StartOptions } from './types.ts';

/** Stands in for Netlify on one machine: the site's functions, edge functions, redirects, headers and files on one port. */
export async function start(options: StartOptions): Promise<Runner> {
  const {
    root,
    port = 0,
    env = {},
    publish = 'dist',
    upstream,
    edgeDeno = process.env['EDGE_DENO'] === '1',
    local,
  } = options;
  const { now = Date.now, log = (line: string) => console.error(line), clientIp = () => '127.0.0.1' } = options;
  const closing: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };

  try {
    const work = new OpenWork((error) => log(`work after the answer failed: ${told(error)}`));
    const cache = new CdnCache(now);
    const limiter = new RateLimiter(now);
    const compressor = new Compressor();
    const visitOf = (request: Request): Visit => ({
      requestId: request.headers.get('x-nf-request-id') ?? randomUUID(),
      ip: clientIp(request),
      waitUntil: work.later,
    });
    closing.push(guardProcess(log));

    const stateDir = options.stateDir ?? (await mkdtemp(path.join(os.tmpdir(), 'mawahib-site-')));
    if (!options.stateDir) closing.push(() => rm(stateDir, { recursive: true, force: true }));

    // The port comes first: functions read the site's address from the environment when they are loaded.
    const door: { answer?: (request: Request, visit: Visit, tooLarge: boolean) => Promise<Response> } = {};
    const listening = await listen(port, async (request, tooLarge) => {
      const asked = arriving(request, clientIp(request));
      const visit = visitOf(asked);
      const response = door.answer
        ? await door.answer(asked, visit, tooLarge)
        : new Response('Starting', { status: 503, headers: { 'retry-after': '1' } });
      return leaving(asked, response, visit, compressor);
    });
    closing.push(listening.close);
    const siteOrigin = `http://localhost:${listening.port}`;
    if (upstream) passUpgrades(listening.servers, upstream);

    const blobs = await startBlobs(stateDir);
    closing.push(blobs.stop);
    const internal = await startInternalServer(cache, {
      origin: (request) => origin(request, visitOf(request)),
      site: (request) => fetchSite(request),
      siteHost: new URL(siteOrigin).host,
    });
    closing.push(internal.close);

    const environment = enterEnvironment();
    closing.push(environment.restore);
    const given: Record<string, string> = {
      CONTEXT: 'dev',
      DEPLOY_ID: '0',
      DEPLOY_URL: siteOrigin,
      NETLIFY_BLOBS_CONTEXT: blobs.context,
      NETLIFY_PURGE_API_TOKEN: internal.token,
      PURGE_API_URL: internal.origin,
      SITE_ID: siteInfo.id,
      SITE_NAME: siteInfo.name,
      URL: siteOrigin,
      ...env,
    };
    for (const [name, value] of Object.entries(given)) environment.set(name, value);

    let functions: SiteFunction[] = [];
    let broken: { name: string; message: string }[] = [];
    let edges: EdgeFunction[] = [];
    let round = 0;
    const load = async () => {
      const loaded = await loadFunctions(root, round);
      functions = loaded.functions;
      broken = loaded.broken.map(({ name, error }) => ({
        name,
        message: error instanceof Error ? error.message : String(error),
      }));
      for (const { name, message } of broken) log(`function ${name} cannot be loaded: ${message}`);
      edges = await loadEdgeFunctions(root, round);
      round += 1;
    };
    await load();

    const site = staticSite({ root, publish, upstream, log });
    const origin = createOrigin({
      functions: () => functions,
      siteOrigin,
      site,
      cache,
      limiter,
      later: work.later,
      log,
    });
    const limited = (fn: EdgeFunction, request: Request, visit: Visit) =>
      refuseTooMany(limiter, `edge ${fn.name}`, fn.config.rateLimit, request, visit, (target) => origin(target, visit));
    let atTheEdge = edgeChain({ functions: () => edges, siteOrigin, origin, limited, log });
    if (edgeDeno) {
      const tools = path.resolve(root, options.denoTools ?? 'tools/netlify');
      const deno = await startDenoEdge({
        root,
        tools,
        stateDir,
        env: given,
        functions: edges,
        siteOrigin,
        passOn: internal.origin,
        origin,
        limited,
        log,
      });
      closing.push(deno.close);
      atTheEdge = deno.run;
    }

    const serveSite = async (request: Request, visit: Visit): Promise<Response> => {
      try {
        return await atTheEdge(request, visit);
      } catch (error) {
        log(`${visit.requestId} ${request.method} ${new URL(request.url).pathname} failed: ${told(error)}`);
        return platformProblem(
          500,
          'internal',
          'Something went wrong',
          'The log has this request id.',
          visit.requestId,
        );
      }
    };

    const fetchSite = (request: Request) => {
      const asked = arriving(request, clientIp(request));
      return work.track(serveSite(asked, visitOf(asked)));
    };

    door.answer = async (request, visit, tooLarge) => {
      if (tooLarge)
        return platformProblem(
          413,
          'body_too_large',
          'The request is too large',
          'At most 6 MB can be sent.',
          visit.requestId,
        );
      const own = local && (await answerLocal(local, request, visit, siteOrigin, log));
      // Only the site counts as work: a local route may itself wait for the site to be idle.
      return own || work.track(serveSite(request, visit));
    };

    return {
      origin: siteOrigin,
      port: listening.port,
      setEnv: environment.set,
      jobs: () => listJobs(functions, now()),
      runJob: async (name) => {
        const fn = functions.find((one) => one.name === name && one.config.schedule);
        if (!fn) throw new Error(`There is no job "${name}".`);
        const call = (one: SiteFunction, request: Request) => {
          const refuse = () => Promise.reject(new Error('context.next() is for edge functions.'));
          return work.track(
            callFunction(one, request, createContext(request, {}, visitOf(request), siteOrigin, refuse, refuse), log),
          );
        };
        return runJob(fn, siteOrigin, now(), call);
      },
      broken: () => broken,
      purges: cache.purges,
      purgeTags: (tags) => cache.purgeTags(tags),
      fetch: fetchSite,
      idle: () => work.idle(),
      reload: load,
      close: async () => {
        // A function that never ends must not keep the stack from stopping.
        await Promise.race([work.idle(), new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function answerLocal(
  local: NonNullable<StartOptions['local']>,
  request: Request,
  visit: Visit,
  origin: string,
  log: (line: string) => void,
): Promise<Response | undefined> {
  const refuse = () => Promise.reject(new Error('context.next() is for edge functions.'));
  const { context, finish } = createContext(request, {}, visit, origin, refuse, refuse);
  try {
    const response = await local(request, context);
    return response && finish(response);
  } catch (error) {
    log(`${visit.requestId} ${request.method} ${new URL(request.url).pathname} failed: ${told(error)}`);
    return platformProblem(500, 'internal', 'Something went wrong', told(error).split('\n')[0] ?? '', visit.requestId);
  }
}
