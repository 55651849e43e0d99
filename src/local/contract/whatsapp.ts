import { Hono } from 'hono';
import * as z from 'zod';
import { statusWord } from '../whatsapp/twin.ts';
import { phonePage } from './pages/phone.ts';
import type { Parts } from './parts.ts';
import { isForm, problem, readBody } from './problem.ts';

const number = z.string().regex(/^\d{8,15}$/);
const text = z.object({
  text: z.string().max(4000).default(''),
  replyTo: z.string().optional(),
  times: z.coerce.number().int().min(1).max(9).optional(),
  forged: z.boolean().optional(),
  picture: z.object({ type: z.string(), base64: z.string() }).optional(),
});

/** WhatsApp's own side: what was sent, and a telephone to answer with. */
export function whatsappRoutes({ whatsapp }: Parts): Hono {
  const routes = new Hono();
  routes.get('/whatsapp', (c) => {
    const { ours, theirs, unreachable } = whatsapp.state();
    return c.json({ ours: ours.toReversed(), theirs: theirs.toReversed(), unreachable });
  });
  routes.get('/whatsapp/phone/:number', (c) => {
    const asked = number.safeParse(c.req.param('number'));
    if (!asked.success) return problem(c, 404, 'not_found', 'A number is digits, with the code of its country.');
    return c.html(phonePage(asked.data, whatsapp.state()));
  });
  routes.post('/whatsapp/phone/:number', async (c) => {
    const from = number.safeParse(c.req.param('number'));
    if (!from.success) return problem(c, 404, 'not_found', 'A number is digits, with the code of its country.');
    if (c.req.header('content-type')?.startsWith('multipart/form-data')) {
      const form = await c.req.formData();
      const file = form.get('picture');
      const words = form.get('text');
      const picture =
        file instanceof File && file.size > 0
          ? { type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) }
          : undefined;
      await whatsapp.send(from.data, { text: typeof words === 'string' ? words : '', picture });
      return c.redirect(`/__local/whatsapp/phone/${from.data}`, 303);
    }
    const read = await readBody(c, text);
    if ('refusal' in read) return read.refusal;
    const { picture, ...rest } = read.body;
    const bytes = picture && { type: picture.type, bytes: new Uint8Array(Buffer.from(picture.base64, 'base64')) };
    return c.json(await whatsapp.send(from.data, { ...rest, picture: bytes }));
  });
  routes.post('/whatsapp/messages/:id', async (c) => {
    const read = await readBody(c, z.object({ status: statusWord, code: z.int().optional() }));
    if ('refusal' in read) return read.refusal;
    const answer = await whatsapp.tell(c.req.param('id'), read.body.status, read.body.code);
    if (answer === null) return problem(c, 404, 'not_found', 'No such message was sent.');
    return c.json({ answer });
  });
  routes.post('/whatsapp/unreachable', async (c) => {
    const read = await readBody(c, z.object({ number }));
    if ('refusal' in read) return read.refusal;
    whatsapp.unreachable(read.body.number);
    return isForm(c) ? c.redirect('/__local/', 303) : c.json({ unreachable: whatsapp.state().unreachable });
  });
  return routes;
}
