import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { CannotStart } from '../cannot-start.ts';
import { freePort } from '../postgres/free-port.ts';
import { deploy, geoOf, mutable, site, type Visit } from './context.ts';
import type { EdgeFunction } from './edge.ts';

export type DenoEdge = { run: (request: Request, visit: Visit) => Promise<Response>; close: () => Promise<void> };

type DenoOptions = {
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

/** Edge functions on the runtime they meet in production, with the layer Netlify puts around them. */
export async function startDenoEdge(options: DenoOptions): Promise<DenoEdge> {
  const { tools, stateDir, env, functions, siteOrigin, passOn, origin, limited, log } = options;
  const { deno, bootstrap } = locate(tools);
  const port = await freePort();
  const folder = path.join(stateDir, 'edge');
  await mkdir(folder, { recursive: true });
  const main = path.join(folder, 'main.mjs');
  await writeFile(main, program(functions, bootstrap));
  const child = spawn(deno, ['run', '--allow-all', '--no-lock', '--quiet', main, '--port', String(port)], {
    cwd: folder,
    // The shell's variables reach no edge function in production, and none here.
    env: { ...env, DENO_DIR: path.join(stateDir, 'deno'), DENO_NO_UPDATE_CHECK: '1', DENO_REGION: 'dev', NO_COLOR: '1', PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = collect(child, log);
  await ready(child, port, told);

  return {
    run: async (request, visit) => {
      const matching = functions.filter((fn) => fn.match(request));
      if (matching.length === 0) return origin(request, visit);
      for (const fn of matching) {
        const refusal = await limited(fn, request, visit);
        if (refusal) return refusal;
      }
      const { pathname, search, host, protocol } = new URL(request.url);
      const asked = new Request(`http://127.0.0.1:${port}${pathname}${search}`, request);
      const metadata = {
        function_config: Object.fromEntries(matching.map(({ name, config }) => [name, { on_error: config.onError ?? 'fail' }])),
        req_routes: matching.map((_, at) => at),
        routes: matching.map(({ name, config }) => ({ function: name, path: [config.path ?? '/*'].flat()[0], pattern: '.*' })),
      };
      const platform: Record<string, string> = {
        'accept-encoding': 'identity',
        'x-forwarded-host': host,
        'x-forwarded-proto': protocol,
        'x-nf-client-connection-ip': visit.ip,
        'x-nf-deploy-context': deploy.context,
        'x-nf-deploy-id': deploy.id,
        'x-nf-edge-functions': matching.map(({ name }) => name).join(','),
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
      if (answer.headers.has('x-nf-uncaught-error')) log(`${visit.requestId} an edge function failed on ${request.method} ${pathname}`);
      return answer;
    },
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function locate(tools: string): { deno: string; bootstrap: string } {
  const missing = (cause?: unknown) =>
    new CannotStart(`Edge functions on Deno need the packages deno and @netlify/edge-functions-dev in ${tools}: run "npm ci" there, or start without EDGE_DENO.`, cause);
  const bootstrap = path.join(tools, 'node_modules', '@netlify', 'edge-functions-dev', 'dist', 'deno', 'bootstrap.mjs');
  if (!existsSync(bootstrap)) throw missing();
  try {
    const require = createRequire(path.join(tools, 'package.json'));
    const home = createRequire(require.resolve('deno/package.json'));
    const libc = process.platform === 'linux' ? '-glibc' : '';
    const binary = `@deno/${process.platform}-${process.arch}${libc}/package.json`;
    return { deno: path.join(path.dirname(home.resolve(binary)), process.platform === 'win32' ? 'deno.exe' : 'deno'), bootstrap };
  } catch (cause) {
    throw missing(cause);
  }
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
    if (child.exitCode !== null || child.signalCode !== null) throw new CannotStart(`Deno did not start: ${told().trim().split('\n').at(-1) ?? 'it gave no reason'}`);
    const open = await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).then(
      () => true,
      () => false,
    );
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
