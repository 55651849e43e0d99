import { useState } from 'react';
import { formatNumber } from '../../i18n/format.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Switch } from '../ui/switch.tsx';
import { Table } from '../ui/table.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { CommissionForm, type Rule } from './commission-form.tsx';
import { Pages } from './pages.tsx';
import { Sum, When } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

export function CommissionScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="commission">
      <Commission />
    </AdminFrame>
  );
}

function Commission() {
  const { api, t, locale } = useDesk();
  const [filters, change] = useFilters(['ended'] as const);
  const [open, setOpen] = useState<{ what: 'set' } | { what: 'end'; rule: Rule } | null>(null);
  const withEnded = filters.ended === 'true';
  const whom = ({ talentName, talentUserId, plan }: Rule) => {
    if (talentUserId !== null) return <bdi>{talentName ?? talentUserId}</bdi>;
    return plan === null ? t('rule.everybody') : t('rule.plan', { plan });
  };
  return (
    <>
      <Head title={t('commission.title')} text={t('commission.text')}>
        <Button icon="plus" onPress={() => setOpen({ what: 'set' })}>
          {t('rule.set')}
        </Button>
      </Head>
      <Card as="div">
        <div className="mb-2 print:hidden">
          <Switch
            label={t('commission.ended')}
            isOn={withEnded}
            onChange={(on) => change({ ended: on ? 'true' : undefined })}
          />
        </div>
        <Pages
          name={['admin', 'commission', withEnded]}
          load={(page) => api.listCommissionRules({ ...page, ended: String(withEnded), limit: 50 })}
          empty={{ title: t('commission.empty'), text: t('commission.emptyText') }}
        >
          {(items) => (
            <Table
              caption={t('commission.title')}
              rows={items}
              keyOf={({ id }) => id}
              empty={null}
              columns={[
                { id: 'whom', label: t('rule.whom'), isRowHeader: true, cell: whom },
                {
                  id: 'currency',
                  label: t('col.currency'),
                  cell: ({ currency }) => (currency === null ? t('rule.anyCurrency') : t(`currency.${currency}`)),
                },
                {
                  id: 'share',
                  label: t('rule.share'),
                  isNumber: true,
                  cell: ({ basisPoints }) => (
                    <bdi>
                      {formatNumber(locale, basisPoints / 10_000, { style: 'percent', maximumFractionDigits: 2 })}
                    </bdi>
                  ),
                },
                {
                  id: 'fixed',
                  label: t('rule.fixed'),
                  isNumber: true,
                  cell: ({ fixed, currency }) =>
                    fixed > 0 && currency !== null ? <Sum money={{ amount: fixed, currency }} /> : '–',
                },
                {
                  id: 'minimum',
                  label: t('rule.minimum'),
                  isNumber: true,
                  cell: ({ minimum, currency }) =>
                    minimum > 0 && currency !== null ? <Sum money={{ amount: minimum, currency }} /> : '–',
                },
                {
                  id: 'since',
                  label: t('rule.since'),
                  cell: ({ createdAt, endedAt }) => (
                    <span className="flex flex-col items-start gap-1 text-sm max-sm:items-end">
                      <When at={createdAt} />
                      {endedAt !== null && (
                        <span className="text-ink-faint">
                          {t('rule.until')} <When at={endedAt} />
                        </span>
                      )}
                    </span>
                  ),
                },
                {
                  id: 'do',
                  label: t('col.do'),
                  cell: (rule) =>
                    rule.endedAt === null ? (
                      <Button variant="quiet" size="sm" onPress={() => setOpen({ what: 'end', rule })}>
                        {t('rule.end')}
                      </Button>
                    ) : (
                      <Badge>{t('rule.ended')}</Badge>
                    ),
                },
              ]}
            />
          )}
        </Pages>
      </Card>
      {open?.what === 'set' && <CommissionForm onClose={() => setOpen(null)} />}
      {open?.what === 'end' && <EndRule rule={open.rule} onClose={() => setOpen(null)} />}
    </>
  );
}

function EndRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { api, t } = useDesk();
  const [reason, setReason] = useState('');
  const { talentUserId, plan, currency } = rule;
  return (
    <WriteDialog
      title={t('rule.endTitle')}
      onClose={onClose}
      write={(key, body: { reason: string }) =>
        api.setCommissionRule(key, { talentUserId, plan, currency, basisPoints: null, ...body })
      }
      input={{ reason: reason.trim() }}
      submitLabel={t('rule.end')}
      isDangerous
      done={t('rule.endDone')}
    >
      <p className="text-ink-soft">{t('rule.endText')}</p>
      <TextArea
        name="reason"
        label={t('reason')}
        isRequired
        maxLength={500}
        rows={2}
        value={reason}
        onChange={setReason}
      />
    </WriteDialog>
  );
}
