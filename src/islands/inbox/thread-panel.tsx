import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ThreadMessage, ThreadView } from '../../client/messages-api.ts';
import { messagingLimits } from '../../features/messaging/rules.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { codeOf, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { SuggestedReply } from '../agents/suggested-reply.tsx';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { useAttachments } from '../ui/attachment-uploads.ts';
import { Button } from '../ui/button.tsx';
import { Composer } from '../ui/composer.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { MessageList, type Bubble } from '../ui/message-list.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { UpgradeCard } from '../ui/upgrade-card.tsx';
import { every, threadHref, threadKey, type InboxPart } from './inbox-part.ts';
import { ThreadHeader } from './thread-header.tsx';
import { useHistory } from './use-history.ts';
import { bodyOf, useOutgoing } from './use-outgoing.ts';

type PanelProps = InboxPart & { id: string; onClose: () => void };

/** One conversation, asked for anew every few seconds; the server answers in a line when nothing is new. */
export function ThreadPanel({ id, onClose, ...part }: PanelProps) {
  const { calls, t } = part;
  const ui = useUi();
  const thread = useQuery({
    queryKey: threadKey(id),
    queryFn: () => calls.getThread(id),
    refetchInterval: every(5),
    refetchIntervalInBackground: true,
  });
  const elsewhere = thread.data?.kind === 'request' ? threadHref(part.locale, thread.data) : null;
  useEffect(() => {
    if (elsewhere) location.replace(elsewhere);
  }, [elsewhere]);
  if (thread.isPending || elsewhere)
    return (
      <div className="rounded-lg border border-line bg-raised p-6">
        <Skeleton lines={6} />
      </div>
    );
  if (!thread.data) {
    const gone = codeOf(thread.error) === 'not_found';
    return (
      <ErrorState
        problem={gone ? { title: t('gone'), detail: '' } : shownProblem(thread.error, ui.t)}
        {...(!gone && { onRetry: () => void thread.refetch(), isRetrying: thread.isFetching })}
      >
        <Button variant="secondary" size="sm" onPress={onClose}>
          {t('back')}
        </Button>
      </ErrorState>
    );
  }
  return <Conversation {...part} view={thread.data} onClose={onClose} />;
}

function Conversation({ view, onClose, ...part }: InboxPart & { view: ThreadView; onClose: () => void }) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const [text, setText, clearText] = useDraft(`thread ${view.id}`, '', isText);
  const queries = useQueryClient();
  const { outgoing, say, again, drop } = useOutgoing({
    send: (key, words) => calls.send(key, view.id, bodyOf(words)),
    anew: () => queries.invalidateQueries({ queryKey: threadKey(view.id) }),
    arrived: () => void queries.invalidateQueries({ queryKey: ['threads'] }),
  });
  const attachments = useAttachments(view.kind === 'inquiry' ? null : view.id);
  const history = useHistory(view.id, view.messages, (cursor) => calls.listMessages(view.id, { cursor }));
  useMarkRead(part, view);
  const takeBack = useWrite(
    (key, messageId: string) => calls.takeBack(key, view.id, messageId),
    () => queries.invalidateQueries({ queryKey: threadKey(view.id) }),
  );

  const arrived = new Set(history.messages.map(({ body }) => body));
  const bubbles: Bubble[] = [
    ...history.messages.map((message) => bubbleOf(message, view, part, () => takeBack.mutate(message.id))),
    ...outgoing
      .filter(({ state, body }) => state === 'failed' || !arrived.has(body))
      .map(({ key, body, state, at }): Bubble => ({
        id: key,
        side: 'mine',
        author: t('you'),
        body,
        when: formatDateTime(locale, new Date(at), myTimeZone(), 'time'),
        dateTime: at,
        note:
          state === 'sending' ? (
            t('sending')
          ) : (
            <span className="flex items-center gap-2 font-semibold text-rose-ink">
              {t('notSent')}
              <Button variant="quiet" size="sm" onPress={() => again(key)}>
                {t('again')}
              </Button>
              <Button variant="quiet" size="sm" onPress={() => drop(key)}>
                {t('discard')}
              </Button>
            </span>
          ),
      })),
  ];
  const failed = outgoing.findLast(({ state }) => state === 'failed');
  return (
    <section
      aria-label={view.partnerName}
      className="flex flex-col gap-4 rounded-lg border border-line bg-raised p-4 sm:p-6"
    >
      <ThreadHeader {...part} view={view} onClose={onClose} />
      {view.whyNot === 'upgrade_required' && (
        // first on the page and large where the plan has run out: what was said stays readable below
        <UpgradeCard
          title={t('upgrade.title')}
          text={t('upgrade.text')}
          action={t('upgrade.action')}
          href={`/${locale}/pricing/`}
        />
      )}
      {history.hasOlder && (
        <Button
          variant="quiet"
          size="sm"
          className="self-center"
          onPress={history.showOlder}
          isPending={history.isLoading}
        >
          {t('older')}
        </Button>
      )}
      <MessageList label={t('title')} bubbles={bubbles} />
      {view.masking && <p className="text-sm text-ink-faint">{t('masked')}</p>}
      {view.operatorLookedAt && (
        <p className="text-sm text-ink-faint">
          {t('looked', { date: formatDateTime(locale, new Date(view.operatorLookedAt), myTimeZone(), 'date') })}
        </p>
      )}
      {takeBack.isError && <ProblemNote problem={shownProblem(takeBack.error, ui.t)} />}
      {failed && codeOf(failed.error) !== null && <ProblemNote problem={shownProblem(failed.error, ui.t)} />}
      {view.canSend && view.side === 'talent' && (
        <SuggestedReply threadId={view.id} after={history.messages.at(-1)?.id} agents={part.agents} onUse={setText} />
      )}
      {view.whyNot !== 'upgrade_required' && (
        <Composer
          label={t('write')}
          placeholder={t('write')}
          sendLabel={ui.t('action.send')}
          value={text}
          onChange={setText}
          onSend={() => {
            // shown at once under the words it will have
            say({ body: text.trim() || attachments.words, attachmentIds: attachments.ids });
            clearText();
            attachments.clear();
          }}
          maxLength={messagingLimits.bodyLength}
          attachments={view.kind === 'inquiry' ? undefined : attachments}
          closed={view.canSend ? null : closedText(view, t)}
        />
      )}
    </section>
  );
}

