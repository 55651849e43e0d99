import type { Entitlements } from '../../features/subscriptions/rules/entitlements.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { sizeText } from '../ui/attachment-size.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Line = { id: keyof Entitlements; text: string };

/** The rights of an account as sentences. What goes without saying (one's own things, one seat) is not said. */
function entitlementLines(has: Entitlements, t: Translate<PlansMessages>, ui: Translate<CommonMessages>): Line[] {
  const lists = has.collections;
  const work = has.portfolio;
  const size = (megabytes: number) => sizeText(megabytes * 1024 * 1024, ui);
  const said: readonly (readonly [keyof Entitlements, string | null])[] = [
    ['bookings.request', has['bookings.request'] ? t('may.book') : null],
    ['credits.monthly', has['credits.monthly'] > 0 ? t('may.credits', { count: has['credits.monthly'] }) : null],
    [
      'portfolio',
      work
        ? t('may.portfolio', { count: work.items, size: size(work.megabytes), video: size(work.videoMegabytes) })
        : null,
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
  const ui = useUi();
  const t = translator(locale, plans);
  const lines = entitlementLines(entitlements, t, ui.t);
  if (lines.length === 0) return null;
  return (
    <Card title={t('plan.may')}>
      <ul className="flex flex-col gap-2">
        {lines.map(({ id, text }) => (
          <li key={id} className="flex gap-2.5">
            <Icon name="check" className="mt-1 size-5 text-palm-ink" />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
