import { eq } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import type { LocalizedText } from '../../core/locale.ts';
import { services } from '../../db/schema/profiles.ts';
import type { Ctx } from '../ctx.ts';
import { requireApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskContacts } from '../messaging/rules.ts';
import { canAsk, inquiryLimits as limits } from '../messaging/rules/inquiries.ts';
import { issueForm } from './form.ts';
import * as queries from './queries/inquiries.ts';
import { submitMessageBody, type SubmitMessage } from './schema.ts';
import type { AskTyped, CheckPage, FieldProblem } from './schema/pages.ts';

const most: Partial<Record<keyof AskTyped, number>> = {
  subject: limits.subject,
  message: limits.body,
  senderName: limits.name,
  senderEmail: 254,
};

/** The one problem of each field, in words a page has. */
function problemsOf(typed: AskTyped, fields: ReadonlySet<string>): CheckPage['problems'] {
  const said: Partial<Record<keyof AskTyped, FieldProblem>> = {};
  for (const name of ['subject', 'message', 'senderName', 'senderEmail', 'senderPhone'] as const) {
    if (!fields.has(name)) continue;
    if (typed[name].trim() === '') said[name] = 'required';
    else if (typed[name].length > (most[name] ?? Infinity)) said[name] = 'too_long';
    else said[name] = name === 'senderPhone' ? 'phone' : name === 'senderEmail' ? 'email' : 'required';
  }
  return said;
}

export type ReadForm = { asked: SubmitMessage; problems: null } | { asked: null; problems: CheckPage['problems'] };

/** What was typed, as the endpoint would take it; or what is wrong with it, field by field. */
export function readTyped(ctx: Ctx, typed: AskTyped, formToken: string | undefined): ReadForm {
  const parsed = submitMessageBody.safeParse({
    recipient: typed.recipient,
    listing: typed.listing === '' ? null : typed.listing,
    subject: typed.subject,
    message: typed.message,
    senderName: typed.senderName.trim() === '' ? undefined : typed.senderName,
    senderEmail: typed.senderEmail.trim() === '' ? undefined : typed.senderEmail,
    senderPhone: typed.senderPhone,
    formToken,
  });
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => String(path[0])));
  // not a field of the form: whoever changes it gets no page for it
  if (wrong.has('recipient') || wrong.has('listing') || wrong.has('formToken')) throw new AppError('not_found');
  if (!ctx.actor)
    for (const name of ['senderName', 'senderEmail'] as const) if (typed[name].trim() === '') wrong.add(name);
  if (parsed.success && wrong.size === 0) return { asked: parsed.data, problems: null };
  return { asked: null, problems: problemsOf(typed, wrong) };
}

/** The page between writing and sending. Whoever may not ask at all is refused here already. */
export async function checkPage(
  ctx: Ctx,
  typed: AskTyped,
  read: ReadForm,
  again: { note: CheckPage['note']; formToken?: string | undefined } = { note: null },
): Promise<CheckPage> {
  const { actor } = ctx;
  const known = (db: Parameters<typeof queries.ofSender>[0] & Parameters<typeof queries.talk>[0]) => ({
    facts: queries.askFacts(db, typed.recipient, typed.senderEmail),
    listing: db
      .select({ talentId: services.talentId, title: services.title })
      .from(services)
      .where(eq(services.id, typed.listing === '' ? typed.recipient : typed.listing)),
  });
  const { me, facts, listing } = actor
    ? await ctx.doors.asUser(actor).read((db) => ({ me: identity.me(db, actor.userId), ...known(db) }))
    : { me: [], ...(await ctx.doors.asVisitor().read(known)) };
  const [fact] = facts.rows;
  const [who] = me;
  const may = canAsk({
    policy: ctx.ports.messagingPolicy,
    speaker: actor
      ? { role: who?.role ?? null, suspended: (who?.suspendedAt ?? who?.deletedAt ?? null) !== null }
      : null,
    talent: fact ? { away: fact.away, published: fact.published, takesFrom: fact.takesFrom } : null,
    blocked: fact?.blocked ?? false,
    subscriber: fact?.subscriber ?? false,
  });
  if (!may.ok)
    throw may.why === 'role_not_allowed' && !who?.onboardedAt
      ? new AppError('onboarding_required')
      : new AppError(may.why);
  if (!fact) return absent();
  if (who) requireApproved(who);
  const about: LocalizedText | null =
    typed.listing === '' ? null : (listing.find(({ talentId }) => talentId === typed.recipient)?.title ?? null);
  const { asked } = read;
  const preview = asked && { subject: maskContacts(asked.subject), message: maskContacts(asked.message) };
  return {
    talent: { id: typed.recipient, name: fact.talentName, slug: fact.published ? fact.slug : null },
    about,
    // a listing that is not offered any more makes it a general question
    typed: about === null ? { ...typed, listing: '' } : typed,
    problems: read.problems ?? {},
    preview: preview && { ...preview, masked: preview.subject !== asked.subject || preview.message !== asked.message },
    signedIn: actor && who ? { name: typed.senderName.trim() || who.name, email: who.email } : null,
    formToken: again.formToken ?? issueForm(ctx).formToken,
    note: again.note,
  };
}
