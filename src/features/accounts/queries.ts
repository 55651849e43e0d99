import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { AnyDb, Tx } from '../../db/client.ts';
import { mandates } from '../../db/schema/accounts.ts';
import { outbox } from '../../db/schema/operations.ts';
import type { Tier } from '../subscriptions/rules/entitlements.ts';
import type { Role } from '../identity/rules.ts';
import type { MandateKind } from './rules.ts';

type Reads = Pick<AnyDb, 'select'>;
/** Columns of what a function of the database answers. */
const text = (name: string) => sql<string>`f.${sql.identifier(name)}`;
const maybeText = (name: string) => sql<string | null>`f.${sql.identifier(name)}`;
const word = <Word extends string>(name: string) => sql<Word>`f.${sql.identifier(name)}`;
const fact = (name: string) => sql<boolean>`f.${sql.identifier(name)}`;
const instant = (name: string) =>
  sql`f.${sql.identifier(name)}`.mapWith((value: string | Date) => new Date(value)) as SQL<Date>;
/** where there may be none: a null is not mapped */
const maybe = (name: string) => instant(name) as SQL<Date | null>;

/** Who has a place or is offered one. */
export const team = (db: Reads, kind: MandateKind) =>
  db
    .select({
      id: text('id'),
      state: word<'invited' | 'accepted'>('state'),
      email: text('email'),
      name: maybeText('name'),
      slug: maybeText('slug'),
      invitedAt: instant('invited_at'),
      acceptedAt: maybe('accepted_at'),
      counts: fact('counts'),
    })
    .from(sql`app.my_team(${kind}) f`);
export type TeamRow = Awaited<ReturnType<typeof team>>[number];

export const myMandates = (db: Reads) =>
  db
    .select({
      mandateId: text('mandate_id'),
      kind: word<MandateKind>('kind'),
      accountId: text('account_id'),
      name: text('name'),
      slug: maybeText('slug'),
      under: text('under'),
      underName: text('under_name'),
      since: instant('since'),
      counts: fact('counts'),
    })
    .from(sql`app.my_mandates() f`);
export type MandateRow = Awaited<ReturnType<typeof myMandates>>[number];

export const myAgency = (db: Reads) =>
  db
    .select({ mandateId: text('mandate_id'), name: text('name'), since: instant('since'), counts: fact('counts') })
    .from(sql`app.my_agency() f`);
export type AgencyRow = Awaited<ReturnType<typeof myAgency>>[number];

export const myInvitations = (db: Reads) =>
  db
    .select({
      id: text('id'),
      kind: word<MandateKind>('kind'),
      accountId: text('account_id'),
      name: text('name'),
      role: word<Role>('role'),
      tier: word<Tier>('tier') as SQL<Tier | null>,
      away: fact('away'),
      invitedAt: instant('invited_at'),
      taken: sql<number>`f.taken`,
      byLink: fact('by_link'),
    })
    .from(sql`app.my_invitations() f`);
export type InvitationRow = Awaited<ReturnType<typeof myInvitations>>[number];

export const deeds = (db: Reads, before: string | undefined, most: number) =>
  db
    .select({
      id: text('id'),
      at: instant('at'),
      operation: text('action'),
      subjectKind: text('subject_kind'),
      subjectId: text('subject_id'),
      kind: word<MandateKind>('kind'),
      memberId: text('member_id'),
      memberName: maybeText('member_name'),
      accountId: text('account_id'),
      accountName: maybeText('account_name'),
    })
    .from(sql`app.acting_log(${before ?? null}, ${most}) f`);

export const invite = (
  tx: Tx,
  values: { id: string; kind: MandateKind; accountId: string; email: string; tokenHash: string },
) => tx.insert(mandates).values(values);

const open = (id: string, kind?: MandateKind) =>
  and(
    eq(mandates.id, id),
    inArray(mandates.state, ['invited', 'accepted']),
    kind === undefined ? undefined : eq(mandates.kind, kind),
  );
const shown = { id: mandates.id, kind: mandates.kind, accountId: mandates.accountId, personId: mandates.personId };

/** Mailed again: the database stamps it. */
export const renew = (tx: Tx, id: string, now: Date) =>
  tx
    .update(mandates)
    .set({ invitedAt: now })
    .where(and(open(id), eq(mandates.state, 'invited')))
    .returning(shown);

/** By the account, of one kind of place. */
export const remove = (tx: Tx, id: string, kind: MandateKind, accountId: string, now: Date) =>
  tx
    .update(mandates)
    .set({ state: 'removed', endedAt: now, endedBy: accountId })
    .where(and(open(id, kind), eq(mandates.accountId, accountId)))
    .returning(shown);

/** By the person who has it. */
export const leave = (tx: Tx, id: string, personId: string, now: Date) =>
  tx
    .update(mandates)
    .set({ state: 'removed', endedAt: now, endedBy: personId })
    .where(and(open(id), eq(mandates.personId, personId)))
    .returning(shown);

export const accept = (tx: Tx, id: string, personId: string, now: Date) =>
  tx
    .update(mandates)
    .set({ state: 'accepted', personId, acceptedAt: now })
    .where(and(eq(mandates.id, id), eq(mandates.state, 'invited')))
    .returning(shown);

export const decline = (tx: Tx, id: string, personId: string, now: Date) =>
  tx
    .update(mandates)
    .set({ state: 'declined', endedAt: now, endedBy: personId })
    .where(and(eq(mandates.id, id), eq(mandates.state, 'invited')))
    .returning(shown);

export type MandateNews = 'mandate.invited' | 'mandate.accepted' | 'mandate.ended';
export const announce = (tx: Tx, kind: MandateNews, mandateId: string, actorId: string, now: Date) =>
  tx
    .insert(outbox)
    .values({
      kind,
      payload: { mandateId },
      // an invitation may be mailed again, and each time is news
      dedupeKey: `${kind}:${mandateId}:${now.toISOString()}`,
      actorId,
      createdAt: now,
      dueAt: now,
    })
    .onConflictDoNothing();
