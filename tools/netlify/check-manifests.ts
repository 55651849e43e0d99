// Netlify's packager fails open: when it cannot read a `config` it packs the function without a route, says nothing and
// exits with 0. So what it wrote is held against what the code says.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { configOf, list, type Literal } from './config-of.ts';

type PackedFunction = {
  name: string;
  routes?: { pattern: string; methods?: string[]; prefer_static?: boolean }[];
  excludedRoutes?: { pattern: string }[];
  schedule?: string;
  trafficRules?: {
    action?: {
      config?: {
        rateLimitConfig?: { windowLimit: number; windowSize?: number };
        aggregate?: { keys: { type: string }[] };
      };
    };
  };
};
type Functions = { functions: PackedFunction[] };
type Edge = {
  routes: { function: string; path?: string; pattern: string; methods?: string[] }[];
  post_cache_routes?: unknown[];
  function_config?: Record<string, { on_error?: string; excluded_patterns?: string[] }>;
};
export type Sources = { functions: Record<string, string>; edge: Record<string, string> };

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();
const shown = (value: unknown) => JSON.stringify(value);

function functionFaults(name: string, text: string, packed: PackedFunction | undefined): string[] {
  const config = configOf(`${name}.ts`, text);
  if (!packed) return [`function ${name}: not packed`];
  if (!config) return [`function ${name}: exports no config, so it would answer at /.netlify/functions/${name}`];
  const faults: string[] = [];
  const want = (what: string, ours: unknown, theirs: unknown, equal: boolean) => {
    if (!equal)
      faults.push(`function ${name}: ${what} is ${shown(theirs)} in the manifest, ${shown(ours)} in the code`);
  };
  const paths = list(config.path);
  const packedPaths = (packed.routes ?? []).map((route) => route.pattern);
  want('path', paths, packedPaths, same(paths, packedPaths));
  want(
    'schedule',
    config.schedule ?? null,
    packed.schedule ?? null,
    (config.schedule ?? null) === (packed.schedule ?? null),
  );
  if (!paths.length && !config.schedule) faults.push(`function ${name}: neither a path nor a schedule`);
  if (name.startsWith('clock-') !== Boolean(config.schedule))
    faults.push(`function ${name}: a clock has a schedule, and only a clock has`);
  for (const route of packed.routes ?? []) {
    want('method', list(config.method), route.methods ?? [], same(list(config.method), route.methods ?? []));
    want(
      'preferStatic',
      config.preferStatic ?? false,
      route.prefer_static ?? false,
      Boolean(config.preferStatic) === Boolean(route.prefer_static),
    );
  }
  const limit = config.rateLimit as { [key: string]: Literal } | undefined;
  const theirs = packed.trafficRules?.action?.config;
  if (limit) {
    want(
      'windowLimit',
      limit.windowLimit,
      theirs?.rateLimitConfig?.windowLimit,
      limit.windowLimit === theirs?.rateLimitConfig?.windowLimit,
    );
    const keys = (theirs?.aggregate?.keys ?? []).map((key) => key.type);
    want('aggregateBy', list(limit.aggregateBy), keys, same(list(limit.aggregateBy), keys));
    // Per domain alone is one counter for all visitors: one of them could lock everybody out.
    if (!keys.includes('ip')) faults.push(`function ${name}: the rate limit counts all visitors together`);
  } else if (theirs) faults.push(`function ${name}: a rate limit nobody wrote`);
  return faults;
}

export function faultsOf(sources: Sources, functions: Functions, edge: Edge): string[] {
  const faults = Object.entries(sources.functions).flatMap(([name, text]) =>
    functionFaults(
      name,
      text,
      functions.functions.find((packed) => packed.name === name),
    ),
  );
  for (const packed of functions.functions)
    if (!(packed.name in sources.functions)) faults.push(`function ${packed.name}: packed, but not in the code`);

  for (const [name, text] of Object.entries(sources.edge)) {
    const config = configOf(`${name}.ts`, text);
    const paths = list(config?.path);
    const packed = edge.routes.filter((route) => route.function === name);
    if (!paths.length) faults.push(`edge function ${name}: no path, so it would never run`);
    if (
      !same(
        paths,
        packed.map((route) => route.path ?? route.pattern),
      )
    )
      faults.push(
        `edge function ${name}: routes are ${shown(packed.map((r) => r.path ?? r.pattern))} in the manifest, ${shown(paths)} in the code`,
      );
    const onError = (config?.onError as string | undefined) ?? 'fail';
    const theirs = edge.function_config?.[name]?.on_error ?? 'fail';
    if (onError !== theirs)
      faults.push(`edge function ${name}: onError is ${theirs} in the manifest, ${onError} in the code`);
    for (const route of packed)
      if (!same(list(config?.method), route.methods ?? []))
        faults.push(`edge function ${name}: methods differ on ${route.path ?? route.pattern}`);
  }
  for (const route of edge.routes)
    if (!(route.function in sources.edge)) faults.push(`edge function ${route.function}: packed, but not in the code`);
  if (!Object.keys(sources.functions).length || !Object.keys(sources.edge).length)
    faults.push('nothing to compare: no functions or no edge functions');
  return faults;
}

export function readSources(root: string): Sources {
  const read = (folder: string) =>
    Object.fromEntries(
      globSync(`netlify/${folder}/*.{ts,tsx,mts,js,mjs}`, { cwd: root }).map((path) => [
        basename(path).replace(/\.[a-z]+$/, ''),
        readFileSync(join(root, path), 'utf8'),
      ]),
    );
  return { functions: read('functions'), edge: read('edge-functions') };
}

export function checkManifests(root: string): { faults: string[]; summary: string } {
  const read = <T>(path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;
  const functions = read<Functions>('.netlify/functions/manifest.json');
  const edge = read<Edge>('.netlify/edge-functions-dist/manifest.json');
  const routes = functions.functions.reduce((sum, one) => sum + (one.routes?.length ?? 0), 0);
  const scheduled = functions.functions.filter((one) => one.schedule).length;
  const limited = functions.functions.filter((one) => one.trafficRules).length;
  return {
    faults: faultsOf(readSources(root), functions, edge),
    summary: `${functions.functions.length} functions (${routes} routes, ${scheduled} scheduled, ${limited} rate-limited), ${edge.routes.length} edge routes`,
  };
}
