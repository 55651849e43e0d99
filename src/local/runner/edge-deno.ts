import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { CannotStart } from '../cannot-start.ts';
import { freePort } from '../postgres/free-port.ts';
import { deploy, geoOf, mutable, site, type Visit } from './context.ts';
import { edgeFailure, type EdgeFunction } from './edge.ts';

export type DenoEdge = { run: (request: Request, visit: Visit) => Promise<Response>; close: () => Promise<void> };

type DenoOptions = {
  root: string;
  /** Holds `deno` and `@netlify/edge-functions-dev`: 120 MB that newcomers should not pay for. */
  tools: string;
  stateDir: string;
  env: Record<string, string>;
  functions: readonly EdgeFunction[];
  siteOrigin: string;
  /** Where `context.next()` goes on. */
  passOn: string;
  origin: (request: Request, visit: Visit) => Promise<Response>;
  limited: (fn: EdgeFunction, request: Request, visit: Visit) => Promise<Response | null>;
  log: (line: string) => void;
};

const coded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** What of the packager is used: it compiles paths to the very patterns that are deployed. */
type Packager = {
  mergeDeclarations: (toml: [], configs: Record<string, unknown>, internal: object, deploy: []) => unknown;
  generateManifest: (input: {
    declarations: unknown;
    functions: { name: string; path: string }[];
    userFunctionConfig: Record<string, unknown>;
  }) => { manifest: Manifest };
};
type Route = {
  function: string;
  path?: string;
  pattern: string;
  excluded_patterns: string[];
  methods?: string[];
  headers?: Record<string, { matcher: string; pattern?: string }>;
};
type Manifest = {
  routes: Route[];
  post_cache_routes: Route[];
  function_config: Record<string, { excluded_patterns?: string[] }>;
};

