import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { decideOnboarding, requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/drafts.ts';
import * as settings from './queries/settings.ts';
import { lookedAt } from './rules/approval.ts';
import { companySizes, detailsOf, rosterSizes, type KeptDetail } from './rules/questions.ts';
import type { DetailsView, UpdateDetails } from './schema/details.ts';
import type { RegistrationView, SaveDraft } from './schema/draft.ts';
import type { AccountKind } from '../identity/rules.ts';

type Draft = Awaited<ReturnType<typeof queries.draftOf>>[number];

type Said = Awaited<ReturnType<typeof settings.lookedAt>>[number];

const view = (ctx: Ctx, draft: Draft | undefined, said: Said | undefined): RegistrationView => ({
  draft: draft
    ? {
        kind: draft.kind,
        step: draft.step,
        // kept as it was taken in, and checked by the shape on the way out
        answers: draft.answers as NonNullable<RegistrationView['draft']>['answers'],
        savedAt: draft.savedAt.toISOString(),
      }
    : null,
  approvalFor: [...lookedAt(said, ctx.ports.approvalFor)],
});

/** Where somebody stopped, on whichever device. */
export async function getRegistration(ctx: Ctx): Promise<RegistrationView> {
  const { userId } = actorOf(ctx);
  const { me, draft, said } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    draft: queries.draftOf(db, userId),
    said: settings.lookedAt(db),
  }));
  if (me[0]?.deletedAt) throw new AppError('unauthenticated');
  if (me[0]?.suspendedAt) throw new AppError('account_suspended');
  return view(ctx, draft[0], said[0]);
}

/** Only whoever has still to say what they came for. */
async function newcomer(ctx: Ctx, tx: Tx): Promise<string> {
  const person = await identity.present(ctx, tx);
  const may = decideOnboarding(person, 'individual');
  if (!may.ok) throw new AppError(may.why);
  return person.userId;
}

export async function saveRegistration(ctx: Ctx, tx: Tx, draft: SaveDraft): Promise<RegistrationView> {
  const userId = await newcomer(ctx, tx);
  await queries.keepDraft(tx, userId, draft, ctx.now);
  return view(ctx, (await queries.draftOf(tx, userId))[0], (await settings.lookedAt(tx))[0]);
}

export async function forgetRegistration(ctx: Ctx, tx: Tx): Promise<RegistrationView> {
  await queries.throwAway(tx, await newcomer(ctx, tx));
  return view(ctx, undefined, (await settings.lookedAt(tx))[0]);
}

/** An account that registered before details were asked for has none yet, and is of the kind it is. */
const kindOf = (me: identity.Me, kept: AccountKind | undefined): AccountKind =>
  kept ?? me.customerKind ?? (me.role === 'talent' ? 'talent' : 'individual');

type Kept = Awaited<ReturnType<typeof queries.detailsOf>>[number];
const detailsView = (me: identity.Me, kept: Kept | undefined): DetailsView => {
  const kind = kindOf(me, kept?.kind);
  return {
    kind,
    organisation: kept?.organisation ?? null,
    contactName: kept?.contactName ?? null,
    profession: kept?.profession ?? null,
    hires: kept?.hires ?? [],
    city: kept?.city ?? null,
    website: kept?.website ?? null,
    about: kept?.about ?? null,
    // a word of a closed list, checked by the shape on the way out
    size: (kept?.size ?? null) as DetailsView['size'],
    asked: detailsOf(kind),
  };
};

export async function getDetails(ctx: Ctx): Promise<DetailsView> {
  const { userId } = actorOf(ctx);
  const { me, kept } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    kept: queries.detailsOf(db, userId),
  }));
  return detailsView(requireActive(me[0]), kept[0]);
}

/** What an account of this kind does not have is refused and not dropped. */
export async function updateDetails(ctx: Ctx, tx: Tx, changes: UpdateDetails): Promise<DetailsView> {
  const { userId } = actorOf(ctx);
  const me = requireActive((await identity.me(tx, userId))[0]);
  const [kept] = await queries.detailsOf(tx, userId);
  const kind = kindOf(me, kept?.kind);
  const asked = new Set<string>(detailsOf(kind));
  const strange = (Object.keys(changes) as KeptDetail[]).filter((name) => !asked.has(name));
  if (strange.length > 0)
    throw new AppError('invalid', { fields: Object.fromEntries(strange.map((name) => [name, ['unrecognized_keys']])) });
  const sizes: readonly string[] = kind === 'agency' ? rosterSizes : companySizes;
  if (changes.size && !sizes.includes(changes.size))
    throw new AppError('invalid', { fields: { size: ['invalid_value'] } });
  await queries.keepDetails(tx, { userId, kind, ...changes }, ctx.now);
  return detailsView(me, (await queries.detailsOf(tx, userId))[0]);
}
