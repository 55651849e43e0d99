import { lettersFor } from '../../features/outbox/letters.ts';
import { idAt } from './chance.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
/** How far back the house remembers in the demo, and from when on it has not been read. */
const remembered = 21 * day;
const stillNew = 3 * day;

type Line = DemoRows['notifications'][number];

/** What the trigger would have told, had all of this happened here: moves of bookings, and what waits in the inbox. */
export function tellInHouse(rows: DemoRows, today: Date): void {
  const bookings = new Map(rows.bookings.map((booking) => [booking.id, booking]));
  const threads = new Map(rows.threads.map((thread) => [thread.id, thread]));
  const requests = new Map(rows.requests.map((request) => [request.id, request]));
  const tell = (line: Omit<Line, 'id' | 'createdAt' | 'updatedAt' | 'readAt'>, at: Date, isRead: boolean) =>
    rows.notifications.push({
      ...line,
      id: idAt(`told ${line.userId} ${line.groupKey} ${at.toISOString()}`, at.getTime() - today.getTime()),
      createdAt: at,
      updatedAt: at,
      readAt: isRead ? new Date(at.getTime() + 3_600_000) : null,
    });

  const open = new Set<string>();
  for (const event of rows.bookingEvents.toReversed()) {
    const booking = bookings.get(event.bookingId);
    const at = event.at ?? today;
    // a hold that runs began a moment before the loading, and what happens today moves with the hour
    const runs = booking?.state === 'accepted' && event.toState === 'accepted';
    if (!booking || runs || at >= today || today.getTime() - at.getTime() > remembered) continue;
    for (const { name, to } of lettersFor(`booking.${event.move}`, event.by)) {
      const userId = to === 'customer' ? booking.customerId : booking.talentUserId;
      const groupKey = `${name}:${booking.id}`;
      if (userId === event.actorId) continue;
      const isRead = today.getTime() - at.getTime() > stillNew || open.has(`${userId} ${groupKey}`);
      if (!isRead) open.add(`${userId} ${groupKey}`);
      tell(
        {
          userId,
          name,
          groupKey,
          who: to === 'customer' ? booking.talentName : booking.customerName,
          words: { service: booking.serviceTitle },
          bookingId: booking.id ?? null,
        },
        at,
        isRead,
      );
    }
  }

  for (const member of rows.threadMembers) {
    const { unread = 0, lastMessageAt, kind = 'booking', hidden } = member;
    const thread = threads.get(member.threadId);
    if (!thread || unread === 0 || !lastMessageAt || lastMessageAt >= today || hidden) continue;
    const booking = thread.bookingId ? bookings.get(thread.bookingId) : undefined;
    const inquiry = member.side === 'talent' ? 'inquiry.received' : 'inquiry.answered';
    const request = thread.requestId ? requests.get(thread.requestId) : undefined;
    const name =
      kind === 'booking'
        ? `message.${member.side}`
        : kind === 'inquiry'
          ? inquiry
          : request
            ? 'message.request'
            : 'message.direct';
    tell(
      {
        userId: member.userId,
        name,
        groupKey: kind === 'inquiry' ? `${inquiry}:${thread.inquiryId}` : `message:${thread.id}`,
        who: request ? lastSpeaker(rows, request, member) : (member.partnerName ?? ''),
        words: booking ? { service: booking.serviceTitle } : request ? aboutRequest(request) : {},
        count: kind === 'inquiry' ? 1 : unread,
        threadId: thread.id ?? null,
        bookingId: thread.bookingId ?? null,
        inquiryId: thread.inquiryId ?? null,
      },
      lastMessageAt,
      false,
    );
  }

  // in the order they came, one line for all of a request
  const unread = new Map<string, DemoRows['proposals']>();
  for (const offer of rows.proposals)
    if (offer.state === 'active' && !offer.readAt)
      unread.set(offer.requestId, [...(unread.get(offer.requestId) ?? []), offer]);
  for (const [requestId, offers] of unread) {
    const request = requests.get(requestId);
    const last = offers.at(-1);
    if (!request || request.state !== 'OPEN' || !last?.createdAt) continue;
    tell(
      {
        userId: request.ownerId,
        name: 'proposal.received',
        groupKey: `proposal.received:${requestId}`,
        who: last.talentName ?? '',
        words: aboutRequest(request),
        count: offers.length,
        requestId,
      },
      last.createdAt,
      false,
    );
  }
}

const aboutRequest = ({ locale, title }: DemoRows['requests'][number]) => ({
  service: { [locale ?? 'en']: title ?? '' },
});

/** Whose words wait, as they are called where many speak. */
function lastSpeaker(
  rows: DemoRows,
  request: DemoRows['requests'][number],
  { threadId, userId }: DemoRows['threadMembers'][number],
): string {
  const said = rows.messages.findLast(
    (one) => one.threadId === threadId && one.senderId !== userId && (one.open || one.toId === userId),
  );
  return said?.senderId === request.ownerId
    ? (request.ownerName ?? '')
    : (rows.talentProfiles.find((one) => one.userId === said?.senderId)?.displayName ?? '');
}
