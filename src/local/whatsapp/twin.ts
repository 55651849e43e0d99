import { createHash, createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Kept } from '../keep.ts';

/**
 * WhatsApp's Cloud API on this machine, written from its documentation: it takes messages, tells what became of them, and lets a
 * person send a picture as from a telephone. It shares no code with the driver: twins that share code share misreadings.
 */
export type WhatsAppTwin = {
  /** what the app is configured with */
  env(baseUrl: string): Record<string, string>;
  /** the protocol, as the driver meets it */
  handle(request: Request): Promise<Response>;
  state(): State;
  /** a telephone sends something; answers what the app said to each call */
  send(from: string, what: Sending): Promise<{ messageId: string; answers: number[] }>;
  /** a message of ours is delivered, read, or comes to nothing */
  tell(messageId: string, status: Status, code?: number): Promise<number | null>;
  /** from now on this number is not on WhatsApp */
  unreachable(number: string): void;
  idle(): Promise<void>;
};

const statuses = ['sent', 'delivered', 'read', 'failed'] as const;
export type Status = (typeof statuses)[number];
export const statusWord = z.enum(statuses);
export type Sending = {
  text?: string | undefined;
  picture?: { bytes: Uint8Array; type: string } | undefined;
  replyTo?: string | undefined;
  /** how often the call is made: WhatsApp tells a thing twice */
  times?: number | undefined;
  /** as a stranger would call: signed with another secret */
  forged?: boolean | undefined;
};

const said = z.object({
  id: z.string(),
  to: z.string(),
  at: z.string(),
  text: z.string(),
  template: z.string().nullable(),
  link: z.string().nullable(),
  statuses: z.array(statusWord),
});
const heard = z.object({
  id: z.string(),
  from: z.string(),
  at: z.string(),
  text: z.string(),
  media: z.string().nullable(),
});
const stateShape = z.object({
  ours: z.array(said),
  theirs: z.array(heard),
  unreachable: z.array(z.string()),
  media: z.record(z.string(), z.object({ type: z.string(), base64: z.string() })),
});
export type State = z.output<typeof stateShape>;
const remembered = 200;

/** The templates that "were approved": how many blanks the text has, and the languages. */
const templates: Readonly<
  Record<string, { blanks: number; languages: readonly string[]; button: 'link' | 'code'; text: string }>
> = {
  mawahib_photo_request: {
    blanks: 2,
    languages: ['en', 'ar', 'fr'],
    button: 'link',
    text: '{1} would like to see more photos of {2}.',
  },
  mawahib_photo_request_ckb: {
    blanks: 2,
    languages: ['ar'],
    button: 'link',
    text: '{1} حەز دەکات وێنەی زیاتری {2} ببینێت.',
  },
  mawahib_code: {
    blanks: 1,
    languages: ['en', 'ar', 'fr'],
    button: 'code',
    text: '{1} is your code. Do not share it.',
  },
  mawahib_code_ckb: { blanks: 1, languages: ['ar'], button: 'code', text: '{1} کۆدی تۆیە. مەیدە بە کەس.' },
};

const parameter = z.object({ type: z.literal('text'), text: z.string().min(1) });
const outgoing = z.object({
  messaging_product: z.literal('whatsapp'),
  to: z.string().regex(/^\d{8,15}$/),
  context: z.object({ message_id: z.string() }).optional(),
  type: z.enum(['template', 'text']),
  text: z.object({ body: z.string().min(1).max(4096) }).optional(),
  template: z
    .object({
      name: z.string(),
      language: z.object({ code: z.string() }),
      components: z.array(
        z.object({ type: z.enum(['body', 'button']), sub_type: z.string().optional(), parameters: z.array(parameter) }),
      ),
    })
    .optional(),
});

const refusal = (status: number, code: number, message: string) =>
  Response.json({ error: { message, type: 'OAuthException', code, fbtrace_id: 'local' } }, { status });
const day = 86_400_000;

