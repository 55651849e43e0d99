import { useEffect, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { messagingLimits } from '../../features/messaging/rules.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated, otherName } from '../bookings/next-step.ts';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useAttachments } from '../ui/attachment-uploads.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Composer } from '../ui/composer.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { MessageList, type Bubble } from '../ui/message-list.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { bookingKey, type BookingPart } from './booking-part.ts';

/** What the two say to each other. The newest fifty come with the booking; older ones when asked for. */
export function BookingThread({ view, locale, t }: BookingPart) {
  const { api } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const [text, setText, clearText] = useDraft(`message ${view.id}`, '', isText);
  const [wantsOlder, setWantsOlder] = useState(false);
  // The cursor the reader started from: what arrives meanwhile must not move it.
  const [firstCursor, setFirstCursor] = useState<string | null>(null);
  const older = useInfiniteQuery({
    queryKey: ['older messages', view.id, firstCursor],
    queryFn: ({ pageParam }) => api.listBookingMessages(view.id, { ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: firstCursor,
    getNextPageParam: (page) => page.nextCursor,
    enabled: wantsOlder && firstCursor !== null,
    staleTime: Infinity,
  });
  const attachments = useAttachments(view.thread.id);
  const send = useWrite(
    (key, said: { body: string; attachmentIds?: string[] }) => api.sendBookingMessage(key, view.id, said),
    async () => {
      clearText();
      attachments.clear();
      await queries.invalidateQueries({ queryKey: bookingKey(view.id) });
    },
  );
  useMarkRead({ view });

  const seen = new Set<string>();
  const messages = [
    ...(older.data?.pages ?? []).toReversed().flatMap((page) => page.items),
    ...view.thread.messages,
  ].filter(({ id }) => !seen.has(id) && seen.add(id));
  const bubbles: Bubble[] = messages.map((message) => ({
    id: message.id,
    side: message.from === view.you ? 'mine' : 'theirs',
    author: message.from === view.you ? t('thread.you') : otherName(view),
    body: message.body,
    attachments: message.attachments,
    when: formatDateTime(locale, new Date(message.sentAt), myTimeZone(), 'shortDateTime'),
    dateTime: message.sentAt,
  }));
  const hasOlder = wantsOlder ? older.hasNextPage : view.thread.nextCursor !== null;
  const showOlder = () => {
    if (wantsOlder) void older.fetchNextPage();
    else {
      setFirstCursor(view.thread.nextCursor);
      setWantsOlder(true);
    }
  };
  return (
    <Card title={t('thread.title')}>
      <div className="flex flex-col gap-4">
        {hasOlder && (
          <Button
            variant="quiet"
            size="sm"
            className="self-center"
            onPress={showOlder}
            isPending={wantsOlder && older.isFetching}
          >
            {t('thread.older')}
          </Button>
        )}
        {bubbles.length > 0 ? (
          <MessageList label={t('thread.title')} bubbles={bubbles} />
        ) : (
          <p className="py-4 text-center text-ink-faint">{t('thread.empty', { name: isolated(otherName(view)) })}</p>
        )}
        {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
        <Composer
          label={t('thread.write')}
          placeholder={t('thread.write')}
          sendLabel={ui.t('action.send')}
          value={text}
          onChange={setText}
          onSend={() =>
            send.mutate({ body: text.trim(), ...(attachments.ids.length > 0 && { attachmentIds: attachments.ids }) })
          }
          attachments={view.thread.id === null ? undefined : attachments}
          isPending={send.isPending}
          maxLength={messagingLimits.bodyLength}
          closed={
            view.thread.canSend
              ? null
              : t(`thread.closed.${view.thread.whyNot ?? 'booking_closed'}`, { name: isolated(otherName(view)) })
          }
        />
        {view.contact === null && view.thread.canSend && <p className="text-sm text-ink-faint">{t('thread.masked')}</p>}
      </div>
    </Card>
  );
}

/** Seen messages are read messages, while somebody is really looking at the page. */
function useMarkRead({ view }: Pick<BookingPart, 'view'>) {
  const { api } = useAccount();
  const queries = useQueryClient();
  const last = view.thread.messages.findLast(({ from }) => from !== view.you)?.id;
  const read = useWrite(
    (key, lastReadId: string) => api.markBookingRead(key, view.id, { lastReadId }),
    () => queries.invalidateQueries({ queryKey: ['me'] }),
  );
  const unread = view.thread.unread > 0;
  useEffect(() => {
    if (!unread || !last) return undefined;
    const mark = () => {
      if (document.visibilityState === 'visible') read.mutate(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
    // `read` is new on every render; the message is what matters
  }, [unread, last]);
}
