// The map of the house as data, and a reader of every import that holds the tree to it. A new folder is one more row
// in `rooms`, which is the moment to think about what it may know.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

type Import = { to: string; typeOnly: boolean; line: number };
type Source = { path: string; text: string };

/* ------------------------------------------------------------------ the map */

/** A room: which files are in it, which rooms and packages it may import. The first room that matches a file is its room. */
type Room = {
  name: string;
  files: RegExp;
  may: readonly string[];
  types?: readonly string[];
  npm?: RegExp;
  npmTypes?: RegExp;
};

const anything = /./;
const nothing = /^$/;
/** Node's own modules and every package that only a server can load. */
const server = /^(?!react|astro|@tanstack|@clerk\/react)/;

const rooms: readonly Room[] = [
  { name: 'test', files: /\.test\.tsx?$|^tests\//, may: ['*'], npm: anything },
  { name: 'testing', files: /^src\/testing\//, may: ['*'], npm: anything },
  { name: 'generated', files: /^netlify\/generated\//, may: ['*'], npm: anything },

  { name: 'core', files: /^src\/core\//, may: ['core'], npm: /^temporal-polyfill$/, npmTypes: /^zod$/ },
  { name: 'messages', files: /^src\/i18n\/messages\//, may: [], npm: nothing },
  {
    name: 'i18n',
    files: /^src\/i18n\//,
    may: ['core', 'i18n', 'messages', 'rules'],
    npm: /^(intl-messageformat|@formatjs\/|date-fns|temporal-polyfill)/,
  },

  {
    name: 'tables',
    files: /^src\/db\/schema\//,
    may: ['core', 'tables', 'roles', 'rules'],
    types: ['schema'],
    npm: /^drizzle-orm/,
  },
  { name: 'roles', files: /^src\/db\/roles\.ts$/, may: ['core'], npm: /^drizzle-orm/ },
  {
    name: 'db',
    files: /^src\/db\//,
    may: ['core', 'tables', 'roles', 'db'],
    npm: /^(drizzle-orm|@neondatabase\/serverless|ws$|node:)/,
  },

  {
    name: 'providers',
    files: /^src\/features\/payments\/providers\//,
    may: ['core', 'provider', 'rules', 'providers'],
    npm: /^(zod|node:crypto|stripe)$/,
  },
  {
    name: 'provider',
    files: /^src\/features\/payments\/provider\.ts$/,
    may: ['core', 'rules', 'schema'],
    npm: /^zod$/,
  },
  // Rules, and the words they are written in (categories, places…): the spring both rivers drink from.
  {
    name: 'rules',
    files:
      /^src\/features\/(?:discovery\/search\/labels\.ts$|(?:discovery\/search|[^/]+)\/(rules|categories|places|trades|cities)(\.ts$|\/))/,
    may: ['core', 'rules'],
    npm: /^temporal-polyfill$/,
  },
  {
    name: 'schema',
    files: /^src\/features\/(?:discovery\/search|[^/]+)\/schema(\.ts$|\/)/,
    may: ['core', 'rules', 'schema'],
    npm: /^zod$/,
  },
  {
    name: 'contract',
    files: /^src\/features\/((?:discovery\/search|[^/]+)\/contract(\.ts$|\/)|contract\.ts$)/,
    may: ['core', 'rules', 'schema', 'contract', 'endpoint'],
    npm: /^(zod|@hono\/zod-openapi)$/,
  },
  {
    name: 'queries',
    files: /^src\/features\/(?:discovery\/search|[^/]+)\/queries(\.ts$|\/)/,
    may: ['core', 'db', 'tables', 'roles', 'rules', 'schema', 'queries', 'ctx'],
    npm: /^drizzle-orm/,
  },
  {
    name: 'routes',
    files: /^src\/features\/(?!health\/|document\/)(?:discovery\/search|[^/]+)\/routes(\.tsx?$|\/)/,
    may: ['core', 'http', 'contract', 'endpoint', 'schema', 'rules', 'service', 'ctx'],
    types: ['provider', 'db'],
    npm: /^(zod|hono|@hono\/zod-openapi)/,
  },
  {
    name: 'api',
    files: /^src\/features\/api\.ts$/,
    may: ['core', 'http', 'routes', 'contract', 'endpoint', 'ctx', 'about'],
    npm: /^(hono|@hono\/)/,
  },
  // The house about itself: is it well, what does it offer.
  {
    name: 'about',
    files: /^src\/features\/(health|document)\//,
    may: ['core', 'http', 'endpoint', 'ctx', 'contract', 'schema', 'api', 'about'],
    types: ['db'],
    npm: /^(zod$|hono|@hono\/zod-openapi$|drizzle-orm$)/,
  },
  // What every endpoint shares and needs a capability's world for: binding, idempotency keys.
  {
    name: 'endpoint',
    files: /^src\/features\/(endpoint|examples)\.ts$/,
    may: ['core', 'ctx', 'http', 'tables', 'schema'],
    types: ['db'],
    npm: /^(zod$|hono|@hono\/zod-openapi$|drizzle-orm$)/,
  },
  {
    name: 'ctx',
    files: /^src\/features\/[^/]+\.ts$/,
    may: ['core', 'ctx', 'rules', 'schema', 'provider'],
    types: ['db', 'tables', 'service', 'http'],
    npm: /^(zod|node:crypto)$/,
  },
  // Whatever else a capability keeps (mail templates, storage of one thing): a verb's companion.
  {
    name: 'service',
    files: /^src\/features\/[^/]+\//,
    may: [
      'core',
      'db',
      'tables',
      'i18n',
      'messages',
      'rules',
      'schema',
      'queries',
      'service',
      'ctx',
      'provider',
      'providers',
    ],
    types: ['contract'],
    npm: /^(zod|drizzle-orm|node:crypto|temporal-polyfill|qrcode|react|@react-email\/|file-type$|sharp$|ics$)/,
  },

  {
    name: 'integrations',
    files: /^src\/integrations\//,
    may: ['core', 'integrations'],
    types: ['env', 'ctx'],
    npm: /^(zod|@clerk\/backend|nodemailer|standardwebhooks$|ipaddr\.js$|aws4fetch$|@netlify\/|node:)/,
  },
  {
    name: 'http',
    files: /^src\/http\//,
    may: ['core', 'http', 'i18n', 'messages'],
    types: ['ctx'],
    npm: /^(zod|hono|@hono\/zod-openapi|node:)/,
  },
  { name: 'env', files: /^src\/env\.ts$/, may: ['core', 'rules'], npm: /^zod$/ },
  {
    name: 'wiring',
    files: /^src\/wiring(\.ts$|\/)/,
    may: [
      'core',
      'i18n',
      'messages',
      'db',
      'tables',
      'rules',
      'schema',
      'contract',
      'queries',
      'service',
      'routes',
      'api',
      'ctx',
      'provider',
      'providers',
      'integrations',
      'http',
      'endpoint',
      'env',
      'wiring',
      'generated',
    ],
    npm: server,
  },

  {
    name: 'client',
    files: /^src\/client\//,
    may: ['core', 'client', 'contract', 'endpoint', 'schema', 'rules'],
    types: ['api', 'http'],
    npm: /^(zod|hono\/client|@clerk\/|react|virtual:)/,
  },
  {
    name: 'islands',
    files: /^src\/islands\//,
    may: ['core', 'i18n', 'client', 'contract', 'schema', 'rules', 'islands', 'styles'],
    types: ['messages'],
    npm: /^(react|react-dom|react-aria-components|@internationalized\/|@tanstack\/react-query|qrcode|zod|temporal-polyfill|virtual:)/,
  },
  // The pictures of shared links: what stands on them is known to pages, drawing them needs a server.
  {
    name: 'pictures',
    files: /^src\/pictures\//,
    may: ['core', 'i18n', 'messages', 'schema', 'rules', 'styles', 'pictures'],
    npm: /^(@resvg\/resvg-js|sharp|wawoff2|node:)/,
  },
  {
    name: 'pages',
    files: /^src\/(pages|layouts|components|views)\//,
    may: ['pictures', 'core', 'i18n', 'messages', 'islands', 'client', 'pages', 'schema', 'rules', 'styles'],
    npm: /^(astro|react|@fontsource|virtual:|node:)/,
    // the words of schema.org, which are types and nothing else
    npmTypes: /^schema-dts$/,
  },
  { name: 'styles', files: /^src\/(styles|assets)\//, may: ['styles'], npm: anything },
  {
    name: 'content',
    files: /^src\/content\.config\.ts$/,
    may: ['core', 'wiring', 'service', 'schema', 'rules'],
    npm: /^(astro|zod)/,
  },
  {
    name: 'render',
    files: /^src\/(server|render)\//,
    may: ['core', 'i18n', 'messages', 'pages', 'schema', 'rules', 'render'],
    npm: /^(astro|vite$|node:)/,
  },
  { name: 'ambient', files: /^src\/[a-z.-]+\.d\.ts$/, may: ['client', 'core'], npm: anything },

  {
    name: 'gateways',
    files: /^src\/local\/gateways\//,
    may: ['core', 'gateways'],
    npm: /^(zod|hono|node:|qrcode|temporal-polyfill)/,
  },
  { name: 'local', files: /^src\/local\//, may: ['*'], npm: anything },

  {
    name: 'functions',
    files: /^netlify\/functions\//,
    may: ['wiring', 'routes', 'about', 'endpoint', 'service', 'api', 'http', 'core', 'generated', 'pictures'],
    npm: nothing,
    npmTypes: /^@netlify\/functions$/,
  },
  {
    name: 'edge',
    files: /^netlify\/edge-functions\//,
    may: ['core', 'rules'],
    // The strong Blobs store is the one thing a gate cannot know by itself.
    npm: /^@netlify\/blobs$/,
    npmTypes: /^@netlify\/edge-functions$/,
  },
  { name: 'tools', files: /^tools\//, may: ['*'], npm: anything },
];

/** One-way streets between capabilities: who may meet whom (at service, schema or rules; never at queries). */
const streets: Readonly<Record<string, readonly string[]>> = {
  health: [],
  document: [],
  identity: [],
  accounts: ['identity', 'outbox', 'subscriptions'],
  outbox: ['identity', 'notifications'],
  registration: ['identity', 'outbox', 'discovery'],
  // a profile begins with a registration, and waits for what is missing of it
  profiles: ['identity', 'outbox', 'registration', 'discovery'],
  discovery: ['identity', 'outbox', 'profiles'],
  collections: ['identity', 'profiles', 'discovery', 'subscriptions'],
  attachments: ['identity', 'outbox'],
  notifications: ['identity'],
  messaging: ['identity', 'outbox', 'profiles', 'discovery', 'attachments', 'subscriptions'],
  inquiries: ['identity', 'outbox', 'profiles', 'discovery', 'messaging', 'subscriptions'],
  agents: ['identity', 'outbox', 'messaging'],
  photos: ['identity', 'outbox', 'notifications', 'profiles', 'discovery', 'attachments', 'messaging', 'inquiries'],
  ledger: ['identity', 'outbox'],
  documents: ['identity', 'outbox'],
  payments: ['identity', 'outbox', 'ledger', 'documents'],
  showcase: ['identity', 'outbox', 'profiles', 'discovery'],
  subscriptions: ['identity', 'outbox', 'payments', 'ledger', 'documents'],
  bookings: ['identity', 'outbox', 'profiles', 'discovery', 'attachments', 'messaging', 'payments', 'ledger'],
  requests: ['identity', 'outbox', 'profiles', 'discovery', 'attachments', 'messaging', 'subscriptions', 'bookings'],
  reviews: ['identity', 'outbox', 'profiles', 'discovery', 'messaging', 'bookings'],
  // the page it hangs on, the machinery uploads share, what plans give
  portfolio: ['identity', 'outbox', 'profiles', 'discovery', 'attachments', 'subscriptions'],
  // bookings as other programs read them
  calendar: ['identity', 'bookings'],
};
/** Words may travel against the arrows where work may not: a neighbour's rules are pure, so reading them moves nothing. */
const words: Readonly<Record<string, readonly string[]>> = {
  // whether a profile is on the public site is the profile's own rule
  identity: ['subscriptions', 'profiles'],
  registration: ['profiles'],
  messaging: ['bookings'],
  // whether a page has a form for questions is said in messaging's words
  discovery: ['messaging', 'portfolio'],
  // whom a talent lets write to them is set with the profile, in messaging's words
  profiles: ['bookings', 'messaging', 'portfolio'],
  attachments: ['messaging'],
  notifications: ['messaging', 'bookings', 'subscriptions'],
  outbox: ['messaging', 'bookings', 'documents', 'subscriptions', 'requests', 'collections', 'registration'],
};
const met = new Set(['service', 'schema', 'rules', 'provider']);

/** The environment has one reader; these few stand outside it, each for a reason. */
const readsEnvironment: Readonly<Record<string, string>> = {
  'src/env.ts': 'the reader',
  'src/db/migrate.ts': 'runs alone at build time, with a login the application never sees',
};
const outsideTheHouse = /^(src\/(local|testing)\/|tools\/|tests\/|[a-z.-]+\.config\.(ts|mjs)$)|\.test\.tsx?$/;

/* --------------------------------------------------------------- the reader */

const scripts = (source: Source): string => {
  if (!source.path.endsWith('.astro')) return source.text;
  const front = /^---\r?\n([\s\S]*?)\r?\n---/.exec(source.text)?.[1] ?? '';
  const inline = [...source.text.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1] ?? '');
  return [front, ...inline.filter((code) => !code.trim().startsWith('{'))].join('\n');
};

const alreadyRead = new Map<string, Import[]>();
function readImports(source: Source): Import[] {
  const key = `${source.path}\n${source.text}`;
  const known = alreadyRead.get(key);
  if (known) return known;
  const found = parseImports(source);
  alreadyRead.set(key, found);
  return found;
}

function parseImports(source: Source): Import[] {
  if (!/\.(tsx?|astro|mjs)$/.test(source.path)) return [];
  const kind = source.path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(source.path, scripts(source), ts.ScriptTarget.Latest, false, kind);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier))
      found.push({ to: specifier.text, typeOnly, line: file.getLineAndCharacterOfPosition(specifier.pos).line + 1 });
  };
  const walk = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const named =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : null;
      const allTypes = !!named?.length && !clause?.name && named.every((e) => e.isTypeOnly);
      add(node.moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes);
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.getText(file).startsWith('vi.') &&
      ['mock', 'importActual'].includes(node.expression.name.text)
    )
      add(node.arguments[0], false);
    ts.forEachChild(node, walk);
  };
  walk(file);
  return found;
}

const isRelative = (specifier: string) => /^\.{1,2}(\/|$)/.test(specifier);
const landing = (from: string, specifier: string) => posix.join(dirname(from), specifier.replace(/\?.*$/, ''));
const packageOf = (specifier: string) => specifier.replace(/\?.*$/, '');
const roomOf = (path: string) => rooms.find((room) => room.files.test(path));
const capabilityOf = (path: string) => /^src\/features\/([^/]+)\//.exec(path)?.[1];

/* --------------------------------------------------------------- the checks */

type Check = (tree: readonly Source[]) => string[];

const everyFileHasARoom: Check = (tree) =>
  tree.filter(({ path }) => !roomOf(path)).map(({ path }) => `${path}: no room in the map`);

const importsFollowTheMap: Check = (tree) =>
  tree.flatMap((source) => {
    const room = roomOf(source.path);
    if (!room) return [];
    return readImports(source).flatMap((i) => {
      const where = `${source.path}: ${i.typeOnly ? 'type ' : ''}import of ${i.to}`;
      if (!isRelative(i.to)) {
        const npm = packageOf(i.to);
        const ok =
          room.npm?.test(npm) ||
          (i.typeOnly && (room.npmTypes?.test(npm) || npm === 'hono' || npm.startsWith('@netlify/')));
        return ok ? [] : [`${where}: not a package of ${room.name}`];
      }
      const to = landing(source.path, i.to);
      if (to.startsWith('..') || /^[^/]+\.(json|ts|mjs)$/.test(to)) return [];
      const there = roomOf(to);
      if (!there) return [`${where}: leads nowhere on the map`];
      if (room.may.includes('*') || there.name === room.name || room.may.includes(there.name)) return [];
      if (i.typeOnly && room.types?.includes(there.name)) return [];
      return [`${where}: ${room.name} may not know ${there.name}`];
    });
  });

const streetsAreOneWay: Check = (tree) =>
  tree.flatMap((source) => {
    const here = capabilityOf(source.path);
    if (!here || roomOf(source.path)?.name === 'test') return [];
    if (!streets[here]) return [`${source.path}: capability ${here} has no place among the streets`];
    return readImports(source).flatMap((i) => {
      if (!isRelative(i.to)) return [];
      const to = landing(source.path, i.to);
      const there = capabilityOf(to);
      if (!there || there === here) return [];
      if (words[here]?.includes(there) && roomOf(to)?.name === 'rules') return [];
      if (!streets[here]?.includes(there))
        return [`${source.path}: ${here} -> ${there} is against the street (${i.to})`];
      const room = roomOf(to)?.name ?? '';
      // Endpoints are data too: one contract may be drawn in the words of another.
      if (room === 'contract' && roomOf(source.path)?.name === 'contract') return [];
      return met.has(room) ? [] : [`${source.path}: meets ${there} at its ${room}, not at service, schema or rules`];
    });
  });

/** Everything a file brings with it at run time, and the way to it. */
function reach(tree: readonly Source[], start: string): Map<string, string> {
  const byPath = new Map(tree.map((source) => [source.path, source]));
  const via = new Map<string, string>([[start, start]]);
  const queue = [start];
  for (let path = queue.shift(); path; path = queue.shift()) {
    const source = byPath.get(path);
    for (const i of source ? readImports(source) : []) {
      if (i.typeOnly) continue;
      const to = isRelative(i.to) ? landing(path, i.to) : i.to;
      if (via.has(to)) continue;
      via.set(to, `${via.get(path) ?? ''} -> ${to}`);
      if (isRelative(i.to)) queue.push(to);
    }
  }
  return via;
}

const reaches =
  (start: RegExp, forbidden: RegExp, say: string): Check =>
  (tree) =>
    tree
      .filter(({ path }) => start.test(path) && roomOf(path)?.name !== 'test')
      .flatMap(({ path }) =>
        [...reach(tree, path)].filter(([to]) => forbidden.test(to)).map(([, way]) => `${say}: ${way}`),
      );

const deployedNeverReachesLocal = reaches(
  /^netlify\/|^src\/wiring/,
  /^src\/(local|testing)\//,
  'deployed code reaches the local stack',
);
const localStaysLocal: Check = (tree) =>
  tree
    .filter(({ path }) => !outsideTheHouse.test(path))
    .flatMap((source) =>
      readImports(source)
        .filter((i) => isRelative(i.to) && /^src\/(local|testing)\//.test(landing(source.path, i.to)))
        .map((i) => `${source.path}: imports ${i.to}`),
    );
const browserStaysLight = reaches(
  /^src\/(client|islands)\/|^src\/features\/[^/]+\/(rules|schema)/,
  /^src\/(db|http\/|integrations|wiring|env)|^src\/features\/[^/]+\/(service|queries|routes)|^(drizzle-orm|@neondatabase|@clerk\/backend|node:)/,
  'the browser would carry the server',
);
const edgeStaysSmall = reaches(
  /^netlify\/edge-functions\//,
  /^(?!netlify\/|src\/core\/|src\/features\/[^/]+\/rules|@netlify\/blobs$)/,
  'the edge carries',
);

const oneReaderOfTheEnvironment: Check = (tree) =>
  tree
    .filter(({ path }) => !outsideTheHouse.test(path) && !(path in readsEnvironment) && /\.(tsx?|astro)$/.test(path))
    .flatMap(({ path, text }) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      // Set by the build itself, the same on every machine: not an environment anyone configures.
      const found =
        /process\.env|Netlify\.env|Deno\.env|import\.meta\.env\.(?!DEV\b|PROD\b|SSR\b|BASE_URL\b|SITE\b)/.exec(code);
      return found ? [`${path}: reads ${found[0]}`] : [];
    });

const relativeImportsCarryTheirEnding: Check = (tree) =>
  tree.flatMap((source) =>
    readImports(source)
      .filter((i) => isRelative(i.to) && !/\.(tsx?|astro|json|css|mjs|svg|png|woff2)(\?.*)?$/.test(i.to))
      .map((i) => `${source.path}: ${i.to} has no ending`),
  );

/** Lists that are read as a list: the drivers there are, the tables there are. */
const registries = new Set(['src/features/payments/providers/index.ts', 'src/db/schema/index.ts']);
const namesSayWhat: Check = (tree) =>
  tree.flatMap(({ path, text }) => {
    if (!path.startsWith('src/') && !path.startsWith('netlify/')) return [];
    const name = basename(path);
    const said: string[] = [];
    if (/(^|[-/.])(utils?|helpers?|misc|common|stuff|shared)(\.tsx?$|\/)/.test(path) && !path.startsWith('src/i18n/'))
      said.push(`${path}: a name that says nothing`);
    if (
      /\.tsx?$/.test(path) &&
      !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.tsx?$/.test(name) &&
      !path.startsWith('src/pages/')
    )
      said.push(`${path}: not kebab-case`);
    if (/^index\.tsx?$/.test(name) && !registries.has(path) && !path.startsWith('src/pages/'))
      said.push(`${path}: a barrel by name`);
    if (/\.tsx?$/.test(path) && !registries.has(path)) {
      const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
      const onlyPassesOn =
        file.statements.length > 1 && file.statements.every((s) => ts.isExportDeclaration(s) && s.moduleSpecifier);
      if (onlyPassesOn) said.push(`${path}: a barrel, nothing but re-exports`);
    }
    return said;
  });

const edgeTypesAreErased: Check = (tree) =>
  tree.flatMap((source) =>
    readImports(source)
      .filter((i) => i.to === '@netlify/edge-functions' && !i.typeOnly)
      .map(() => `${source.path}: a value import of @netlify/edge-functions is a remote URL on Deno`),
  );

const checks: readonly (readonly [string, Check, Source])[] = [
  ['every file has a room on the map', everyFileHasARoom, { path: 'src/attic/box.ts', text: 'export const box = 1;' }],
  [
    'imports follow the map',
    importsFollowTheMap,
    { path: 'src/core/clock.ts', text: "export const f = () => import('../db/client.ts');" },
  ],
  [
    'capabilities meet on one-way streets',
    streetsAreOneWay,
    { path: 'src/features/payments/service.ts', text: "import type { X } from '../bookings/service.ts';" },
  ],
  [
    'nothing deployed reaches the local stack',
    deployedNeverReachesLocal,
    { path: 'netlify/functions/planted.ts', text: "import '../../src/wiring.ts'; import '../../src/local/runner.ts';" },
  ],
  [
    'only the stack itself and tests import the local stack',
    localStaysLocal,
    { path: 'src/http/planted.ts', text: "import type { P } from '../local/people.ts';" },
  ],
  [
    'the browser never carries the server',
    browserStaysLight,
    { path: 'src/islands/planted/planted.tsx', text: "import { asUser } from '../../db/client.ts';" },
  ],
  [
    'the edge carries core and rules alone',
    edgeStaysSmall,
    { path: 'netlify/edge-functions/planted.ts', text: "import * as z from 'zod';" },
  ],
  [
    'the environment has one reader',
    oneReaderOfTheEnvironment,
    { path: 'src/http/planted.ts', text: 'export const x = process.env.SECRET;' },
  ],
  [
    'relative imports carry their ending',
    relativeImportsCarryTheirEnding,
    { path: 'src/core/planted.ts', text: "import { a } from './money';" },
  ],
  [
    'names say what they hold, and nothing is a barrel',
    namesSayWhat,
    { path: 'src/features/profiles/utils.ts', text: 'export const a = 1;' },
  ],
  [
    'edge types are erased',
    edgeTypesAreErased,
    { path: 'netlify/edge-functions/planted.ts', text: "import { Context } from '@netlify/edge-functions';" },
  ],
];

const tree: readonly Source[] = globSync(
  [
    'src/**/*.{ts,tsx,astro}',
    'netlify/{functions,edge-functions}/**/*.{ts,tsx,mts,js,mjs}',
    'tools/**/*.ts',
    'tests/**/*.ts',
  ],
  {
    exclude: ['**/node_modules/**', 'tools/netlify/site/**'],
  },
).map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));

