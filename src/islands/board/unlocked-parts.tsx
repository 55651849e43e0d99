import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import { AttachmentList } from '../ui/attachment-list.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card, Facts, type Fact } from '../ui/card.tsx';
import { FeatureGate } from '../ui/feature-gate.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { UpgradeCard } from '../ui/upgrade-card.tsx';
import type { BoardPart } from './board-part.ts';

type UnlockedProps = BoardPart & { request: RequestForTalent; whole: NonNullable<RequestForTalent['whole']> };

/** What the credit bought: the whole text, where, whom to call, the files, and the conversation. */
export function UnlockedParts({ request, whole, locale, t }: UnlockedProps) {
  const { name, email, phone } = whole.contact;
  const thread = `/${locale}/requests/${whole.id}/thread/`;
  const contact: Fact[] = [
    ...(whole.place ? [{ label: t('place'), value: <bdi>{whole.place}</bdi> }] : []),
    ...(name ? [{ label: t('contact.name'), value: <bdi>{name}</bdi> }] : []),
    ...(email
      ? [
          {
            label: t('contact.email'),
            value: (
              <a className="link" href={`mailto:${email}`}>
                <MailAddress address={email} />
              </a>
            ),
          },
        ]
      : []),
    ...(phone
      ? [
          {
            label: t('contact.phone'),
            value: (
              <a className="link" dir="ltr" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
                {phone}
              </a>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <Card title={t('whole')}>
        <p dir="auto" lang={whole.locale} className="own-words wrap-anywhere whitespace-pre-line">
          {whole.description}
        </p>
        {whole.attachments.length > 0 && (
          <div className="mt-5">
            <h3 className="mb-2 font-semibold">{t('files')}</h3>
            <AttachmentList files={whole.attachments} />
          </div>
        )}
      </Card>
      <Card title={t('contact')}>
        {contact.length > 0 ? <Facts facts={contact} /> : <p className="text-ink-soft">{t('contact.none')}</p>}
      </Card>
      <FeatureGate
        feature="messaging.enabled"
        entitled={request.whyNotPost !== 'upgrade_required'}
        fallback={
          <UpgradeCard
            title={t('upgrade.title')}
            text={t('upgrade.text')}
            action={t('upgrade.action')}
            href={`/${locale}/pricing/`}
          />
        }
      >
        {request.mayPost && (
          <LinkButton icon="message" className="self-start" href={thread}>
            {t('thread.write')}
          </LinkButton>
        )}
      </FeatureGate>
      {!request.mayPost && (
        <LinkButton variant="secondary" icon="message" className="self-start" href={thread}>
          {t('thread.read')}
        </LinkButton>
      )}
    </>
  );
}