export function openWhatsAppTwin({
  memory,
  now,
  secret,
  siteUrl,
  app,
}: {
  memory: Kept;
  now: () => Date;
  secret: (name: string) => string;
  siteUrl: string;
  /** how a call reaches the app */
  app: (request: Request) => Promise<Response>;
}): WhatsAppTwin {
  const read = stateShape.safeParse(memory.load());
  const state: State = read.success ? read.data : { ours: [], theirs: [], unreachable: [], media: {} };
  const [phone, token, appSecret] = ['100200300400500', secret('whatsapp token'), secret('whatsapp app')];
  const underway = new Set<Promise<unknown>>();
  const keep = () => {
    state.ours.splice(0, state.ours.length - remembered);
    state.theirs.splice(0, state.theirs.length - remembered);
    memory.save(state);
  };
  const wamid = () => `wamid.${randomBytes(16).toString('base64url')}`;
  const seconds = () => String(Math.floor(now().getTime() / 1000));

  async function call(value: Record<string, unknown>, forged = false): Promise<number> {
    const metadata = { display_phone_number: '9647000000000', phone_number_id: phone };
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        { id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }] },
      ],
    });
    const proof = createHmac('sha256', forged ? 'a stranger' : appSecret)
      .update(body)
      .digest('hex');
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${proof}` };
    const answer = await app(new Request(`${siteUrl}/api/webhooks/whatsapp`, { method: 'POST', headers, body }));
    await answer.body?.cancel();
    return answer.status;
  }

  async function tell(id: string, status: Status, code = 131026): Promise<number | null> {
    const message = state.ours.find((one) => one.id === id);
    if (!message) return null;
    message.statuses.push(status);
    keep();
    const errors = status === 'failed' ? { errors: [{ code, title: 'Message undeliverable' }] } : {};
    return call({ statuses: [{ id, status, timestamp: seconds(), recipient_id: message.to, ...errors }] });
  }

  /** On its own, as WhatsApp would: sent, and then it arrives or does not. */
  function carry(id: string, to: string): void {
    const trip = (async () => {
      await tell(id, 'sent');
      await tell(id, state.unreachable.includes(to) ? 'failed' : 'delivered');
    })()
      .catch((error: unknown) => console.error('the WhatsApp twin could not tell', error))
      .finally(() => underway.delete(trip));
    underway.add(trip);
  }

  async function take(request: Request): Promise<Response> {
    const parsed = outgoing.safeParse(await request.json().catch(() => null));
    if (!parsed.success) return refusal(400, 100, 'Invalid parameter');
    const { to, type, text, template } = parsed.data;
    let words = text?.body ?? '';
    let link: string | null = null;
    if (type === 'template') {
      const known = templates[template?.name ?? ''];
      if (!template || !known?.languages.includes(template.language.code))
        return refusal(404, 132001, 'Template name does not exist in the translation');
      const blanks = template.components.find((one) => one.type === 'body')?.parameters.map((one) => one.text) ?? [];
      if (blanks.length !== known.blanks) return refusal(400, 132000, 'Number of parameters does not match');
      if (blanks.some((blank) => /\n|\t| {4}/.test(blank)))
        return refusal(400, 132012, 'Parameter format does not match');
      words = known.text.replace(/\{(\d)\}/g, (_, at: string) => blanks[Number(at) - 1] ?? '');
      const button = template.components.find((one) => one.type === 'button')?.parameters[0]?.text ?? '';
      link = known.button === 'link' ? `${siteUrl}/${button}` : null;
    } else {
      // free words only within a day of theirs
      const last = state.theirs.findLast((one) => one.from === to);
      if (!last || now().getTime() - new Date(last.at).getTime() > day)
        return refusal(400, 131047, 'Re-engagement message');
    }
    const id = wamid();
    state.ours.push({
      id,
      to,
      at: now().toISOString(),
      text: words,
      template: template?.name ?? null,
      link,
      statuses: [],
    });
    keep();
    carry(id, to);
    return Response.json({
      messaging_product: 'whatsapp',
      contacts: [{ input: to, wa_id: to }],
      messages: [{ id, message_status: 'accepted' }],
    });
  }

  return {
    env: (baseUrl) => ({
      WHATSAPP_API_URL: `${baseUrl}/v23.0`,
      WHATSAPP_PHONE_NUMBER_ID: phone,
      WHATSAPP_ACCESS_TOKEN: token,
      WHATSAPP_APP_SECRET: appSecret,
      WHATSAPP_VERIFY_TOKEN: secret('whatsapp verify'),
    }),
    async handle(request) {
      const url = new URL(request.url);
      if (request.headers.get('authorization') !== `Bearer ${token}`)
        return refusal(401, 190, 'Invalid OAuth access token');
      if (request.method === 'POST' && url.pathname === `/v23.0/${phone}/messages`) return take(request);
      const [, wanted] = /^\/v23\.0\/([\w-]+)$/.exec(url.pathname) ?? [];
      const [, file] = /^\/media\/([\w-]+)$/.exec(url.pathname) ?? [];
      const medium = state.media[wanted ?? file ?? ''];
      if (request.method !== 'GET' || !medium) return refusal(404, 100, 'Object does not exist');
      const bytes = Buffer.from(medium.base64, 'base64');
      if (file) return new Response(new Uint8Array(bytes), { headers: { 'content-type': medium.type } });
      return Response.json({
        messaging_product: 'whatsapp',
        url: `${url.origin}/media/${wanted ?? ''}`,
        mime_type: medium.type,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        file_size: bytes.length,
        id: wanted,
      });
    },
    state: () => state,
    async send(from, { text = '', picture, replyTo, times = 1, forged }) {
      const id = wamid();
      const mediaId = picture ? randomBytes(8).toString('hex') : null;
      if (picture && mediaId)
        state.media[mediaId] = { type: picture.type, base64: Buffer.from(picture.bytes).toString('base64') };
      if (!forged) state.theirs.push({ id, from, at: now().toISOString(), text, media: mediaId });
      keep();
      const what = mediaId
        ? { type: 'image', image: { id: mediaId, mime_type: picture?.type, caption: text } }
        : { type: 'text', text: { body: text } };
      const message = { id, from, timestamp: seconds(), ...(replyTo ? { context: { id: replyTo } } : {}), ...what };
      const answers: number[] = [];
      for (let time = 0; time < times; time += 1)
        answers.push(
          await call({ contacts: [{ wa_id: from, profile: { name: 'Phone' } }], messages: [message] }, forged),
        );
      return { messageId: id, answers };
    },
    tell,
    unreachable: (number) => {
      state.unreachable.push(number);
      keep();
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
  };
}
