import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { RefusedForGood } from '../core/refused-for-good.ts';
import type { Template, WhatsApp } from '../features/whatsapp.ts';

/** WhatsApp's Cloud API, as its documentation describes it: messages out, webhooks in, media by id. */
export type WhatsAppSettings = {
  apiUrl: string;
  phoneNumberId: string;
  token: string;
  /** what webhooks are signed with */
  appSecret: string;
  /** a word we chose, said back when the webhook is set up */
  verifyToken: string;
};

type Heard = NonNullable<ReturnType<WhatsApp['hear']>>[number];
const patience = 10_000;

/**
 * Templates are approved by language, and WhatsApp has no Kurdish: the Sorani texts are approved under names of their own, in the
 * language whose script they share.
 */
const approved = ({ name, locale }: Template) =>
  locale === 'ckb' ? { name: `${name}_ckb`, language: { code: 'ar' } } : { name, language: { code: locale } };

/** Refusals that speak of the number itself: not there, not on WhatsApp, has stopped us, may not be written to. */
const aboutTheNumber = new Set([131021, 131026, 131030, 131050, 133010]);
/** Those that no second try mends: a field or a template that does not fit. */
const aboutTheMessage = new Set([
  100, 131008, 131009, 131047, 131051, 132000, 132001, 132005, 132007, 132012, 132015, 132016,
]);

const refusal = z.object({ error: z.object({ code: z.int(), message: z.string().default('') }) });
const accepted = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const medium = z.object({ url: z.url(), file_size: z.coerce.number().optional() });

const stamp = z.object({ id: z.string().min(1).max(300) });
const status = stamp.extend({
  status: z.enum(['sent', 'delivered', 'read', 'failed']),
  errors: z.array(z.object({ code: z.int(), title: z.string().optional() })).optional(),
});
const message = stamp.extend({
  from: z.string().regex(/^\d{8,15}$/),
  type: z.string().max(40),
  image: z.object({ id: z.string().max(300) }).optional(),
  document: z.object({ id: z.string().max(300) }).optional(),
  context: z.object({ id: z.string().max(300).optional() }).optional(),
});
const value = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  statuses: z.array(z.unknown()).optional(),
  messages: z.array(z.unknown()).optional(),
});
const envelope = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
});

function heardStatus(said: unknown): Heard[] {
  const parsed = status.safeParse(said);
  // a kind of a later version
  if (!parsed.success) return [];
  const [why] = parsed.data.errors ?? [];
  return [
    {
      is: 'status',
      messageId: parsed.data.id,
      status: parsed.data.status,
      why: why ? `${why.code} ${why.title ?? ''}`.trim().slice(0, 200) : null,
      isNumber: why !== undefined && aboutTheNumber.has(why.code),
    },
  ];
}
function heardMessage(said: unknown): Heard[] {
  const parsed = message.safeParse(said);
  if (!parsed.success) return [];
  const { id, from, type, image, document, context } = parsed.data;
  return [
    {
      is: 'message',
      messageId: id,
      from: `+${from}`,
      kind: type,
      // a picture sent "as a file" keeps its size, and comes as a document
      mediaId: image?.id ?? document?.id ?? null,
      replyTo: context?.id ?? null,
    },
  ];
}

const constantly = (a: string, b: string): boolean => {
  const [mine, theirs] = [Buffer.from(a), Buffer.from(b)];
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
};

/** The bytes of an answer, but no more than so many, whatever it says of itself. */
async function atMost(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | 'too_large'> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    // leaving the loop lets go of the line
    if (size > most) return 'too_large';
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

export function openWhatsApp(settings: WhatsAppSettings, deps: { fetch: typeof fetch }): WhatsApp {
  const { apiUrl, phoneNumberId, token, appSecret, verifyToken } = settings;
  const auth = { authorization: `Bearer ${token}` };
  const line = (url: string, init: RequestInit = {}) =>
    deps.fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patience), ...init });

  async function say(body: Record<string, unknown>): Promise<{ messageId: string }> {
    const answer = await line(`${apiUrl}/${phoneNumberId}/messages`, {
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', recipient_type: 'individual', ...body }),
    });
    const said: unknown = await answer.json().catch(() => null);
    const sent = accepted.safeParse(said);
    if (answer.ok && sent.success) return { messageId: sent.data.messages[0]?.id ?? '' };
    const why = refusal.safeParse(said);
    if (!why.success) throw new Error(`WhatsApp answered ${answer.status}`);
    const { code, message: text } = why.data.error;
    const told = `WhatsApp ${code}: ${text.slice(0, 200)}`;
    if (aboutTheNumber.has(code)) throw new RefusedForGood(told, true);
    if (aboutTheMessage.has(code)) throw new RefusedForGood(told, false);
    throw new Error(told);
  }

  return {
    sendTemplate: (to, template) =>
      say({
        to: to.replace('+', ''),
        type: 'template',
        template: {
          ...approved(template),
          components: [
            {
              type: 'body',
              parameters: template.body.map((text) => ({ type: 'text', text: text.replace(/\s+/g, ' ') || '–' })),
            },
            { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: template.button }] },
          ],
        },
      }),
    sendText: (to, text, replyTo) =>
      say({
        to: to.replace('+', ''),
        type: 'text',
        context: { message_id: replyTo },
        text: { preview_url: false, body: text },
      }),
    async media(mediaId, most) {
      const found = await line(`${apiUrl}/${encodeURIComponent(mediaId)}`, { headers: auth });
      if (found.status === 404 || found.status === 400) return null;
      if (!found.ok) throw new Error(`WhatsApp answered ${found.status} about a medium`);
      const { url, file_size: size } = medium.parse(await found.json());
      // the token goes nowhere but to WhatsApp
      const home = new URL(url);
      const ours = new URL(apiUrl);
      if (
        home.origin !== ours.origin &&
        !(home.protocol === 'https:' && /(^|\.)(fbsbx|facebook|whatsapp)\.(com|net)$/.test(home.hostname))
      )
        throw new RefusedForGood(`a medium lies at ${home.hostname}`, false);
      if (size !== undefined && size > most) return 'too_large';
      const answer = await line(url, { headers: auth });
      if (answer.status === 404) return null;
      if (!answer.ok || !answer.body) throw new Error(`a medium's address answered ${answer.status}`);
      return atMost(answer.body, most);
    },
    challenge(query) {
      const said = query.get('hub.challenge') ?? '';
      if (query.get('hub.mode') !== 'subscribe' || !/^[\w-]{1,200}$/.test(said)) return null;
      return constantly(query.get('hub.verify_token') ?? '', verifyToken) ? said : null;
    },
    hear(raw, signature) {
      const mine = `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`;
      if (!constantly(signature ?? '', mine)) return null;
      let said: unknown;
      try {
        said = JSON.parse(Buffer.from(raw).toString('utf8'));
      } catch {
        return [];
      }
      const parsed = envelope.safeParse(said);
      if (!parsed.success) return [];
      return parsed.data.entry
        .flatMap(({ changes }) => changes)
        .flatMap(({ field, value: told }) => {
          const known = value.safeParse(told);
          // of another number of the same account
          if (field !== 'messages' || !known.success || known.data.metadata.phone_number_id !== phoneNumberId)
            return [];
          return [
            ...(known.data.statuses ?? []).flatMap(heardStatus),
            ...(known.data.messages ?? []).flatMap(heardMessage),
          ];
        });
    },
  };
}
