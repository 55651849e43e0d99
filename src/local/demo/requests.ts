import type { Decision } from '../../core/decision.ts';
import { cities } from '../../features/discovery/places.ts';
import { exampleIds } from '../../features/examples.ts';
import { maskContacts, maskedOrNull } from '../../features/messaging/rules.ts';
import { canPostInRequest, type UnlockState } from '../../features/messaging/rules/requests.ts';
import { bookingLimits } from '../../features/bookings/rules.ts';
import {
  canPropose,
  canUnlock,
  creditsComeBack,
  requestLimits,
  type ReturnReason,
} from '../../features/requests/rules.ts';
import { entitlementTable } from '../../features/subscriptions/rules/entitlements.ts';
import { admins, customerId, mailOf, talentUserId } from './accounts.ts';
import { place, type Diary } from './calendar.ts';
import { idAt } from './chance.ts';
import { toldRequests, toldSearches, type ToldProposal, type ToldRequest } from './content/requests.ts';
import { demoTalents } from './content/talents.ts';
import type { DemoRows } from './rows.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** requests are written in the morning */
const opens = 7 * hour;
const summaryLength = 240;

/** One credit that went for a request, and came back if it did. */
export type Paid = { userId: string; source: string; at: Date; returnedAt: Date | null };

type Room = { rows: DemoRows; today: Date; diaries: ReadonlyMap<string, Diary>; paid: Paid[] };
type Member = DemoRows['threadMembers'][number];
type Unlock = DemoRows['requestUnlocks'][number] & { userId: string };

const missing = (what: string): never => {
  throw new Error(`the demo’s casting board speaks of ${what}, and there is no such`);
};

/** The casting board as the app would have left it. Answers what the unlocks cost, for the purses to pay. */
export function keepRequests(rows: DemoRows, today: Date, diaries: ReadonlyMap<string, Diary>): Paid[] {
  const room: Room = { rows, today, diaries, paid: [] };
  for (const told of toldRequests) keep(room, told);
  for (const told of toldSearches) {
    const at = new Date(today.getTime() - told.daysAgo * day);
    rows.savedSearches.push({
      id: told.example ? exampleIds[told.example] : idAt(`search ${told.by} ${told.name}`, -told.daysAgo * day),
      userId: talentUserId(told.by),
      name: told.name,
      words: told.words ?? '',
      category: told.category ?? null,
      city: told.city ?? null,
      currency: told.budgetFrom === undefined ? null : 'IQD',
      budgetFrom: told.budgetFrom ?? null,
      told: told.told,
      createdAt: at,
    });
  }
  return room.paid;
}

