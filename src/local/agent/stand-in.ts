import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { isLocale } from '../../core/locale.ts';
import { demo } from '../../features/examples.ts';
import type { LocalClerk } from '../clerk.ts';
import { kept } from '../keep.ts';
import { languageOf, reply } from './words.ts';

/**
 * What stands in for somebody's agent: one demo talent has it, the others show the house without. It subscribes by the API as their
 * tool would, proves each call by its signature, and proposes a reply by rules. It knows nothing of the house but its API.
 */
export type StandIn = {
  /** where it listens, under the sink */
  name: string;
  subscribe(): Promise<'new' | 'as before'>;
  /** a call to its address: believed if the signature holds */
  hear(headers: Headers, body: string): Promise<{ status: number }>;
};

const stateSchema = z.object({ url: z.string(), endpointId: z.string(), secret: z.string(), token: z.string() });
const eventSchema = z.object({
  type: z.string(),
  data: z.object({
    kind: z.string().nullish(),
    threadId: z.string().nullish(),
    basedOn: z.string().nullish(),
    language: z.string().nullish(),
    from: z.object({ name: z.string() }).nullish(),
    text: z.object({ untrusted: z.literal(true), value: z.string() }).nullish(),
  }),
});
const spokenTo = new Set(['inquiry.received', 'inquiry.followed_up', 'message.received']);

export function openStandIn({
  home,
  origin,
  clerk,
  site,
  say,
}: {
  home: string;
  origin: string;
  clerk: Pick<LocalClerk, 'openSession' | 'token'>;
  site: (request: Request) => Promise<Response>;
  say: (line: string) => void;
}): StandIn {
  const name = 'assistant';
  const url = `${origin}/__local/webhooks-out/${name}`;
  const file = kept(join(home, 'agent.json'));
  const read = stateSchema.safeParse(file.load());
  let state = read.success ? read.data : null;

  const call = (method: string, path: string, token: string, body?: unknown) =>
    site(
      new Request(new URL(path, origin), {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  async function ask<Shape extends z.ZodType>(
    shape: Shape,
    ...asked: Parameters<typeof call>
  ): Promise<z.output<Shape>> {
    const response = await call(...asked);
    if (!response.ok) throw new Error(`${asked[0]} ${asked[1]} answers ${response.status}`);
    return shape.parse(await response.json());
  }

  async function propose({ data }: z.output<typeof eventSchema>, token: string): Promise<void> {
    if (!data.threadId || !data.text) return;
    const words = data.text.value;
    const language = data.language && isLocale(data.language) ? data.language : languageOf(words);
    const text = reply(language, data.from?.name ?? '', words, data.kind === 'booking' ? 'booking' : 'offer');
    const response = await call('POST', '/api/agents/suggestions', token, {
      threadId: data.threadId,
      basedOn: data.basedOn ?? null,
      text,
      language,
    });
    // 409: somebody wrote meanwhile, and the next call is about that
    if (!response.ok && response.status !== 409) say(`  the stand-in agent was refused: ${response.status}`);
  }

  return {
    name,
    async subscribe() {
      const knows = state !== null && (await call('GET', '/api/agents/suggestions', state.token)).ok;
      if (knows && state?.url === url) return 'as before';
      const session = await clerk.token(clerk.openSession(demo.talent));
      if (knows && state) {
        // the stack has moved to another port
        await ask(z.unknown(), 'PATCH', `/api/agents/endpoints/${state.endpointId}`, session, { url });
        state = { ...state, url };
        file.save(state);
        return 'as before';
      }
      const made = await ask(
        z.object({ endpoint: z.object({ id: z.string() }), secret: z.string() }),
        'POST',
        '/api/agents/endpoints',
        session,
        { url, name: 'Demo assistant', events: [...spokenTo] },
      );
      const { token } = await ask(z.object({ token: z.string() }), 'POST', '/api/agents/keys', session, {
        name: 'Demo assistant',
      });
      state = { url, endpointId: made.endpoint.id, secret: made.secret, token };
      file.save(state);
      return 'new';
    },
    async hear(headers, body) {
      if (!state) return { status: 503 };
      const id = headers.get('webhook-id') ?? '';
      // the stack's clock may have been moved, so the age of a call says nothing here
      const at = new Date(Number(headers.get('webhook-timestamp')) * 1000);
      const mine = Number.isNaN(at.getTime()) ? null : new Webhook(state.secret).sign(id, at, body);
      if (mine === null || !(headers.get('webhook-signature') ?? '').split(' ').includes(mine)) return { status: 401 };
      const event = eventSchema.safeParse(JSON.parse(body));
      const { token } = state;
      // taken first, thought about after: whoever calls does not wait for the thought
      if (event.success && spokenTo.has(event.data.type))
        setImmediate(
          () =>
            void propose(event.data, token).catch((error: unknown) => say(`  the stand-in agent: ${String(error)}`)),
        );
      return { status: 202 };
    },
  };
}
