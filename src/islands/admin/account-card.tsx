import type { ReactNode } from 'react';
import type { AccountLine } from '../../client/registration-api.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card, Facts, type Fact } from '../ui/card.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { useDesk } from './admin-frame.tsx';
import { When } from './shown.tsx';

type CardProps = {
  who: AccountLine;
  registration: RegistrationMessages;
  labels: Catalog;
  onMove: () => void;
  onMend: () => void;
};

/** Who somebody is, how their account stands, and what an operator can do about it. */
export function AccountCard({ who, registration, labels, onMove, onMend }: CardProps) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const { talent } = who;
  const page = talent && (talent.public ? 'pagePublic' : talent.published ? 'pageMembers' : 'pageHidden');
  const kind =
    who.role === 'admin'
      ? t('accounts.operator')
      : who.kind === null
        ? t('accounts.unsaid')
        : translateIfKnown(labels, `kind.${who.kind}`, who.kind);
  const rows: [keyof RegistrationMessages, ReactNode | null][] = [
    ['approvals.kind', kind],
    ['approvals.email', <MailAddress key="email" address={who.email} />],
    ['approvals.registered', <When key="registered" at={who.registeredAt} />],
    ['accounts.page', page && t(`accounts.${page}`)],
    ['accounts.since', who.suspendedAt && <When key="since" at={who.suspendedAt} />],
    ['accounts.by', who.suspendedBy && <bdi key="by">{who.suspendedBy}</bdi>],
    [
      'accounts.why',
      who.reason && (
        <span key="why" dir="auto" className="own-words">
          {who.reason}
        </span>
      ),
    ],
  ];
  const facts: Fact[] = rows.flatMap(([label, value]) => (value ? [{ label: t(label), value }] : []));
  const state = who.suspendedAt !== null ? 'suspended' : who.approval === 'approved' ? 'active' : who.approval;
  const badge = {
    suspended: <Badge tone="bad">{t('accounts.shut')}</Badge>,
    active: <Badge tone="good">{t('accounts.active')}</Badge>,
    waiting: <Badge tone="waiting">{t('approvals.state.waiting')}</Badge>,
    refused: <Badge tone="bad">{t('approvals.state.refused')}</Badge>,
  }[state];
  return (
    <Card title={<bdi>{who.name || who.email}</bdi>} aside={badge}>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-5">
        <div className="min-w-0 grow">
          <Facts facts={facts} />
        </div>
        <div className="flex flex-wrap gap-3">
          {talent?.public && (
            <LinkButton variant="secondary" icon="globe" href={`/${locale}/talents/${talent.slug}/`}>
              {t('accounts.page')}
            </LinkButton>
          )}
          {talent && (
            <Button variant="secondary" onPress={onMend}>
              {t('approvals.mend')}
            </Button>
          )}
          {who.suspendedAt !== null ? (
            <Button onPress={onMove}>{t('accounts.reinstate')}</Button>
          ) : (
            who.role !== 'admin' && (
              <Button variant="secondary" onPress={onMove}>
                {t('accounts.suspend')}
              </Button>
            )
          )}
        </div>
      </div>
    </Card>
  );
}
