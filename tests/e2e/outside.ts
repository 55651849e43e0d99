// The product as a stranger's program sees it: `/api/openapi.json`, `/__local`, and nothing of the source.
import { inject } from 'vitest';

export type Person = {
  clerkId: string;
  email: string;
  name: string;
  role: string;
  kind: string;
  plan: string | null;
  membership: string | null;
  note: string;
};
type Media = {
  schema?: Json;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
  'x-example-as'?: string;
};
export type Json = { [key: string]: unknown };
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  example?: unknown;
  schema?: Json;
};
export type Operation = {
  operationId: string;
  method: string;
  path: string;
  parameters: Parameter[];
  body: { media: Media; example: unknown } | null;
  exampleAs: string | undefined;
  secured: boolean;
  responses: Record<string, { content?: Record<string, unknown> }>;
};
export type Answer<T = Json> = { status: number; body: T; text: string; headers: Headers };
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  requestId: string;
  fields?: Record<string, string[]>;
};

export const origin = (): string => inject('origin');

async function once(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(new URL(path, origin()), { redirect: 'manual', ...init });
  const text = await response.text();
  let body: Json = {};
  try {
    body = JSON.parse(text) as Json;
  } catch {
    // A page, or nothing.
  }
  return { status: response.status, body, text, headers: response.headers };
}

/** One machine is one visitor to the rate limits. They have their own test; everywhere else their minute is let pass. */
export async function http(path: string, init: RequestInit = {}): Promise<Answer> {
  let answer = await once(path, init);
  for (let tries = 0; answer.status === 429 && tries < 3; tries += 1) {
    await once('/__local/idle', {});
    const body = JSON.stringify({ advance: `PT${Number(answer.headers.get('retry-after') ?? 60) + 1}S` });
    await once('/__local/clock', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    answer = await once(path, init);
  }
  return answer;
}

const resolve = (document: Json, node: unknown): Json => {
  const ref = (node as { $ref?: string } | undefined)?.$ref;
  if (!ref) return (node ?? {}) as Json;
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, part) => (at as Json)[part.replaceAll('~1', '/').replaceAll('~0', '~')], document) as Json;
};

let known: Promise<{ document: Json; operations: Operation[] }> | null = null;
export const openapi = () =>
  (known ??= (async () => {
    const { status, body: document } = await http('/api/openapi.json');
    if (status !== 200) throw new Error(`/api/openapi.json answers ${status}`);
    const operations: Operation[] = [];
    for (const [path, item] of Object.entries((document.paths ?? {}) as Record<string, Json>)) {
      for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
        const raw = item[method] as Json | undefined;
        if (!raw) continue;
        const requestBody = raw.requestBody ? resolve(document, raw.requestBody) : null;
        const media = ((requestBody?.content as Record<string, Media> | undefined) ?? {})['application/json'];
        const schema = media?.schema ? resolve(document, media.schema) : {};
        const example =
          media?.example ??
          Object.values(media?.examples ?? {})[0]?.value ??
          schema.example ??
          (schema.examples as unknown[] | undefined)?.[0];
        const exampleAs = [raw, requestBody, media, schema]
          .map((at) => (at as Json | null | undefined)?.['x-example-as'])
          .find(Boolean);
        operations.push({
          operationId: raw.operationId as string,
          method: method.toUpperCase(),
          path,
          parameters: [
            ...((item.parameters as Json[] | undefined) ?? []),
            ...((raw.parameters as Json[] | undefined) ?? []),
          ].map((parameter) => resolve(document, parameter) as unknown as Parameter),
          body: media ? { media, example } : null,
          exampleAs: exampleAs as string | undefined,
          secured: Boolean((raw.security as unknown[] | undefined)?.length),
          responses: raw.responses as Operation['responses'],
        });
      }
    }
    return { document, operations };
  })());

export async function operation(operationId: string): Promise<Operation> {
  const found = (await openapi()).operations.find((one) => one.operationId === operationId);
  if (!found) throw new Error(`the document has no ${operationId}`);
  return found;
}

let everyone: Promise<Person[]> | null = null;
export const people = () => (everyone ??= http('/__local/people').then((answer) => answer.body as unknown as Person[]));