const explained = [
  'message_limit',
  'booking_closed',
  'contact_pending',
  'contact_declined',
  'conversation_closed',
  'inquiry_spam',
] as const;

/** Why nothing can be written, in a sentence; being blocked sounds like any other no. */
function closedText({ whyNot, partnerName, blockedByMe }: ThreadView, t: InboxPart['t']): string {
  const why = blockedByMe ? 'blocked' : (explained.find((one) => one === whyNot) ?? 'other');
  return t(`closed.${why}`, { name: isolated(partnerName) });
}

function bubbleOf(message: ThreadMessage, view: ThreadView, { locale, t }: InboxPart, onTakeBack: () => void): Bubble {
  const mine = message.from === 'me';
  return {
    id: message.id,
    side: mine ? 'mine' : 'theirs',
    author: mine ? t('you') : view.partnerName,
    body: message.takenBack ? t('takenBack') : message.body,
    attachments: message.attachments,
    when: formatDateTime(locale, new Date(message.sentAt), myTimeZone(), 'shortDateTime'),
    dateTime: message.sentAt,
    ...(mine && {
      note: (
        <>
          {view.readByThem === message.id && <span>{t('seen')}</span>}
          {message.mayTakeBack && (
            <Button variant="quiet" size="sm" onPress={onTakeBack}>
              {t('takeBack')}
            </Button>
          )}
        </>
      ),
    }),
  };
}

/** Seen messages are read messages, while somebody is really looking at the page. */
function useMarkRead({ calls }: InboxPart, view: ThreadView) {
  const queries = useQueryClient();
  const last = view.messages.items.findLast(({ from }) => from === 'them')?.id;
  const read = useWrite(
    (key, lastReadId: string) => calls.markRead(key, view.id, { lastReadId }),
    () => queries.invalidateQueries({ queryKey: ['threads'] }),
  );
  // what was marked unread by hand is read by opening it, not by leaving it open
  const [opened] = useState(view.markedUnread);
  const waits = view.unread > 0 || (opened && view.markedUnread);
  useEffect(() => {
    if (!waits || !last) return undefined;
    const mark = () => {
      if (document.visibilityState === 'visible') read.mutate(last);
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
    // `read` is new on every render; the message is what matters
  }, [waits, last]);
}
