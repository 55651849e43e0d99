import { readText, type Locale } from '../../core/locale.ts';
import type { MessagesClient, ThreadCard } from '../../client/messages-api.ts';
import type { AgentsMessages } from '../../i18n/catalogs/agents.ts';
import type { InboxMessages } from '../../i18n/catalogs/inbox.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What every part of the inbox is given. */
export type InboxPart = {
  calls: MessagesClient;
  locale: Locale;
  t: Translate<InboxMessages>;
  /** the words of what an agent proposes */
  agents: AgentsMessages;
};

export const threadKey = (id: string) => ['thread', id] as const;

/** Often while somebody looks, seldom while the page is behind another. */
export const every = (seconds: number) => () => (document.hidden ? seconds * 6 : seconds) * 1000;

/** Where a conversation is read: that of a casting request, which has many people in it, has a page of its own. */
export const threadHref = (locale: Locale, { id, kind, subjectId }: Pick<ThreadCard, 'id' | 'kind' | 'subjectId'>) =>
  kind === 'request' ? `/${locale}/requests/${subjectId}/thread/` : `/${locale}/messages/${id}/`;

/** A listing's title in the reader's language, or a sender's own words. */
export function titleOf(card: Pick<ThreadCard, 'title'>, locale: Locale): { text: string; lang?: Locale } {
  if (typeof card.title === 'string') return { text: card.title };
  const found = readText(card.title, locale);
  return found ? { text: found.text, lang: found.locale } : { text: '' };
}

export const isUnread = (card: Pick<ThreadCard, 'unread' | 'markedUnread'>): boolean =>
  card.unread > 0 || card.markedUnread;

const boxes = ['inbox', 'unread', 'archived'] as const;
export type Box = (typeof boxes)[number];
const kinds = ['all', 'booking', 'direct', 'inquiry', 'request'] as const;
export type Kind = (typeof kinds)[number];
export type Narrowed = { box: Box; kind: Kind; q: string };
export { boxes, kinds };

/** How the list is narrowed stands in the address, so going back finds it again. */
export function narrowedInAddress(): Narrowed {
  const asked = new URLSearchParams(location.search);
  return {
    box: boxes.find((box) => box === asked.get('box')) ?? 'inbox',
    kind: kinds.find((kind) => kind === asked.get('kind')) ?? 'all',
    q: asked.get('q') ?? '',
  };
}

export function addressOf({ box, kind, q }: Narrowed): string {
  const said = new URLSearchParams({
    ...(box !== 'inbox' && { box }),
    ...(kind !== 'all' && { kind }),
    ...(q && { q }),
  }).toString();
  return said ? `?${said}` : '';
}

export const queryOf = ({ box, kind, q }: Narrowed): Record<string, string | undefined> => ({
  box: box === 'archived' ? 'archived' : 'inbox',
  unread: box === 'unread' ? 'true' : undefined,
  kind: kind === 'all' ? undefined : kind,
  q: q || undefined,
});