/** Edge functions on the runtime they meet in production, with the layer Netlify puts around them. */
export async function startDenoEdge(options: DenoOptions): Promise<DenoEdge> {
  const { root, tools, stateDir, env, functions, siteOrigin, passOn, origin, limited, log } = options;
  const { deno, bootstrap, packager } = await locate(tools);
  const manifest = manifestOf(functions, packager);
  const routes = [...manifest.routes, ...manifest.post_cache_routes];
  const port = await freePort();
  const folder = path.join(stateDir, 'edge');
  await mkdir(folder, { recursive: true });
  const main = path.join(folder, 'main.mjs');
  await writeFile(main, program(functions, bootstrap));
  const child = spawn(
    deno,
    ['run', '--allow-all', '--no-lock', '--quiet', '--node-modules-dir=manual', main, '--port', String(port)],
    {
      // Where Deno looks for package.json, and with it for the packages that edge functions import.
      cwd: root,
      // The shell's variables reach no edge function in production, and none here.
      env: {
        ...env,
        DENO_DIR: path.join(stateDir, 'deno'),
        DENO_NO_UPDATE_CHECK: '1',
        DENO_REGION: 'dev',
        NO_COLOR: '1',
        PATH: process.env['PATH'],
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const told = collect(child, log);
  await ready(child, port, told);

  return {
    run: async (request, visit) => {
      const matching = routes.flatMap((route, at) => (matches(route, manifest, request) ? [at] : []));
      const names = [...new Set(matching.map((at) => routes[at]?.function ?? ''))];
      if (names.length === 0) return origin(request, visit);
      for (const fn of functions.filter(({ name }) => names.includes(name))) {
        const refusal = await limited(fn, request, visit);
        if (refusal) return refusal;
      }
      const { pathname, search, host, protocol } = new URL(request.url);
      const asked = new Request(`http://127.0.0.1:${port}${pathname}${search}`, request);
      const metadata = { function_config: manifest.function_config, req_routes: matching, routes };
      const platform: Record<string, string> = {
        'accept-encoding': 'identity',
        'x-forwarded-host': host,
        'x-forwarded-proto': protocol,
        'x-nf-client-connection-ip': visit.ip,
        'x-nf-deploy-context': deploy.context,
        'x-nf-deploy-id': deploy.id,
        'x-nf-edge-functions': matching.map((at) => routes[at]?.function).join(','),
        'x-nf-edge-functions-metadata': coded(metadata),
        'x-nf-feature-flags': coded({}),
        'x-nf-geo': coded(geoOf()),
        'x-nf-passthrough': 'passthrough',
        'x-nf-passthrough-host': new URL(passOn).host,
        'x-nf-passthrough-proto': 'http:',
        'x-nf-request-id': visit.requestId,
        'x-nf-site-info': coded({ ...site, url: siteOrigin }),
      };
      for (const [name, value] of Object.entries(platform)) asked.headers.set(name, value);
      const answer = mutable(await fetch(asked, { redirect: 'manual' }));
      if (!answer.headers.has('x-nf-uncaught-error')) return answer;
      log(`${visit.requestId} an edge function failed on ${request.method} ${pathname}: ${await answer.text()}`);
      return edgeFailure(visit);
    },
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function locate(tools: string): Promise<{ deno: string; bootstrap: string; packager: Packager }> {
  const from = createRequire(path.join(tools, 'package.json'));
  try {
    const edge = createRequire(from.resolve('@netlify/edge-functions-dev'));
    const bootstrap = path.resolve(
      path.dirname(from.resolve('@netlify/edge-functions-dev')),
      '..',
      'deno',
      'bootstrap.mjs',
    );
    const home = createRequire(from.resolve('deno/package.json'));
    const libc = process.platform === 'linux' ? '-glibc' : '';
    const binary = path.dirname(home.resolve(`@deno/${process.platform}-${process.arch}${libc}/package.json`));
    const packager = (await import(
      /* @vite-ignore */ pathToFileURL(edge.resolve('@netlify/edge-bundler')).href
    )) as Packager;
    return { deno: path.join(binary, process.platform === 'win32' ? 'deno.exe' : 'deno'), bootstrap, packager };
  } catch (cause) {
    throw new CannotStart(
      `Edge functions on Deno need the packages deno and @netlify/edge-functions-dev in ${tools}: run "npm ci" there, or start without EDGE_DENO.`,
      cause,
    );
  }
}

function manifestOf(functions: readonly EdgeFunction[], { mergeDeclarations, generateManifest }: Packager): Manifest {
  const userFunctionConfig = Object.fromEntries(functions.map(({ name, config }) => [name, config]));
  const declarations = mergeDeclarations([], userFunctionConfig, {}, []);
  return generateManifest({
    declarations,
    functions: functions.map(({ name, file }) => ({ name, path: file })),
    userFunctionConfig,
  }).manifest;
}

function matches(route: Route, manifest: Manifest, request: Request): boolean {
  const { pathname } = new URL(request.url);
  if (route.methods?.length && !route.methods.includes(request.method)) return false;
  if (!new RegExp(route.pattern).test(pathname)) return false;
  const excluded = [...route.excluded_patterns, ...(manifest.function_config[route.function]?.excluded_patterns ?? [])];
  if (excluded.some((pattern) => new RegExp(pattern).test(pathname))) return false;
  return Object.entries(route.headers ?? {}).every(([name, { matcher, pattern }]) => {
    const value = request.headers.get(name);
    if (matcher === 'exists') return value !== null;
    if (matcher === 'missing') return value === null;
    return value !== null && pattern !== undefined && new RegExp(pattern).test(value);
  });
}

function program(functions: readonly EdgeFunction[], bootstrap: string): string {
  const imports = functions.map(({ file }, at) => `import f${at} from ${JSON.stringify(pathToFileURL(file).href)};`);
  const table = functions.map(({ name }, at) => `${JSON.stringify(name)}: f${at}`);
  return [
    `import * as bootstrap from ${JSON.stringify(pathToFileURL(bootstrap).href)};`,
    ...imports,
    `const functions = { ${table.join(', ')} };`,
    // The bootstrap would listen on every address of this machine.
    `const serve = Deno.serve;`,
    `Deno.serve = (options, handler) => serve({ ...options, hostname: "127.0.0.1" }, handler);`,
    `(bootstrap.serve ?? bootstrap.boot)(() => Promise.resolve(functions));`,
    '',
  ].join('\n');
}

function collect(child: ChildProcess, log: (line: string) => void): () => string {
  let told = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      const text = data.toString();
      told = (told + text).slice(-4000);
      for (const line of text.split('\n').filter(Boolean)) log(`deno: ${line}`);
    });
  }
  return () => told;
}

/** Knocks until it opens, or until Deno has ended. */
async function ready(child: ChildProcess, port: number, told: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new CannotStart(`Deno did not start: ${told().trim().split('\n').at(-1) ?? 'it gave no reason'}`);
    const open = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).then(
      () => true,
      () => false,
    );
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
