import { RefusedForGood } from '../../core/refused-for-good.ts';
import type { Ctx, Mail } from '../ctx.ts';
import type { Template, WhatsApp } from '../whatsapp.ts';
import type { ChannelName } from './rules/sending.ts';

/** A letter as a channel takes it: mail whole, a messenger the plain words, WhatsApp a template and who gets it. */
export type Letter = { mail: Mail; text: string; whatsapp?: { number: string; template: Template } };
/** `delivered`: the channel knows at once that it arrived; others say so later, by `hearOfDelivery`. */
export type Sent = { providerId: string; delivered: boolean };

/**
 * A way to reach somebody. Throws `RefusedForGood` when trying again is no use; any other error is tried again later.
 * Another channel is one more line in `channelsOf`, and a call of `hearOfDelivery` from its webhook.
 */
export type Channel = { readonly name: ChannelName; send(letter: Letter): Promise<Sent> };

/** SMTP answers for the next server only: `sent` is all that is known, under the id we gave the mail. */
const email = (ctx: Ctx): Channel => ({
  name: 'email',
  send: async ({ mail }) => {
    await ctx.ports.mail.send(mail);
    return { providerId: mail.messageId, delivered: false };
  },
});

/** WhatsApp takes a message under an id of its own, and tells later what became of it. */
const whatsapp = (line: WhatsApp): Channel => ({
  name: 'whatsapp',
  send: async (letter) => {
    if (!letter.whatsapp) throw new RefusedForGood('a letter without a template', false);
    const { number, template } = letter.whatsapp;
    const { messageId } = await line.sendTemplate(number, template);
    return { providerId: messageId, delivered: false };
  },
});

export const channelsOf = (ctx: Ctx): Partial<Record<ChannelName, Channel>> => ({
  email: email(ctx),
  ...(ctx.ports.whatsapp ? { whatsapp: whatsapp(ctx.ports.whatsapp) } : {}),
});
