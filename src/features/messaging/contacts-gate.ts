import { absent, AppError } from '../../core/errors.ts';
import type { Ctx } from '../ctx.ts';
import { ofApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { refused, requireDirect, viewOf } from './contacts.ts';
import * as queries from './queries/contacts.ts';
import { canStartContact } from './rules/contacts.ts';
import { canAsk } from './rules/inquiries.ts';
import type { Speaker } from './rules/speaker.ts';

/** What the rule says to whoever came through the Contact button, and what is open to them instead. Asking changes nothing. */
export async function mayContact(ctx: Ctx, wish: { talentId?: string | undefined; talent?: string | undefined }) {
  requireDirect(ctx);
  const which = wish.talentId === undefined ? { slug: wish.talent ?? '' } : { talentId: wish.talentId };
  if (ctx.actor === null) {
    const { talent } = await ctx.doors.asVisitor().read((db) => ({ talent: queries.talentAtGate(db, which) }));
    return gate(ctx, talent[0] ?? absent(), null, null);
  }
  const { userId } = ctx.actor;
  const { me, talent, facts, existing } = await ctx.doors.asUser(ctx.actor).read((db) => ({
    me: identity.me(db, userId),
    talent: queries.talentAtGate(db, which),
    facts: queries.startFacts(db, which),
    existing: queries.talkWith(db, userId, which),
  }));
  const at = talent[0] ?? absent();
  const standing = ofApproved(me[0]);
  if (!standing.ok) {
    const seen = gate(ctx, at, null, null);
    // who may reach nobody is not shown another way to
    const nobody = ['account_suspended', 'approval_pending', 'approval_refused'].includes(standing.why);
    const shut = nobody && { instead: { inquiry: false, booking: false } };
    return { ...seen, refusal: new AppError(standing.why), ...shut };
  }
  return gate(ctx, at, { who: standing.value, facts: queries.startFactsIn(facts.rows) }, existing[0] ?? null);
}

type Asker = { who: identity.Me; facts: queries.StartFacts | null };

function gate(
  ctx: Ctx,
  { inquiriesFrom, seenBy, bookable, ...talent }: queries.TalentAtGate,
  asker: Asker | null,
  existing: queries.Talk | null,
) {
  const policy = ctx.ports.messagingPolicy;
  const speaker: Speaker = asker && { role: asker.who.role, suspended: false };
  const facts = asker?.facts;
  const { away = false, open = true, blocked = false, blockedByMe = false, entitled = false } = facts ?? {};
  const may = canStartContact(
    {
      policy,
      speaker,
      talent: { away },
      open,
      blocked,
      blockedByMe,
      existing: existing?.contact ?? null,
      entitled,
    },
    ctx.now,
  );
  const ask = canAsk({
    policy,
    speaker,
    talent: { away, published: true, takesFrom: inquiriesFrom },
    // what is offered instead does not give away that somebody is blocked
    blocked: blockedByMe,
    subscriber: entitled,
  });
  const kind = asker?.who.customerKind;
  return {
    talent,
    allowed: may.ok,
    outcome: may.ok ? may.value : null,
    refusal: may.ok ? null : refused(may.why),
    existing: asker && existing && viewOf(ctx, asker.who, existing),
    membership:
      !may.ok && may.why === 'upgrade_required' && (kind === 'professional' || kind === 'company') ? kind : null,
    instead: {
      // the form stands on the public page, which only a talent for everyone has
      inquiry: ask.ok && seenBy === 'everyone',
      booking: bookable && !away && (speaker === null || speaker.role === 'customer'),
    },
  };
}
