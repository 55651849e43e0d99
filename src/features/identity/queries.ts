import { and, eq, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Actor, ReadDb, Tx } from '../../db/client.ts';
import { threadMembers } from '../../db/schema/messaging.ts';
import { auditLog, identityNotices } from '../../db/schema/operations.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import { subscriptions } from '../../db/schema/subscriptions.ts';
import { users } from '../../db/schema/users.ts';
import type { Locale } from '../../core/locale.ts';
import { liveSubscriptionStates } from '../subscriptions/rules/states.ts';
import type { Approval, Onboarded } from './rules.ts';
import type { UpdateMe } from './schema.ts';

/** Either leaf of a door: a batch or a transaction. */
type Reads = Pick<ReadDb, 'select'>;

/** The account of whoever asks, for every verb's batch: what the rules of identity judge, and the profile behind it. */
export const me = (db: Reads, userId: string) =>
  db
    .select({
      userId: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      customerKind: users.customerKind,
      locale: users.locale,
      timeZone: users.timeZone,
      onboardedAt: users.onboardedAt,
      approval: users.approval,
      approvalAt: users.approvalAt,
      approvalReason: users.approvalReason,
      suspendedAt: users.suspendedAt,
      deletedAt: users.deletedAt,
      talentId: talentProfiles.id,
      talentSlug: talentProfiles.slug,
      talentPublishedAt: talentProfiles.publishedAt,
      talentSeenBy: talentProfiles.seenBy,
      /** the plan or membership they have, whatever it is worth now */
      held: {
        product: subscriptions.product,
        state: subscriptions.state,
        periodEnd: subscriptions.periodEnd,
        pastDueSince: subscriptions.pastDueSince,
        cancelAtPeriodEnd: subscriptions.cancelAtPeriodEnd,
      },
    })
    .from(users)
    .leftJoin(talentProfiles, eq(talentProfiles.userId, users.id))
    .leftJoin(
      subscriptions,
      and(eq(subscriptions.userId, users.id), inArray(subscriptions.state, [...liveSubscriptionStates])),
    )
    .where(eq(users.id, userId));
export type Me = Awaited<ReturnType<typeof me>>[number];

export const unread = (db: Reads, userId: string) =>
  db
    .select({ total: sql<number>`coalesce(sum(${threadMembers.unread}), 0)::int` })
    .from(threadMembers)

    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.hidden, false), isNull(threadMembers.archivedAt)));

/** The row of a first visit. The address is what the session says, put there by a trigger; asking twice, or at once, changes nothing. */
export const arrive = (tx: Tx, actor: Actor, locale: Locale) =>
  tx
    .insert(users)
    .values({ id: actor.userId, email: actor.email ?? '', locale })
    .onConflictDoNothing();

export const updateMe = (tx: Tx, userId: string, changes: UpdateMe, now: Date) =>
  tx
    .update(users)
    .set({ ...changes, updatedAt: now })
    .where(and(eq(users.id, userId), isNull(users.deletedAt)));

/** Answers no row when another request was first. */
export const onboard = (
  tx: Tx,
  userId: string,
  account: Onboarded & { approval: Approval; name: string; locale: Locale; timeZone: string },
  now: Date,
) =>
  tx
    .update(users)
    .set({ ...account, onboardedAt: now, updatedAt: now })
    .where(and(eq(users.id, userId), isNull(users.onboardedAt)))
    .returning({ id: users.id });

/** Answers no row for an event that was taken before. */
export const noteEvent = (tx: Tx, event: { eventId: string; type: string }) =>
  tx.insert(identityNotices).values(event).onConflictDoNothing().returning({ eventId: identityNotices.eventId });

/** Clerk says whose address it is now: whoever else had it is behind the times. */
export const releaseEmail = (tx: Tx, email: string, owner: string) =>
  tx
    .update(users)
    .set({ email: '' })
    .where(and(eq(sql`lower(${users.email})`, email.toLowerCase()), ne(users.id, owner), isNull(users.deletedAt)));

/** Takes over what Clerk knows unless we know something newer. A name is Clerk's only until the person has given us theirs. */
export const takeOver = (tx: Tx, person: { userId: string; email: string; name: string; at: Date | null }, now: Date) =>
  tx
    .insert(users)
    .values({ id: person.userId, email: person.email, name: person.name, clerkUpdatedAt: person.at })
    .onConflictDoUpdate({
      target: users.id,
      set: {
        email: person.email,
        name: sql`case when ${users.onboardedAt} is null and ${person.name} <> '' then ${person.name} else ${users.name} end`,
        clerkUpdatedAt: person.at,
        updatedAt: now,
      },
      setWhere: and(
        isNull(users.deletedAt),
        person.at
          ? or(isNull(users.clerkUpdatedAt), lte(users.clerkUpdatedAt, person.at))
          : isNull(users.clerkUpdatedAt),
      ),
    })
    .returning({ id: users.id });

/** What Clerk has at this moment, so that an older event does not take an address from its owner. */
export const clerkUpdatedAt = (tx: Tx, userId: string) =>
  tx
    .select({ at: users.clerkUpdatedAt, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, userId))
    .for('update');

/** A deleted account keeps its row, so that nothing that comes late brings it back. */
export const bury = (tx: Tx, userId: string, now: Date) =>
  tx
    .insert(users)
    .values({ id: userId, email: '', deletedAt: now })
    .onConflictDoUpdate({
      target: users.id,
      set: { email: '', name: '', deletedAt: now, updatedAt: now },
      setWhere: isNull(users.deletedAt),
    });

export const lockProfileOf = (tx: Tx, userId: string) =>
  tx
    .select({
      id: talentProfiles.id,
      slug: talentProfiles.slug,
      publishedAt: talentProfiles.publishedAt,
      seenBy: talentProfiles.seenBy,
    })
    .from(talentProfiles)
    .where(eq(talentProfiles.userId, userId))
    .for('update');

export const unpublishOf = (tx: Tx, userId: string, now: Date) =>
  tx
    .update(talentProfiles)
    .set({ publishedAt: null, updatedAt: now })
    .where(and(eq(talentProfiles.userId, userId), isNotNull(talentProfiles.publishedAt)));

export const auditPage = (
  tx: Tx,
  page: {
    action: 'profile.unpublished' | 'profile.withdrawn';
    id: string;
    slug: string;
    seenBy: string;
    requestId: string;
  },
) =>
  tx.insert(auditLog).values({
    action: page.action,
    subjectKind: 'talent_profile',
    subjectId: page.id,
    reason: 'account deleted at Clerk',
    requestId: page.requestId,
    data: { slug: page.slug, seenBy: page.seenBy },
  });
