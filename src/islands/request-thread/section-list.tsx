import { useState } from 'react';
import type { RequestMessage } from '../../client/request-thread-api.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import type { Outgoing } from '../inbox/use-outgoing.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { MessageList, type Bubble } from '../ui/message-list.tsx';
import { Tabs } from '../ui/tabs.tsx';
import type { Section, ThreadPart } from './thread-part.ts';

type ListProps = ThreadPart & {
  sections: readonly Section[];
  messages: readonly RequestMessage[];
  outgoing: readonly Outgoing[];
  onAgain: (key: string) => void;
  onDrop: (key: string) => void;
  onTakeBack: (messageId: string) => void;
  onAnswer: ((group: string) => void) | undefined;
};
const ways = ['people', 'time'] as const;

/** The talk by whom it is with, or as it went along. */
export function SectionList(props: ListProps) {
  const { t, sections, messages, outgoing } = props;
  const [way, setWay] = useState<(typeof ways)[number]>('people');
  if (messages.length === 0 && outgoing.length === 0 && sections.length < 2)
    return (
      <p className="rounded-lg border border-dashed border-line-strong p-6 text-center text-ink-soft">{t('empty')}</p>
    );
  // one section is its own order
  if (sections.length < 2) return <People {...props} />;
  return (
    <Tabs
      label={t('order')}
      tabs={ways.map((id) => ({ id, label: t(`order.${id}`) }))}
      selected={way}
      onSelect={setWay}
    >
      {(id) =>
        id === 'people' ? (
          <People {...props} />
        ) : (
          <MessageList
            label={t('title')}
            bubbles={[
              ...messages.map((one) => bubbleOf(one, props)),
              ...outgoing.map((one) => outgoingBubble(one, props)),
            ]}
          />
        )
      }
    </Tabs>
  );
}

function People(props: ListProps) {
  const { sections, outgoing, view } = props;
  const mine = view.groups.find(({ me }) => me)?.id ?? null;
  const placeOf = ({ to }: Outgoing) => to ?? mine;
  const shown = sections.some(({ group }) => group?.id === mine || (mine === null && group === null))
    ? sections
    : [{ group: view.groups.find(({ me }) => me) ?? null, messages: [] }, ...sections];
  return (
    <div className="flex flex-col gap-5">
      {shown.map((section) => {
        const id = section.group?.id ?? null;
        const waiting = outgoing.filter((one) => placeOf(one) === id);
        if (section.messages.length === 0 && waiting.length === 0 && (id === mine || id === null)) return null;
        return <SectionCard key={id ?? 'everyone'} {...props} section={section} waiting={waiting} />;
      })}
    </div>
  );
}

function SectionCard({ section, waiting, ...props }: ListProps & { section: Section; waiting: readonly Outgoing[] }) {
  const { locale, t, view, onAnswer } = props;
  const { group, messages } = section;
  const heading = `group-${group?.id ?? 'everyone'}`;
  return (
    <section aria-labelledby={heading} className="rounded-lg border border-line bg-raised p-4 sm:p-5">
      <div className="mb-4 flex flex-wrap items-center gap-3 border-b border-line pb-3">
        {group && !group.me && <Avatar name={group.name} shape="circle" className="w-9 text-base" />}
        <h2 id={heading} className="min-w-0 text-xl wrap-anywhere">
          {!group ? (
            t('group.everyone')
          ) : group.me ? (
            t('group.me', { name: isolated(view.request.ownerName) })
          ) : group.slug ? (
            <a className="link" href={`/${locale}/talents/${group.slug}/`}>
              <bdi>{group.name}</bdi>
            </a>
          ) : (
            <bdi>{group.name}</bdi>
          )}
        </h2>
        {group?.proposed && view.as === 'owner' && <Badge tone="waiting">{t('group.proposed')}</Badge>}
        {group?.mayBeAnswered && onAnswer && (
          <Button variant="secondary" size="sm" className="ms-auto" onPress={() => onAnswer(group.id)}>
            {t('answer', { name: isolated(group.name) })}
          </Button>
        )}
      </div>
      {messages.length + waiting.length > 0 ? (
        <MessageList
          label={
            group
              ? t('talkWith', { name: isolated(group.me ? view.request.ownerName : group.name) })
              : t('group.everyone')
          }
          bubbles={[
            ...messages.map((one) => bubbleOf(one, props)),
            ...waiting.map((one) => outgoingBubble(one, props)),
          ]}
        />
      ) : (
        <p className="text-sm text-ink-soft">{t('group.silent')}</p>
      )}
    </section>
  );
}

function bubbleOf(message: RequestMessage, { locale, t, view, onTakeBack }: ListProps): Bubble {
  const mine = message.from === 'me';
  const author = mine ? t('you') : message.fromName;
  const toMe = view.groups.some(({ id, me }) => me && id === message.group);
  return {
    id: message.id,
    side: mine ? 'mine' : 'theirs',
    author,
    byline: message.toName ? (
      toMe ? (
        t('fromToYou', { from: isolated(author) })
      ) : (
        t('fromTo', { from: isolated(author), to: isolated(message.toName) })
      )
    ) : (
      <bdi>{author}</bdi>
    ),
    body: message.takenBack ? t('takenBack') : message.body,
    attachments: message.attachments,
    when: formatDateTime(locale, new Date(message.sentAt), myTimeZone(), 'shortDateTime'),
    dateTime: message.sentAt,
    ...(message.mayTakeBack && {
      note: (
        <Button variant="quiet" size="sm" onPress={() => onTakeBack(message.id)}>
          {t('takeBack')}
        </Button>
      ),
    }),
  };
}

function outgoingBubble(
  { key, body, to, state, at }: Outgoing,
  { locale, t, view, onAgain, onDrop }: ListProps,
): Bubble {
  const toName = view.groups.find(({ id }) => id === to)?.name;
  return {
    id: key,
    side: 'mine',
    author: t('you'),
    byline: toName ? t('fromTo', { from: t('you'), to: isolated(toName) }) : t('you'),
    body,
    when: formatDateTime(locale, new Date(at), myTimeZone(), 'time'),
    dateTime: at,
    note:
      state === 'sending' ? (
        t('sending')
      ) : (
        <span className="flex items-center gap-2 font-semibold text-rose-ink">
          {t('notSent')}
          <Button variant="quiet" size="sm" onPress={() => onAgain(key)}>
            {t('again')}
          </Button>
          <Button variant="quiet" size="sm" onPress={() => onDrop(key)}>
            {t('discard')}
          </Button>
        </span>
      ),
  };
}