export async function person(match: (one: Person) => boolean): Promise<Person> {
  const found = (await people()).find(match);
  if (!found) throw new Error('no such demo person');
  return found;
}

/** Tokens live for a minute, as at Clerk, and are asked for anew before that. */
const tokens = new Map<string, { token: string; at: number }>();
export async function tokenOf(who: { clerkId: string } | { email: string; name: string }): Promise<string> {
  const key = JSON.stringify(who);
  const held = tokens.get(key);
  if (held && Date.now() - held.at < 30_000) return held.token;
  const { status, body, text } = await http('/__local/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify('clerkId' in who ? { clerkId: who.clerkId } : who),
  });
  if (status !== 200) throw new Error(`sign-in answers ${status}: ${text}`);
  const token = body.token as string;
  // the word of a new account goes its own way and may come after their first call; what is written to them needs their address
  if (!held && 'email' in who)
    await until(
      `the address of ${who.email} to be known`,
      () => http('/api/me', { headers: { authorization: `Bearer ${token}` } }),
      (me) => me.status !== 200 || me.body.email !== '',
    );
  tokens.set(key, { token, at: Date.now() });
  return token;
}

export type Call = {
  params?: Record<string, string | number>;
  query?: Record<string, string | number>;
  body?: unknown;
  raw?: string;
  key?: string | null;
  headers?: Record<string, string>;
};
export type Who = { clerkId: string } | { email: string; name: string } | { token: string } | null;

export async function call<T = Json>(
  who: Who,
  operationId: string,
  { params = {}, query = {}, body, raw, key, headers = {} }: Call = {},
): Promise<Answer<T>> {
  const { method, path } = await operation(operationId);
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? `{${name}}`)),
  );
  const url = new URL(filled, origin());
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const sent: Record<string, string> = { accept: 'application/json', ...headers };
  if (who) sent.authorization = `Bearer ${'token' in who ? who.token : await tokenOf(who)}`;
  if (body !== undefined || raw !== undefined) sent['content-type'] ??= 'application/json';
  if (method !== 'GET' && key !== null) sent['idempotency-key'] = key ?? crypto.randomUUID();
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await http(url.href, { method, headers: sent, ...(payload === undefined ? {} : { body: payload }) });
  return answer as unknown as Answer<T>;
}

/** The call must go well; anything else is told with the answer's own words. */
export async function ok<T = Json>(who: Who, operationId: string, what: Call = {}): Promise<T> {
  const answer = await call<T>(who, operationId, what);
  if (answer.status < 200 || answer.status >= 300)
    throw new Error(`${operationId} answers ${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer.body;
}

/** Waits until what answers left for afterwards is done: letters, refunds, ways to pay that are called off, pages that are told. */
export async function rest(): Promise<void> {
  for (let asked = 0; asked < 4; asked += 1) if ((await once('/__local/idle', {})).body.idle === true) return;
  console.warn('the stack does not come to rest');
}

/**
 * What is asked of the stack itself. The clock moves, a job runs and a gateway acts when nothing is under way any more: who is in the
 * middle of it would lose their lease to a jump, or take the fault that was meant for the next call.
 */
export async function local<T = Json>(path: string, body?: unknown): Promise<T> {
  if (body !== undefined) await rest();
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await http(`/__local/${path}`, init);
  if (answer.status < 200 || answer.status >= 300)
    throw new Error(`/__local/${path} answers ${answer.status}: ${answer.text.slice(0, 500)}`);
  return answer.body as T;
}

/**
 * What was found, or what is there once a job has run: letters and news leave behind the answer that caused them, and what a busy moment
 * leaves over is the clock's.
 */
export async function orElse<T>(job: string, found: () => Promise<T>, pleases: (answer: T) => boolean): Promise<T> {
  const answer = await found();
  if (pleases(answer)) return answer;
  await local(`jobs/${job}`, {});
  return found();
}

/** Waits for a fact, not for time: asks until the answer pleases, and tells the last one when it never does. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  pleases: (answer: T) => boolean,
  within = 60_000,
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (pleases(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)?.slice(0, 800)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
