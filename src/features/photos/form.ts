import { absent } from '../../core/errors.ts';
import { inquiriesWords } from './words.ts';
import type { Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { ask } from '../inquiries/ask.ts';
import { issueForm } from '../inquiries/form.ts';
import { networkOf } from '../inquiries/rules/form.ts';
import { submitMessageBody } from '../inquiries/schema.ts';
import { requestPhotos, requestThroughInquiry } from './asking.ts';
import * as queries from './queries/requests.ts';
import { wishText } from './schema.ts';
import type { AskPage } from './schema/pages.ts';

type Typed = AskPage['typed'];

/** The page that asks for more photos of a service that is offered, for whoever looks at it. */
export async function openAskPage(
  ctx: Ctx,
  { serviceId, typed = { wish: '', senderName: '', senderEmail: '' } }: { serviceId: string; typed?: Typed },
): Promise<AskPage> {
  const { actor } = ctx;
  const { offered } = await ctx.doors.asVisitor().read((db) => ({ offered: queries.offered(db, serviceId) }));
  const [service] = offered;
  if (!service) return absent();
  const me = actor ? (await ctx.doors.asUser(actor).read((db) => ({ me: identity.me(db, actor.userId) }))).me[0] : null;
  return {
    service: { id: service.id, title: service.title },
    talent: { name: service.talentName, slug: service.slug },
    signedIn: me ? { name: me.name ?? '', email: me.email } : null,
    typed,
    problems: [],
    formToken: issueForm(ctx).formToken,
    refusal: null,
    done: null,
  };
}

/** What of the fields cannot be sent. */
function problemsOf(typed: Typed, signedIn: boolean): AskPage['problems'] {
  const fits = wishText.safeParse(typed.wish).success;
  const { senderName, senderEmail } = submitMessageBody.shape;
  return [
    ...(fits ? [] : (['wish'] as const)),
    ...(signedIn || (typed.senderName.trim() !== '' && senderName.safeParse(typed.senderName).success)
      ? []
      : (['senderName'] as const)),
    ...(signedIn || (typed.senderEmail.trim() !== '' && senderEmail.safeParse(typed.senderEmail).success)
      ? []
      : (['senderEmail'] as const)),
  ];
}

type Sent = { serviceId: string; typed: Typed; formToken: string; trapped: boolean; network: string | null };

/**
 * The form of that page. With an account it is a request of theirs; without one it is an inquiry, with all an inquiry must pass (form,
 * caps, review, the mail that proves the address), and the request hangs on it.
 */
export async function askByForm(ctx: Ctx, { serviceId, typed, formToken, trapped, network }: Sent): Promise<AskPage> {
  const page = await openAskPage(ctx, { serviceId, typed });
  const { actor } = ctx;
  const problems = problemsOf(typed, actor !== null);
  if (problems.length > 0) return { ...page, problems };
  const wish = wishText.parse(typed.wish);
  if (trapped) return { ...page, done: 'asked' };
  if (actor) {
    const made = await ctx.doors.asUser(actor).write((tx) => requestPhotos(ctx, tx, { serviceId, wish }));
    return { ...page, done: made.known ? 'known' : 'asked' };
  }
  const { offered } = await ctx.doors.asVisitor().read((db) => ({ offered: queries.offered(db, serviceId) }));
  const [service] = offered;
  if (!service) return absent();
  const words = inquiriesWords(ctx.locale);
  const asked = submitMessageBody.parse({
    recipient: service.talentId,
    listing: serviceId,
    subject: words.subject,
    message: wish === '' ? words.message : `${words.message}\n\n${wish}`,
    senderName: typed.senderName,
    senderEmail: typed.senderEmail,
    formToken,
  });
  const { messageId } = await ctx.doors
    .asVisitor()
    .write((tx) => ask(ctx, tx, { ...asked, network: networkOf(network) }));
  const k = ctx.ports.secretFor('inquiry', messageId);
  const made = await requestThroughInquiry(ctx, { serviceId, wish, inquiryId: messageId, k });
  return { ...page, done: made.known ? 'known' : 'asked' };
}
