import { useState } from 'react';
import type { AnswerOf } from '../../client/api.ts';
import type { listHeldMessages } from '../../features/inquiries/contract.ts';
import type { InquiriesMessages } from '../../i18n/catalogs/inquiries.ts';
import { formatNumber } from '../../i18n/format.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { Card, Facts } from '../ui/card.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { Pages } from './pages.tsx';
import { When } from './shown.tsx';
import { WriteDialog } from './write-dialog.tsx';

type Held = AnswerOf<typeof listHeldMessages>['items'][number];
type Verdict = 'release' | 'discard';
type Words = Translate<InquiriesMessages>;

export function InquiriesScreen({ inquiries, ...props }: ScreenProps & { inquiries: InquiriesMessages }) {
  return (
    <AdminFrame {...props} room="inquiries">
      <HeldMessages t={translator(props.locale, inquiries)} />
    </AdminFrame>
  );
}

/** Questions of senders whom several talents called spam: the talent sees one only once it is let through. */
function HeldMessages({ t }: { t: Words }) {
  const { api } = useDesk();
  const [open, setOpen] = useState<{ held: Held; verdict: Verdict } | null>(null);
  return (
    <>
      <Head title={t('held.title')} text={t('held.text')} />
      <Pages
        name={['admin', 'inquiries', 'held']}
        load={(page) => api.listHeldMessages({ ...page, limit: 20 })}
        empty={{ title: t('held.empty'), text: t('held.emptyText') }}
      >
        {(items) => (
          <ul className="flex flex-col gap-4">
            {items.map((held) => (
              <HeldCard key={held.id} held={held} t={t} onDecide={(verdict) => setOpen({ held, verdict })} />
            ))}
          </ul>
        )}
      </Pages>
      {open && <Decide {...open} t={t} onClose={() => setOpen(null)} />}
    </>
  );
}

function HeldCard({ held, t, onDecide }: { held: Held; t: Words; onDecide: (verdict: Verdict) => void }) {
  const { locale } = useDesk();
  return (
    <Card as="li" title={<bdi>{held.senderName}</bdi>}>
      <blockquote className="mb-4 border-s-4 border-saffron ps-4 break-words">
        {held.subject && (
          <p dir="auto" className="own-words font-semibold">
            {held.subject}
          </p>
        )}
        <p dir="auto" className="prose-text own-words">
          {held.message}
        </p>
      </blockquote>
      <Facts
        facts={[
          { label: t('held.to'), value: <bdi>{held.recipient.name}</bdi> },
          { label: t('held.from'), value: <bdi dir="ltr">{held.senderEmail}</bdi> },
          { label: t('held.at'), value: <When at={held.createdAt} /> },
          { label: t('held.marks'), value: formatNumber(locale, held.marks) },
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        <Button onPress={() => onDecide('release')}>{t('held.release')}</Button>
        <Button variant="secondary" onPress={() => onDecide('discard')}>
          {t('held.discard')}
        </Button>
      </div>
    </Card>
  );
}

type DecideProps = { held: Held; verdict: Verdict; t: Words; onClose: () => void };
function Decide({ held, verdict, t, onClose }: DecideProps) {
  const { api } = useDesk();
  const [reason, setReason] = useState('');
  const [clearMarks, setClearMarks] = useState(false);
  const isRelease = verdict === 'release';
  const said = reason.trim();
  return (
    <WriteDialog
      title={t(`held.${verdict}`)}
      onClose={onClose}
      write={(key, body: { reason: string; clearMarks: boolean }) =>
        isRelease ? api.releaseMessage(key, held.id, body) : api.discardMessage(key, held.id, { reason: body.reason })
      }
      input={said === '' ? null : { reason: said, clearMarks }}
      submitLabel={t(`held.${verdict}`)}
      isDangerous={!isRelease}
      done={t(isRelease ? 'held.released' : 'held.discarded')}
    >
      <TextArea
        name="reason"
        label={t('held.reason')}
        hint={t('held.reason.hint')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
      {isRelease && (
        <div>
          <Switch label={t('held.clear')} isOn={clearMarks} onChange={setClearMarks} />
          <p className="mt-1 text-sm text-ink-soft">{t('held.clear.hint')}</p>
        </div>
      )}
    </WriteDialog>
  );
}
