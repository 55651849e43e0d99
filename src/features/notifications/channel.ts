import type { Ctx, Mail } from '../ctx.ts';
import type { ChannelName } from './rules/sending.ts';

/** A letter as a channel takes it: mail whole, a messenger the plain words. */
export type Letter = { mail: Mail; text: string };
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

export const channelsOf = (ctx: Ctx): Partial<Record<ChannelName, Channel>> => ({ email: email(ctx) });
