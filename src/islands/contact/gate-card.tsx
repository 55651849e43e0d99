import type { ReactNode } from 'react';
import type { Gate } from '../../client/contacts-api.ts';
import type { Currency } from '../../core/money.ts';
import { memberships } from '../../features/subscriptions/rules/catalogue.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { isolated } from '../bookings/next-step.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

type GateProps = { gate: Gate; contacts: ContactsMessages; products: Catalog; currency: Currency };

/** What stands between this person and this talent, in one sentence, and the way on. */
export function GateCard({ gate, contacts, products, currency }: GateProps) {
  const { locale, me } = useAccount();
  const t = translator(locale, contacts);
  const { existing, refusal } = gate;
  const name = isolated(gate.talent.displayName);
  const thread = existing && `/${locale}/messages/${existing.threadId}/`;
  const read = thread && (
    <LinkButton variant="secondary" href={thread}>
      {t('read')}
    </LinkButton>
  );
  if (refusal?.code === 'role_not_allowed' && me.role === 'talent')
    return (
      <Told title={t('talent.title')} text={t('talent.text')}>
        <LinkButton href={`/${locale}/messages/`}>{t('talent.inbox')}</LinkButton>
      </Told>
    );
  switch (refusal?.code) {
    case undefined:
      return (
        <Told title={t('pending.title', { name })} text={t('pending.text')}>
          {thread && <LinkButton href={thread}>{t('open')}</LinkButton>}
        </Told>
      );
    case 'upgrade_required':
      return <PlanCard gate={gate} contacts={contacts} products={products} currency={currency} read={read} />;
    case 'contact_declined': {
      const date = existing?.askAgainAt ? new Date(existing.askAgainAt) : null;
      return (
        <Told
          title={t('declined.title', { name })}
          text={
            date
              ? t('declined.text', { date: formatDateTime(locale, date, me.timeZone, 'date') })
              : (refusal?.detail ?? '')
          }
        >
          {read}
        </Told>
      );
    }
    case 'conversation_closed':
      return (
        <Told title={t('closed.title')} text={t('closed.text', { name })}>
          {read}
        </Told>
      );
    case 'not_accepting':
      return (
        <Told title={t('off.title', { name })} text={t('off.text')}>
          {read}
        </Told>
      );
    case 'blocked':
      return (
        <Told title={t('blocked.title', { name })} text={t('blocked.text')}>
          <LinkButton href={`/${locale}/dashboard/#blocked`}>{t('blocked.settings')}</LinkButton>
          {read}
        </Told>
      );
    default:
      return (
        <Told title={refusal?.title ?? ''} text={[refusal?.detail, refusal?.action].filter(Boolean).join(' ')}>
          {read}
        </Told>
      );
  }
}

function Told({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Card title={title}>
      <p>{text}</p>
      {children && <div className="mt-5 flex flex-wrap gap-3">{children}</div>}
    </Card>
  );
}

/** What a membership opens and costs: the account's own kind, or the two there are. */
function PlanCard({ gate, contacts, products, currency, read }: GateProps & { read: ReactNode }) {
  const { locale } = useAccount();
  const t = translator(locale, contacts);
  const product = translator(locale, products);
  const mine = gate.membership;
  const offers = memberships.filter(({ id, prices }) => prices !== null && (mine === null || id === mine));
  const words = gate.existing ? 'plan.ended' : mine ? 'plan.yours' : 'plan.individual';
  return (
    <Card title={t('plan.title')}>
      <p>{t(words)}</p>
      <ul className="mt-5 grid gap-3 sm:auto-cols-fr sm:grid-flow-col">
        {offers.map(({ id, prices }) => (
          <li key={id} className="rounded-md bg-palm-soft p-4 text-palm-ink">
            <p className="font-semibold">{product(`product.${id}`)}</p>
            {prices && (
              <p className="figures text-sm">
                {t('plan.from', { price: formatMoney(locale, prices.month[currency]) })}
              </p>
            )}
          </li>
        ))}
      </ul>
      <div className="mt-5 flex flex-wrap gap-3">
        {mine && <LinkButton href={`/${locale}/buy/?product=${mine}`}>{t('plan.get')}</LinkButton>}
        <LinkButton variant="secondary" href={`/${locale}${gate.refusal?.upgradeUrl ?? '/pricing'}/`}>
          {t('plan.all')}
        </LinkButton>
        {read}
      </div>
    </Card>
  );
}
