import type {
  RequestGroup,
  RequestMessage,
  RequestThread,
  RequestThreadClient,
} from '../../client/request-thread-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { RequestThreadMessages } from '../../i18n/catalogs/request-thread.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What every part of the page of a request's conversation is given. */
export type ThreadPart = {
  calls: RequestThreadClient;
  locale: Locale;
  t: Translate<RequestThreadMessages>;
  view: RequestThread;
};

export const requestThreadKey = (id: string) => ['request thread', id] as const;

/** A part of the page: what was said to everyone, or between the owner and one provider. */
export type Section = { group: RequestGroup | null; messages: readonly RequestMessage[] };

/**
 * The talk by whom it is with (S4-29): first what went to everyone, then each provider in the order the server gives
 * them, the reader's own first. A provider who has said nothing stands there for the owner to answer, and for nobody else.
 */
export function sectionsOf(view: Pick<RequestThread, 'as' | 'groups'>, messages: readonly RequestMessage[]): Section[] {
  const byGroup = Map.groupBy(messages, ({ group }) => group);
  const known = new Set(view.groups.map(({ id }) => id));
  // of somebody whose account is gone no group is left: their words stand with those to everyone
  const toAll = messages.filter(({ group }) => group === null || !known.has(group));
  const groups = [...view.groups.filter(({ me }) => me), ...view.groups.filter(({ me }) => !me)];
  return [
    ...(toAll.length > 0 || messages.length === 0 ? [{ group: null, messages: toAll }] : []),
    ...groups
      .map((group) => ({ group, messages: byGroup.get(group.id) ?? [] }))
      .filter((section) => section.messages.length > 0 || (view.as === 'owner' && section.group.mayBeAnswered)),
  ];
}
