import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import type { Session } from '../clerk.ts';
import { sendWebhook, type WebhookLog } from './clerk-webhooks.ts';
import { signInPage } from './pages/sign-in.ts';
import type { Parts } from './parts.ts';
import { isForm, localPath, problem, readBody } from './problem.ts';

const signInSchema = z
  .object({
    clerkId: z.string().min(1).max(100).optional(),
    email: z.email().max(254).optional(),
    name: z.string().trim().min(1).max(120).optional(),
    return_to: localPath.optional(),
  })
  .refine(({ clerkId, email, name }) => clerkId !== undefined || (email !== undefined && name !== undefined), {
    message: 'give clerkId, or email and name',
  });

const year = 31_536_000;

/** People, sessions and their short-lived tokens, with the cookies Clerk sets in a browser. */
export function signInRoutes({ clerk, people }: Parts, webhooks: WebhookLog): Hono {
  const routes = new Hono();

  const whoIs = ({ clerkId, email, name }: z.output<typeof signInSchema>): string | null => {
    const demo = people.find((person) =>
      clerkId === undefined ? person.email.toLowerCase() === email?.toLowerCase() : person.clerkId === clerkId,
    );
    const known = demo ?? clerk.find({ clerkId, email });
    if (known) return known.clerkId;
    if (clerkId !== undefined || email === undefined || name === undefined) return null;
    const person = clerk.signUp({ email, name });
    // As at Clerk: the webhook goes its own way and may come before or after the first request of the new person.
    void sendWebhook(webhooks, 'user.created', person);
    return person.clerkId;
  };

  const carry = async (c: Context, session: Session): Promise<string> => {
    const token = await clerk.token(session);
    setCookie(c, '__session', token, { path: '/', sameSite: 'Lax', maxAge: year });
    setCookie(c, '__client_uat', String(session.startedAt), { path: '/', sameSite: 'Lax', maxAge: year });
    setCookie(c, '__client', session.client, { path: '/__local/', sameSite: 'Lax', httpOnly: true, maxAge: year });
    return token;
  };

  const current = (c: Context): Session | null => clerk.sessionOf(getCookie(c, '__client'));

  routes.get('/people', (c) => c.json(people));

  routes.get('/sign-in', (c) => {
    const wish = localPath.safeParse(c.req.query('return_to'));
    return c.html(signInPage(people, wish.success ? wish.data : '/'));
  });

  routes.post('/sign-in', async (c) => {
    const read = await readBody(c, signInSchema);
    if ('refusal' in read) return read.refusal;
    const userId = whoIs(read.body);
    if (userId === null) return problem(c, 404, 'not_found', 'Nobody here has that clerkId; see /__local/people.');
    const before = getCookie(c, '__client');
    if (before !== undefined) clerk.closeSession(before);
    const token = await carry(c, clerk.openSession(userId));
    return read.form ? c.redirect(read.body.return_to ?? '/', 303) : c.json({ token, clerkId: userId });
  });

  routes.post('/sign-out', (c) => {
    const client = getCookie(c, '__client');
    if (client !== undefined) clerk.closeSession(client);
    deleteCookie(c, '__session', { path: '/' });
    deleteCookie(c, '__client', { path: '/__local/' });
    // Clerk leaves a zero behind: somebody was here, nobody is signed in.
    setCookie(c, '__client_uat', '0', { path: '/', sameSite: 'Lax', maxAge: year });
    return isForm(c) ? c.redirect('/__local/', 303) : c.json({ ok: true });
  });

  /** Who this browser is: what Clerk's own client reads at start. */
  routes.get('/session', (c) => {
    const session = current(c);
    return c.json({ session: session && { userId: session.userId, id: session.id } });
  });

  /** A fresh token for the same session: what Clerk's own client asks for every minute. Nobody signed in is an answer, not an error. */
  routes.post('/token', async (c) => {
    const session = current(c);
    if (!session) return c.json({ token: null, userId: null });
    return c.json({ token: await carry(c, session), userId: session.userId });
  });

  return routes;
}
