import { useState } from 'react';
import type { MoneyCase } from '../../client/admin-api.ts';
import { caseKinds } from '../../features/payments/rules.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FilterBar, FilterSelect } from './filter-bar.tsx';
import { Pages } from './pages.tsx';
import { RawFacts } from './raw.tsx';
import { RefundList } from './refund-list.tsx';
import { Code, When } from './shown.tsx';
import { useFilters } from './use-filters.ts';
import { WriteDialog } from './write-dialog.tsx';

export function CasesScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="cases">
      <Cases />
    </AdminFrame>
  );
}

const views = ['open', 'closed', 'refunds'] as const;

function Cases() {
  const { api, t } = useDesk();
  const [filters, change] = useFilters(['view', 'kind'] as const);
  const [closing, setClosing] = useState<MoneyCase | null>(null);
  const view = views.find((one) => one === filters.view) ?? 'open';
  const { kind } = filters;
  return (
    <>
      <Head title={t('cases.title')} text={t('cases.text')} />
      <Tabs
        label={t('cases.title')}
        selected={view}
        onSelect={(chosen) => change({ view: chosen === 'open' ? undefined : chosen })}
        tabs={views.map((id) => ({ id, label: t(`cases.${id}`) }))}
      >
        {(shown) =>
          shown === 'refunds' ? (
            <RefundsByHand />
          ) : (
            <>
              <FilterBar>
                <FilterSelect
                  label={t('col.kind')}
                  value={kind}
                  onChange={(chosen) => change({ kind: chosen })}
                  choices={caseKinds.map((id) => ({ id, label: t(`case.${id}`) }))}
                />
              </FilterBar>
              <Pages
                name={['admin', 'cases', shown, kind]}
                load={(page) => api.listCases({ kind, ...page, closed: String(shown === 'closed'), limit: 30 })}
                empty={{ title: t(shown === 'closed' ? 'cases.noneClosed' : 'cases.none') }}
              >
                {(items) => (
                  <ul className="flex flex-col gap-4">
                    {items.map((one) => (
                      <CaseCard key={one.caseId} one={one} onClose={() => setClosing(one)} />
                    ))}
                  </ul>
                )}
              </Pages>
            </>
          )
        }
      </Tabs>
      {closing && <CloseCase one={closing} onClose={() => setClosing(null)} />}
    </>
  );
}

function RefundsByHand() {
  const { api, t } = useDesk();
  return (
    <Pages
      name={['admin', 'refunds', 'by_hand']}
      load={(page) => api.listRefunds({ state: 'by_hand', ...page, limit: 30 })}
      empty={{ title: t('refunds.none'), text: t('refunds.noneText') }}
    >
      {(items) => (
        <Card as="div">
          <RefundList refunds={items} withPayment />
        </Card>
      )}
    </Pages>
  );
}

/** What was found, in words, and what a person does about it. */
function CaseCard({ one, onClose }: { one: MoneyCase; onClose: () => void }) {
  const { t, locale } = useDesk();
  return (
    <Card
      as="li"
      title={t(`case.${one.kind}`)}
      aside={
        <span className="flex flex-wrap items-baseline gap-x-3 text-sm text-ink-faint">
          {one.driver !== null && <Badge>{one.driver}</Badge>}
          <When at={one.openedAt} />
        </span>
      }
    >
      <p className="max-w-prose">{t(`case.${one.kind}.text`)}</p>
      {one.closedAt === null && (
        <p className="mt-2 max-w-prose rounded-md bg-saffron-soft px-4 py-3 text-saffron-ink">
          <span className="font-semibold">{t('case.next')}</span> {t(`case.${one.kind}.next`)}
        </p>
      )}
      {one.resolution !== null && (
        <blockquote className="mt-3 border-s-4 border-line-strong ps-4">
          <p dir="auto" className="own-words">
            {one.resolution}
          </p>
          <footer className="text-sm text-ink-faint">
            {one.closedBy !== null && <Code>{one.closedBy}</Code>} <When at={one.closedAt} />
          </footer>
        </blockquote>
      )}
      <RawFacts label={t('case.facts')} facts={{ ...one.facts, subject: one.subject }} />
      <div className="mt-4 flex flex-wrap gap-3 print:hidden">
        {one.paymentId !== null && (
          <a className="link self-center" href={`/${locale}/admin/payments/${one.paymentId}/`}>
            {t('case.toPayment')}
          </a>
        )}
        {one.closedAt === null && (
          <Button variant="secondary" size="sm" onPress={onClose}>
            {t('closeCase.open')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function CloseCase({ one, onClose }: { one: MoneyCase; onClose: () => void }) {
  const { api, t } = useDesk();
  const [resolution, setResolution] = useState('');
  return (
    <WriteDialog
      title={t('closeCase.title')}
      onClose={onClose}
      write={(key, body: { resolution: string }) => api.closeCase(key, one.caseId, body)}
      input={{ resolution: resolution.trim() }}
      submitLabel={t('closeCase.do')}
      done={t('closeCase.done')}
    >
      <p className="text-ink-soft">{t('closeCase.text', { kind: t(`case.${one.kind}`) })}</p>
      <TextArea
        name="resolution"
        label={t('closeCase.words')}
        isRequired
        minLength={3}
        maxLength={1000}
        rows={3}
        value={resolution}
        onChange={setResolution}
      />
    </WriteDialog>
  );
}
