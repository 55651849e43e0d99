import { setTimeout as pause } from 'node:timers/promises';
import { Hono } from 'hono';
import * as z from 'zod';
import { clerkEvents, type ClerkEvent, type ClerkPerson, type WebhookOptions } from '../clerk.ts';
import type { Parts } from './parts.ts';
import { problem, readBody } from './problem.ts';

export type WebhookDelivery = {
  id: string;
  event: ClerkEvent;
  clerkId: string;
  at: string;
  status: number | null;
  answer: string;
};

/** What went to the app, and the way there. */
export type WebhookLog = { parts: Parts; deliveries: WebhookDelivery[] };

const bodySchema = z.object({
  clerkId: z.string().min(1).max(100).optional(),
  email: z.email().max(254).optional(),
  name: z.string().trim().min(1).max(120).optional(),
  times: z.int().min(1).max(9).optional(),
  id: z.string().min(1).max(100).optional(),
  forged: z.boolean().optional(),
  ageSeconds: z.int().optional(),
});

export function clerkWebhookRoutes(log: WebhookLog): Hono {
  const { clerk, people } = log.parts;
  const routes = new Hono();

  routes.get('/clerk', (c) => c.json(log.deliveries));

  routes.post('/clerk/:event', async (c) => {
    const event = z.enum(clerkEvents).safeParse(c.req.param('event'));
    if (!event.success) return problem(c, 404, 'not_found', `The events are ${clerkEvents.join(', ')}.`);
    const read = await readBody(c, bodySchema);
    if ('refusal' in read) return read.refusal;
    const { clerkId, email, name, times = 1, ...options } = read.body;
    if (clerkId === undefined && email === undefined) {
      return problem(c, 422, 'invalid', 'Say whom it is about: clerkId, or email and name.');
    }

    const known = people.find((person) => person.clerkId === clerkId) ?? clerk.find({ clerkId, email });
    const before: ClerkPerson | null = known && { createdAt: Date.now(), ...pick(known) };
    if (!before && clerkId === undefined && (email === undefined || name === undefined)) {
      return problem(c, 404, 'not_found', 'Nobody here has that address; add a name to make a new person.');
    }
    const person =
      before ??
      (clerkId === undefined
        ? clerk.signUp({ email: email ?? '', name: name ?? '' })
        : { clerkId, email: email ?? `${clerkId}@example.test`, name: name ?? 'New Person', createdAt: Date.now() });
    const told = { ...person, ...(email !== undefined && { email }), ...(name !== undefined && { name }) };
    if (event.data === 'user.updated') clerk.change(person.clerkId, { email: told.email, name: told.name });
    if (event.data === 'user.deleted') clerk.forget(person.clerkId);

    const deliveries: WebhookDelivery[] = [];
    let id = options.id;
    for (let turn = 0; turn < times; turn += 1) {
      const delivery = await once(log, event.data, told, { ...options, id });
      // The second and the third are repeats of the first, as a lost answer causes them.
      id ??= delivery.id;
      deliveries.push(delivery);
    }
    return c.json({ event: event.data, clerkId: told.clerkId, status: deliveries.at(-1)?.status ?? null, deliveries });
  });

  return routes;
}

const pick = ({ clerkId, email, name, createdAt }: Omit<ClerkPerson, 'createdAt'> & { createdAt?: number }) => ({
  clerkId,
  email,
  name,
  ...(createdAt !== undefined && { createdAt }),
});

/** Until the app has taken it, with growing waits, as Clerk does over days. */
export async function sendWebhook(log: WebhookLog, event: ClerkEvent, person: ClerkPerson): Promise<void> {
  let id: string | undefined;
  for (const wait of [0, 250, 1_000, 4_000]) {
    await pause(wait, undefined, { ref: false });
    const delivery = await once(log, event, person, { id });
    if (delivery.status !== null && delivery.status < 300) return;
    ({ id } = delivery);
  }
}

async function once(
  { parts, deliveries }: WebhookLog,
  event: ClerkEvent,
  person: ClerkPerson,
  options: WebhookOptions,
): Promise<WebhookDelivery> {
  const { headers, body } = parts.clerk.webhook(event, person, options);
  const entry = { id: headers['svix-id'] ?? '', event, clerkId: person.clerkId, at: parts.clock.now().toISOString() };
  const delivery = await parts.site
    .fetch(new Request(`${parts.origin}/api/webhooks/clerk`, { method: 'POST', headers, body }))
    .then(async (answer) => ({ ...entry, status: answer.status, answer: (await answer.text()).slice(0, 2_000) }))
    .catch((error: unknown) => ({ ...entry, status: null, answer: String(error) }));
  deliveries.unshift(delivery);
  deliveries.splice(200);
  return delivery;
}
