import type { Entitlements } from '../../features/subscriptions/rules/entitlements.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';

type Line = { id: keyof Entitlements; text: string };

/** What this version of the site lets people do with it; the rest is theirs as soon as it is there. */
const worksNow: readonly (keyof Entitlements)[] = ['bookings.request', 'credits.monthly', 'portfolio'];

/** The rights of an account as sentences. What goes without saying (one's own things, one seat) is not said. */
export function entitlementLines(has: Entitlements, t: Translate<PlansMessages>): Line[] {
  const lists = has.collections;
  const work = has.portfolio;
  const said: readonly (readonly [keyof Entitlements, string | null])[] = [
    ['bookings.request', has['bookings.request'] ? t('may.book') : null],
    ['credits.monthly', has['credits.monthly'] > 0 ? t('may.credits', { count: has['credits.monthly'] }) : null],
    [
      'portfolio',
      work ? t('may.portfolio', { count: work.items, size: work.megabytes, video: work.videoMegabytes }) : null,
    ],
    ['inquiry.send', has['inquiry.send'] ? t(`may.inquire.${has['inquiry.send']}`) : null],
    ['inquiry.reply', has['inquiry.reply'] ? t('may.answerInquiries') : null],
    ['contact.initiate', has['contact.initiate'] ? t('may.contact') : null],
    ['contact.reply', has['contact.reply'] === 'any' ? t('may.answerMembers') : null],
    ['premium.view', has['premium.view'] === 'all' ? t('may.premium') : null],
    [
      'collections',
      lists
        ? t(lists.shared ? 'may.lists.shared' : lists.lists === null ? 'may.lists' : 'may.lists.one', {
            count: lists.talents ?? 0,
          })
        : null,
    ],
    ['requests.create', has['requests.create'] ? t('may.request') : null],
    ['requests.browse', has['requests.browse'] ? t('may.browse') : null],
    ['requests.unlock', has['requests.unlock'] ? t('may.unlock') : null],
    ['proposals.send', has['proposals.send'] ? t('may.propose') : null],
    ['messaging.enabled', has['messaging.enabled'] ? t(`may.message.${has['messaging.enabled']}`) : null],
    ['roster', has.roster > 1 ? t('may.roster', { count: has.roster }) : null],
    ['seats', has.seats > 1 ? t('may.seats', { count: has.seats }) : null],
    ['replies.suggested', has['replies.suggested'] ? t('may.suggestions') : null],
  ];
  return said.flatMap(([id, text]) => (text === null ? [] : [{ id, text }]));
}

export function EntitlementList({ entitlements, plans }: { entitlements: Entitlements; plans: PlansMessages }) {
  const { locale } = useAccount();
  const t = translator(locale, plans);
  const lines = entitlementLines(entitlements, t);
  const [now, later] = [true, false].map((isNow) => lines.filter(({ id }) => worksNow.includes(id) === isNow));
  if (lines.length === 0) return null;
  const list = (some: readonly Line[] = [], isLater: boolean) => (
    <ul className={`flex flex-col gap-2 ${isLater ? 'mt-2 text-ink-soft' : ''}`}>
      {some.map(({ id, text }) => (
        <li key={id} className="flex gap-2.5">
          <Icon
            name={isLater ? 'clock' : 'check'}
            className={`mt-1 size-5 ${isLater ? 'text-ink-faint' : 'text-palm-ink'}`}
          />
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={t('plan.may')}>
      {list(now, false)}
      {later && later.length > 0 && (
        <>
          <p className="mt-4 text-sm font-semibold text-ink-soft">{t('benefits.later')}</p>
          {list(later, true)}
        </>
      )}
    </Card>
  );
}