describe.each(checks)('%s', (_, check, planted) => {
  test('in this tree', () => {
    expect(check(tree)).toEqual([]);
  });
  test('and a planted violation is found', () => {
    expect(check([...tree.filter(({ path }) => path !== planted.path), planted]).join('\n')).toContain(planted.path);
  });
});

test('netlify/functions holds no tests: every file there is deployed', () => {
  expect(globSync('netlify/**/*.test.*', { exclude: ['**/node_modules/**'] })).toEqual([]);
});

test('the reader sees every kind of import', () => {
  const text = `import a from './a.ts'; import type { B } from './b.ts'; import { type C } from './c.ts'; export * from './d.ts';
    export type { E } from './e.ts'; const f = await import('./f.ts'); type G = import('./g.ts').G; import './h.css'; import { type I, j } from './i.ts';
    vi.mock('./k.ts');`;
  expect(
    readImports({ path: 'src/core/x.ts', text }).map(({ to, typeOnly }) => `${to}${typeOnly ? ' type' : ''}`),
  ).toEqual([
    './a.ts',
    './b.ts type',
    './c.ts type',
    './d.ts',
    './e.ts type',
    './f.ts',
    './g.ts type',
    './h.css',
    './i.ts',
    './k.ts',
  ]);
  const page =
    "---\nimport X from './X.astro';\n---\n<script>\n  import('./y.ts');\n</script>\n<script type=\"application/ld+json\">{}</script>";
  expect(readImports({ path: 'src/pages/p.astro', text: page }).map((i) => i.to)).toEqual(['./X.astro', './y.ts']);
});
