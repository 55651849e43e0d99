import { and, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { contacts, messages, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { services, talentProfiles } from '../../../db/schema/profiles.ts';
import type { ContactState } from '../rules/contacts.ts';

export type Db = ReadDb | Tx;
export type ContactRow = typeof contacts.$inferSelect;

/**
 * Locks a contact of mine: closing and writing cannot both win, nor two opening messages. What is judged is read after it, by
 * `talk`, so that it is what holds while the lock is kept.
 */
export const lock = (tx: Tx, contactId: string) =>
  tx.select({ id: contacts.id }).from(contacts).where(eq(contacts.id, contactId)).for('no key update');

export const lockByThread = (tx: Tx, threadId: string) =>
  tx
    .select({ id: contacts.id })
    .from(threads)
    .innerJoin(contacts, eq(contacts.id, threads.contactId))
    .where(eq(threads.id, threadId))
    .for('no key update', { of: contacts });

/** A contact of mine with its thread and all that the rule asks about the two. */
const talk = (db: Db, userId: string) =>
  db
    .select({
      contact: contacts,
      threadId: threads.id,
      slug: sql<
        string | null
      >`(select p.slug from ${talentProfiles} p where p.id = ${contacts.talentId} and p.published_at is not null)`,
      blocked: sql<boolean>`coalesce(f.blocked, false)`,
      away: sql<boolean>`coalesce(f.away, false)`,
      entitled: sql<boolean>`coalesce(f.entitled, false)`,
      blockedByMe: sql<boolean>`exists (select 1 from blocks b where b.blocker_id = ${userId} and b.blocked_id = ${threadMembers.partnerId})`,
      opened: sql<boolean>`exists (select 1 from ${messages} m where m.thread_id = ${threads.id}
        and m.sender_id = ${contacts.customerId} and m.sent_at >= ${contacts.stateAt})`,
    })
    .from(contacts)
    .innerJoin(threads, eq(threads.contactId, contacts.id))
    .innerJoin(threadMembers, and(eq(threadMembers.threadId, threads.id), eq(threadMembers.userId, userId)))
    .leftJoin(sql`lateral app.talk_facts(${threads.id}) f`, sql`true`)
    .$dynamic();

/** A talent by id, or by the name of their page. */
export type Which = { talentId: string } | { slug: string };
const idOf = (which: Which) =>
  'slug' in which
    ? sql`(select p.id from ${talentProfiles} p where p.slug = ${which.slug})`
    : sql`${which.talentId}::uuid`;

export type Talk = Awaited<ReturnType<typeof talk>>[number];

export const talkById = (db: Db, userId: string, contactId: string) =>
  talk(db, userId).where(eq(contacts.id, contactId));
export const talkByThread = (db: Db, userId: string, threadId: string) =>
  talk(db, userId).where(eq(threads.id, threadId));
/** The one there is with this talent, if there is one. */
export const talkWith = (db: Db, userId: string, which: Which) =>
  talk(db, userId).where(
    and(
      eq(contacts.customerId, userId),
      sql`${contacts.talentUserId} = (select f.talent_user_id from app.contact_facts(${idOf(which)}) f)`,
    ),
  );

export type StartFacts = {
  talentUserId: string;
  open: boolean;
  away: boolean;
  blocked: boolean;
  blockedByMe: boolean;
  entitled: boolean;
};

/** What the rule asks about a talent before there is a contact. */
export const startFacts = (db: Db, which: Which) =>
  db.execute(sql`select f.talent_user_id as "talentUserId", f.open, f.away, f.blocked, f.blocked_by_me as "blockedByMe", f.entitled
    from app.contact_facts(${idOf(which)}) f`);

export const startFactsIn = (rows: readonly Record<string, unknown>[]): StartFacts | null => {
  const [row] = rows;
  return row
    ? {
        talentUserId: String(row['talentUserId']),
        open: row['open'] === true,
        away: row['away'] === true,
        blocked: row['blocked'] === true,
        blockedByMe: row['blockedByMe'] === true,
        entitled: row['entitled'] === true,
      }
    : null;
};

/** How often the caller asked in the last day. Whoever asks here asks alone until the transaction ends. */
export async function asksToday(tx: Tx): Promise<{ asked: number; freeAt: Date | null }> {
  const { rows } = await tx.execute(sql`select asked, free_at as "freeAt" from app.asks_today()`);
  const [row] = rows;
  const freeAt = row?.['freeAt'];
  return { asked: Number(row?.['asked'] ?? 0), freeAt: freeAt ? new Date(String(freeAt)) : null };
}

/** Answers nothing when the pair has one already. */
export async function insert(tx: Tx, contact: { customerId: string; talentId: string; talentUserId: string }) {
  const [row] = await tx
    .insert(contacts)
    .values({ ...contact, customerName: '', talentName: '' })
    .onConflictDoNothing()
    .returning({ id: contacts.id });
  return row?.id;
}

/** Answers nothing when it is not in the state it was judged in. */
export async function move(tx: Tx, contact: ContactRow, to: ContactState, closedBy: ContactRow['closedBy']) {
  const [row] = await tx
    .update(contacts)
    .set({ state: to, closedBy })
    .where(and(eq(contacts.id, contact.id), eq(contacts.state, contact.state)))
    .returning({ id: contacts.id });
  return row !== undefined;
}

export async function say(tx: Tx, words: { threadId: string; senderId: string; body: string; masked: string | null }) {
  const [sent] = await tx.insert(messages).values(words).returning({ id: messages.id, sentAt: messages.sentAt });
  return sent;
}

/** A talent as everybody sees them, by id or by the name of their page: what stands above the gate. */
export const talentAtGate = (db: Pick<ReadDb, 'select'>, which: Which) =>
  db
    .select({
      id: talentProfiles.id,
      slug: talentProfiles.slug,
      displayName: talentProfiles.displayName,
      headline: talentProfiles.headline,
      category: talentProfiles.category,
      city: talentProfiles.city,
      avatar: talentProfiles.avatar,
      inquiriesFrom: talentProfiles.inquiriesFrom,
      seenBy: talentProfiles.seenBy,
      bookable: sql<boolean>`exists (select 1 from ${services} s where s.talent_id = talent_profiles.id and s.active)`,
    })
    .from(talentProfiles)
    .where(
      and(
        'slug' in which ? eq(talentProfiles.slug, which.slug) : eq(talentProfiles.id, which.talentId),
        sql`${talentProfiles.publishedAt} is not null`,
      ),
    );
export type TalentAtGate = Awaited<ReturnType<typeof talentAtGate>>[number];
