import { useState, type ReactNode } from 'react';
import { registrationClient, type ApplicantLine, type RegistrationClient } from '../../client/registration-api.ts';
import { readText } from '../../core/locale.ts';
import type { RegistrationMessages } from '../../i18n/catalogs/registration.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card, Facts, type Fact } from '../ui/card.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { LookedKinds } from './looked-kinds.tsx';
import { MendBirthDate } from './mend-birth-date.tsx';
import { Pages } from './pages.tsx';
import { When } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

type Words = { registration: RegistrationMessages; labels: Catalog };
type Decision = 'approved' | 'refused';

/** Who waits to be let in, with all they answered; and what was decided about whom, by whom and why. */
export function ApprovalsScreen({ registration, labels, ...props }: ScreenProps & Words) {
  return (
    <AdminFrame {...props} room="approvals">
      <Approvals registration={registration} labels={labels} />
    </AdminFrame>
  );
}

const views = ['waiting', 'refused', 'decided'] as const;

function Approvals({ registration, labels }: Words) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const [api] = useState(() => registrationClient(locale));
  const [filters, change] = useFilters(['view'] as const);
  const [mending, setMending] = useState<ApplicantLine | null>(null);
  const [deciding, setDeciding] = useState<{ who: ApplicantLine; decision: Decision } | null>(null);
  const view = views.find((one) => one === filters.view) ?? 'waiting';
  return (
    <>
      <Head title={t('approvals.title')} text={t('approvals.text')} />
      <div className="mb-6">
        <LookedKinds api={api} registration={registration} labels={labels} />
      </div>
      <Tabs
        label={t('approvals.title')}
        selected={view}
        onSelect={(chosen) => change({ view: chosen === 'waiting' ? undefined : chosen })}
        tabs={views.map((id) => ({ id, label: t(`approvals.${id}`) }))}
      >
        {(shown) => (
          <Pages
            name={['admin', 'approvals', shown]}
            load={(page) => api.listApprovals({ state: shown, ...page })}
            empty={
              shown === 'waiting'
                ? { title: t('approvals.none'), text: t('approvals.noneText') }
                : { title: t('approvals.noneDecided') }
            }
          >
            {(items) => (
              <ul className="flex flex-col gap-4">
                {items.map((who) => (
                  <ApplicantCard
                    key={who.userId}
                    who={who}
                    registration={registration}
                    labels={labels}
                    onDecide={(decision) => setDeciding({ who, decision })}
                    onMend={() => setMending(who)}
                  />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </Tabs>
      {mending && (
        <MendBirthDate
          who={{ userId: mending.userId, name: mending.name, birthDate: mending.talent?.birthDate ?? null }}
          api={api}
          registration={registration}
          labels={labels}
          onClose={() => setMending(null)}
        />
      )}
      {deciding && (
        <Decide {...deciding} api={api} registration={registration} labels={labels} onClose={() => setDeciding(null)} />
      )}
    </>
  );
}

const tones = { waiting: 'waiting', approved: 'good', refused: 'bad' } as const;

type CardProps = Words & { who: ApplicantLine; onDecide: (decision: Decision) => void; onMend: () => void };
function ApplicantCard({ who, registration, labels, onDecide, onMend }: CardProps) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const known = (key: string, otherwise: string) => translateIfKnown(labels, key, otherwise);
  const trades = (ids: readonly string[]) => ids.map((id) => known(`category.${id}`, id)).join(' · ');
  const plain = (value: string): ReactNode => <bdi>{value}</bdi>;
  const rows: [Parameters<typeof t>[0], ReactNode | null][] = [
    ['approvals.kind', known(`kind.${who.kind}`, who.kind)],
    ['approvals.email', <MailAddress key="email" address={who.email} />],
    ['approvals.registered', <When key="when" at={who.registeredAt} />],
    ['approvals.contactName', who.contactName && plain(who.contactName)],
    ['approvals.profession', who.profession && plain(who.profession)],
    ['approvals.organisation', who.organisation && plain(who.organisation)],
    ['approvals.city', who.city && known(`city.${who.city}`, who.city)],
    [
      'approvals.website',
      who.website && (
        <a key="site" className="link break-all" href={who.website} rel="noreferrer noopener" target="_blank" dir="ltr">
          {who.website}
        </a>
      ),
    ],
    ['approvals.size', who.size && known(`size.${who.size}`, who.size)],
    ['approvals.hires', who.hires.length > 0 ? trades(who.hires) : null],
    ['approvals.category', who.talent && trades([who.talent.category])],
    ['approvals.headline', who.talent && headline(who, locale)],
    ['approvals.age', who.talent && age(who)],
    ['approvals.about', who.about && <span dir="auto">{who.about}</span>],
    ['approvals.reason', who.approval !== 'waiting' && who.reason ? <span dir="auto">{who.reason}</span> : null],
    [
      'approvals.decidedBy',
      who.decidedAt && (
        <span className="dotted">
          <bdi>{who.decidedBy}</bdi>
          <When at={who.decidedAt} />
        </span>
      ),
    ],
  ];
  function age({ talent }: ApplicantLine): ReactNode {
    if (!talent || talent.birthDate === null) return null;
    const guardian = t(`approvals.guardian.${talent.guardian ?? 'none'}`);
    return talent.minor ? `${t('approvals.minor')} · ${guardian}` : t('approvals.adult');
  }
  const facts: Fact[] = rows.flatMap(([label, value]) => (value ? [{ label: t(label), value }] : []));
  return (
    <Card
      as="li"
      title={<bdi>{who.name}</bdi>}
      aside={<Badge tone={tones[who.approval]}>{t(`approvals.state.${who.approval}`)}</Badge>}
    >
      <Facts facts={facts} />
      {(who.approval !== 'approved' || who.talent) && (
        <div className="mt-5 flex flex-wrap gap-3 print:hidden">
          {who.approval !== 'approved' && (
            <Button onPress={() => onDecide('approved')}>{t('approvals.approve')}</Button>
          )}
          {who.approval === 'waiting' && (
            <Button variant="secondary" onPress={() => onDecide('refused')}>
              {t('approvals.refuse')}
            </Button>
          )}
          {who.talent && (
            <Button variant="quiet" onPress={onMend}>
              {t('approvals.mend')}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function headline({ talent }: ApplicantLine, locale: Parameters<typeof readText>[1]): ReactNode {
  const found = talent && readText(talent.headline, locale);
  return found ? <span dir="auto">{found.text}</span> : null;
}

type DecideProps = Words & { who: ApplicantLine; decision: Decision; api: RegistrationClient; onClose: () => void };

function Decide({ who, decision, api, registration, onClose }: DecideProps) {
  const { locale } = useDesk();
  const t = translator(locale, registration);
  const [reason, setReason] = useState('');
  const move = decision === 'approved' ? 'approve' : 'refuse';
  const ready = decision === 'approved' || reason.trim() !== '';
  return (
    <WriteDialog
      title={t(`approvals.${move}.title`, { name: who.name })}
      onClose={onClose}
      write={(key, body: { decision: Decision; reason: string }) => api.decideApproval(key, who.userId, body)}
      input={ready ? { decision, reason: reason.trim() } : null}
      submitLabel={t(`approvals.${move}`)}
      isDangerous={decision === 'refused'}
      done={t(`approvals.done.${decision}`)}
    >
      <TextArea
        name="reason"
        label={t(`approvals.${move}.words`)}
        hint={t(`approvals.${move}.hint`)}
        isRequired={decision === 'refused'}
        maxLength={1000}
        rows={4}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