function keep(room: Room, told: ToldRequest): void {
  const { rows, today } = room;
  const { key } = told;
  const opened = told.opened === null ? null : new Date(today.getTime() - told.opened * day + opens);
  const bornAt = new Date((opened ?? new Date(today.getTime() - day)).getTime() - 40 * 60_000);
  const id = told.example ? exampleIds[told.example] : idAt(`request ${key}`, bornAt.getTime() - today.getTime());
  const ownerId = customerId(told.by);
  const ownerName = rows.users.find((one) => one.id === ownerId)?.name ?? missing(told.by);
  const fail = (why: string): never => {
    throw new Error(`the demo request ${key} ${why}`);
  };
  const at = (hours: number) => {
    const when = new Date((opened ?? fail('is a draft')).getTime() + hours * hour);
    return when < today ? when : fail(`reaches ${when.toISOString()}, which has not come yet`);
  };
  const onDay = (days: number | null | undefined) =>
    days === null || days === undefined ? null : new Date(today.getTime() + days * day).toISOString().slice(0, 10);
  const currency = told.city === null ? null : cities[told.city].country === 'MA' ? ('MAD' as const) : ('IQD' as const);
  const expiresAt = opened && new Date(opened.getTime() + requestLimits.runsFor);
  const accepted = told.proposals.find(({ end }) => end?.what === 'accepted');
  const closedAt =
    accepted?.end !== undefined
      ? at(accepted.end.after)
      : told.closed?.reason === 'expired'
        ? expiresAt
        : told.closed
          ? new Date(today.getTime() - told.closed.daysAgo * day + opens + 2 * hour)
          : null;
  const standing = { state: 'OPEN' as const, closedReason: null, closedAt: null, expiresAt };

  rows.requests.push({
    id,
    ownerId,
    ownerName,
    title: told.title,
    summary: [...maskContacts(told.description)].slice(0, summaryLength).join(''),
    locale: told.locale,
    category: told.category,
    city: told.city,
    startsOn: onDay(told.starts),
    endsOn: onDay(told.ends),
    currency: told.budget && currency,
    budgetMin: told.budget?.[0] ?? null,
    budgetMax: told.budget?.[1] ?? null,
    visibility: told.visibility,
    state: closedAt ? 'CLOSED' : opened ? 'OPEN' : 'DRAFT',
    stateAt: closedAt ?? opened ?? bornAt,
    closedReason: told.closed?.reason ?? null,
    closedAt,
    publishedAt: opened,
    openedAt: opened,
    expiresAt,
    checkedAt: told.checked && opened ? at(2) : null,
    checkedBy: told.checked && opened ? admins[0].id : null,
    // who had to hear of it has heard
    matchedAt: opened && at(0.2),
    unlocks: told.unlocks.length,
    proposals: told.proposals.length,
    createdAt: bornAt,
    updatedAt: opened ?? bornAt,
  });
  rows.requestDetails.push({
    requestId: id,
    description: told.description,
    place: told.place,
    contactName: told.contact.name,
    contactEmail: told.contact.email ? mailOf(told.by) : '',
    contactPhone: told.contact.phone,
  });
  if (!opened) return;

  const threadId = idAt(`request thread ${key}`, opened.getTime() - today.getTime());
  rows.threads.push({ id: threadId, kind: 'request', requestId: id, createdAt: opened });
  const shared = { threadId, kind: 'request' as const, subjectId: id, title: told.title };
  const members: Member[] = [
    { ...shared, userId: ownerId, side: 'customer', unread: 0, lastMessageAt: opened, preview: '' },
  ];
  const owner = members[0] ?? fail('has no owner');
  const unlocks: Unlock[] = [];
  const unlockOf = (userId: string): UnlockState | null => unlocks.find((one) => one.userId === userId)?.status ?? null;
  const planOf = (slug: string) => demoTalents.find((one) => one.slug === slug)?.plan ?? 'FREE';
  const whoever = (slug: string) => ({
    role: 'talent' as const,
    owner: false,
    blocked: false,
    request: standing,
    unlock: unlockOf(talentUserId(slug)),
    entitled: entitlementTable[planOf(slug)]['requests.unlock'],
    ownerAway: false,
  });
  const may = (decision: Decision<unknown, string>, what: string) =>
    void (decision.ok || fail(`${what}: ${decision.why}`));

  const unlock = ([slug, after, example]: ToldRequest['unlocks'][number]) => {
    const userId = talentUserId(slug);
    may(canUnlock(whoever(slug), at(after)), `cannot be unlocked by ${slug}`);
    const talent = rows.talentProfiles.find((one) => one.userId === userId) ?? missing(slug);
    unlocks.push({
      id: example ? exampleIds[example] : idAt(`unlock ${key} ${slug}`, at(after).getTime() - today.getTime()),
      requestId: id,
      userId,
      talentName: talent.displayName,
      status: 'UNLOCKED',
      times: 1,
      unlockedAt: at(after),
    });
    members.push({
      ...shared,
      userId,
      side: 'talent',
      partnerId: ownerId,
      partnerName: ownerName,
      unread: 0,
      lastMessageAt: at(after),
      preview: '',
    });
  };

  const say = (words: ToldRequest['said'][number], index: number) => {
    const isOwner = words.by === told.by;
    const senderId = isOwner ? ownerId : talentUserId(words.by);
    const answered = words.to === undefined ? undefined : talentUserId(words.to);
    may(
      canPostInRequest({
        policy: 'full',
        speaker: { role: isOwner ? 'customer' : 'talent', suspended: false },
        request: 'OPEN',
        owner: isOwner,
        blocked: false,
        ownerAway: false,
        entitled: isOwner || entitlementTable[planOf(words.by)]['messaging.enabled'] !== false,
        unlock: isOwner ? null : unlockOf(senderId),
        answered: answered === undefined ? undefined : { unlock: unlockOf(answered), away: false },
      }),
      `hears nothing from ${words.by}`,
    );
    const toId = answered ?? (!isOwner && told.visibility === 'private' ? ownerId : null);
    const open = told.visibility === 'transparent' || (isOwner && toId === null);
    const masked = maskedOrNull(words.text);
    const sentAt = at(words.after);
    const messageId = words.example
      ? exampleIds[words.example]
      : idAt(`request word ${key} ${index}`, sentAt.getTime() - today.getTime());
    rows.messages.push({ id: messageId, threadId, senderId, body: words.text, masked, toId, open, sentAt });
    const shown = told.visibility === 'private' ? words.text : (masked ?? words.text);
    for (const member of members) {
      const mine = member.userId === senderId;
      if (!mine && member.userId !== toId && !open) continue;
      member.lastMessageAt = sentAt;
      member.preview = [...shown].slice(0, 140).join('');
      member.unread = mine ? 0 : (member.unread ?? 0) + 1;
      if (mine) member.lastReadId = messageId;
    }
  };

  const propose = (offer: ToldProposal, index: number) => {
    const userId = talentUserId(offer.by);
    const diary = room.diaries.get(offer.by) ?? missing(offer.by);
    const talent = rows.talentProfiles.find((one) => one.userId === userId) ?? missing(offer.by);
    const service = rows.services.filter(({ talentId }) => talentId === talent.id)[offer.service ?? -1];
    const period = place(diary, { day: offer.day, at: offer.at, minutes: offer.minutes });
    const money = currency ?? fail('has no currency');
    const earlier = rows.proposals.filter((one) => one.requestId === id && one.userId === userId);
    may(
      canPropose(
        {
          ...whoever(offer.by),
          currency: money,
          startsAt: period.startsAt,
          active: earlier.some(({ state, stateAt }) => state === 'active' || (stateAt ?? today) > at(offer.after)),
          offered: { currency: money, ...period },
        },
        at(offer.after),
      ),
      `takes no proposal of ${offer.by}`,
    );
    const state = offer.end?.what ?? (accepted ? 'not_chosen' : 'active');
    const createdAt = at(offer.after);
    const proposalId = offer.example
      ? exampleIds[offer.example]
      : idAt(`proposal ${key} ${index}`, createdAt.getTime() - today.getTime());
    rows.proposals.push({
      id: proposalId,
      requestId: id,
      userId,
      talentId: talent.id ?? missing(offer.by),
      talentName: talent.displayName,
      serviceId: service?.id ?? null,
      amount: offer.amount,
      currency: money,
      ...period,
      text: offer.text,
      state,
      stateAt: offer.end ? at(offer.end.after) : state === 'not_chosen' ? (closedAt ?? createdAt) : createdAt,
      readAt: offer.read === undefined ? null : at(offer.read),
      createdAt,
    });
    if (offer.end?.what !== 'accepted') return;
    const agreedAt = at(offer.end.after);
    const bookingId = idAt(`booking of ${key}`, agreedAt.getTime() - today.getTime());
    rows.bookings.push({
      id: bookingId,
      proposalId,
      serviceId: service?.id ?? null,
      talentId: talent.id ?? missing(offer.by),
      talentUserId: userId,
      customerId: ownerId,
      state: 'quoted',
      stateAt: agreedAt,
      ...period,
      timeZone: talent.timeZone ?? 'Asia/Baghdad',
      serviceTitle: service?.title ?? { [told.locale]: told.title },
      listAmount: offer.amount,
      currency: money,
      note: '',
      place: told.place,
      customerName: ownerName,
      talentName: talent.displayName,
      quoteVersion: 1,
      priceAgreed: null,
      expiresAt: new Date(agreedAt.getTime() + bookingLimits.answerWithin),
      createdAt: agreedAt,
    });
    rows.bookingQuotes.push({
      bookingId,
      version: 1,
      amount: offer.amount,
      ...period,
      message: offer.text,
      createdBy: userId,
      createdAt: agreedAt,
    });
    rows.bookingEvents.push({
      id: idAt(`event of ${key}`, agreedAt.getTime() - today.getTime()),
      bookingId,
      move: 'request',
      fromState: null,
      toState: 'quoted',
      by: 'customer',
      actorId: ownerId,
      quoteVersion: 1,
      at: agreedAt,
    });
    const bookingThread = idAt(`booking thread of ${key}`, agreedAt.getTime() - today.getTime());
    rows.threads.push({ id: bookingThread, kind: 'booking', bookingId, createdAt: agreedAt });
    for (const side of ['customer', 'talent'] as const)
      rows.threadMembers.push({
        threadId: bookingThread,
        userId: side === 'customer' ? ownerId : userId,
        side,
        kind: 'booking',
        subjectId: bookingId,
        title: service?.title ?? { [told.locale]: told.title },
        partnerId: side === 'customer' ? userId : ownerId,
        partnerName: side === 'customer' ? talent.displayName : ownerName,
        unread: 0,
        lastMessageAt: agreedAt,
        preview: '',
      });
  };

  // everything in the order in which it happened
  [
    ...told.unlocks.map((one) => ({ after: one[1], act: () => unlock(one) })),
    ...told.said.map((one, index) => ({ after: one.after, act: () => say(one, index) })),
    ...told.proposals.map((one, index) => ({ after: one.after, act: () => propose(one, index) })),
  ]
    .sort((a, b) => a.after - b.after)
    .forEach(({ act }) => act());

  const lastRead = owner.lastReadId ?? '';
  const ownerRead =
    told.proposals.some(({ read }) => read !== undefined) ||
    rows.messages.some((one) => one.threadId === threadId && one.senderId !== ownerId && (one.id ?? '') <= lastRead);
  const back: ReturnReason | null = creditsComeBack({
    closedReason: told.closed?.reason ?? null,
    publishedAt: opened,
    closedAt,
    ownerBanned: false,
    ownerRead,
  });
  for (const one of unlocks) {
    if (back) Object.assign(one, { status: 'RETURNED', returnedAt: closedAt, returnedFor: back });
    room.paid.push({
      userId: one.userId,
      source: `request:${id}:1`,
      at: one.unlockedAt ?? opened,
      returnedAt: back && closedAt,
    });
  }
  for (const member of members) if (back && member.side === 'talent') member.narrow = true;
  const { reported } = told;
  if (reported)
    rows.reports.push({
      id: idAt(`report ${key}`, at(reported.after).getTime() - today.getTime()),
      reporterId: talentUserId(reported.by),
      threadId,
      reason: 'fraud',
      note: reported.note,
      createdAt: at(reported.after),
    });
  rows.requestUnlocks.push(...unlocks);
  rows.threadMembers.push(...members);
}
