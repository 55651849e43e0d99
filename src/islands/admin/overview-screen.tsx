import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { currencies, type Currency } from '../../core/money.ts';
import { formatNumber } from '../../i18n/format.ts';
import { shownProblem } from '../account/problems.ts';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, roomPath, useDesk, type ScreenProps } from './admin-frame.tsx';
import { bookFigures, figureNames, type Books } from './figures.ts';
import { Sum } from './shown.tsx';

export function OverviewScreen(props: ScreenProps) {
  return (
    <AdminFrame {...props} room="overview">
      <Overview />
    </AdminFrame>
  );
}

function Overview() {
  const { t } = useDesk();
  return (
    <>
      <Head title={t('overview.title')} text={t('overview.text')} />
      <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Card title={t('overview.needs')}>
          <ul>
            <Cases />
            <RefundsByHand />
            <Disputes />
            <PayoutsDue />
            <CanBePaid />
          </ul>
        </Card>
        <Figures />
      </div>
    </>
  );
}

type Found = { count: number; more: boolean; note?: ReactNode };
type NeedProps = {
  name: 'cases' | 'refunds' | 'disputes' | 'payouts' | 'balances';
  href: string;
  load: () => Promise<Found>;
};

/** One kind of work that waits, each asked by itself: one that fails leaves the others standing. */
function Need({ name, href, load }: NeedProps) {
  const { t, locale } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'needs', name], queryFn: load });
  const figure = () => {
    if (found.isPending) return <Skeleton lines={1} className="w-10" />;
    if (!found.data)
      return (
        <span role="alert" className="text-sm text-rose-ink">
          {shownProblem(found.error, ui.t).title}
        </span>
      );
    const { count, more } = found.data;
    return (
      <bdi
        className={`figures rounded-full px-2.5 py-0.5 font-semibold ${count > 0 ? 'bg-saffron-soft text-saffron-ink' : 'bg-sunk text-ink-soft'}`}
      >
        {formatNumber(locale, count)}
        {more && '+'}
      </bdi>
    );
  };
  return (
    <li className="border-b border-line py-3 first:pt-0 last:border-0 last:pb-0">
      <p className="flex items-baseline justify-between gap-4">
        <a href={href} className="link">
          {t(`needs.${name}`)}
        </a>
        {figure()}
      </p>
      {found.data?.note && <div className="text-sm text-ink-soft">{found.data.note}</div>}
    </li>
  );
}

const counted = (page: { items: readonly unknown[]; nextCursor?: string | null }): Found => ({
  count: page.items.length,
  more: (page.nextCursor ?? null) !== null,
});

function Cases() {
  const { api, locale } = useDesk();
  return (
    <Need
      name="cases"
      href={roomPath(locale, 'cases')}
      load={async () => counted(await api.listCases({ limit: 100 }))}
    />
  );
}
function RefundsByHand() {
  const { api, locale } = useDesk();
  return (
    <Need
      name="refunds"
      href={`${roomPath(locale, 'cases')}?view=refunds`}
      load={async () => counted(await api.listRefunds({ state: 'by_hand', limit: 100 }))}
    />
  );
}
function Disputes() {
  const { api, locale } = useDesk();
  return (
    <Need name="disputes" href={roomPath(locale, 'disputes')} load={async () => counted(await api.listDisputes())} />
  );
}
function PayoutsDue() {
  const { api, locale } = useDesk();
  return (
    <Need
      name="payouts"
      href={`${roomPath(locale, 'payouts')}?view=made&state=due`}
      load={async () => counted(await api.listPayouts({ state: 'due', limit: 100 }))}
    />
  );
}
function CanBePaid() {
  const { api, locale } = useDesk();
  const load = async (): Promise<Found> => {
    const { totals } = await api.getPayoutBalances({ limit: 1 });
    return {
      count: totals.reduce((sum, { people }) => sum + people, 0),
      more: false,
      note: (
        <span className="flex flex-wrap gap-x-4">
          {totals.map(({ currency, available }) => (
            <Sum key={currency} money={{ amount: available, currency }} />
          ))}
        </span>
      ),
    };
  };
  return <Need name="balances" href={roomPath(locale, 'payouts')} load={load} />;
}

/** What the books say, currency by currency; currencies are never added up. */
function Figures() {
  const { api, t, locale } = useDesk();
  const ui = useUi();
  const found = useQuery({ queryKey: ['admin', 'ledger'], queryFn: () => api.getLedger() });
  if (found.isPending) return <Skeleton lines={8} />;
  if (!found.data)
    return (
      <ProblemNote
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const books = found.data;
  const used = currencies.filter((currency) => books.balances.some((one) => one.currency === currency));
  if (used.length === 0)
    return (
      <Card title={t('overview.books')}>
        <p className="text-ink-soft">{t('ledger.empty')}</p>
      </Card>
    );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {used.map((currency) => (
        <CurrencyFigures key={currency} currency={currency} books={books} />
      ))}
      <p className="text-sm text-ink-faint">
        {t('overview.from')}{' '}
        <a className="link" href={roomPath(locale, 'ledger')}>
          {t('nav.ledger')}
        </a>
      </p>
    </div>
  );
}

function CurrencyFigures({ currency, books }: { currency: Currency; books: Books }) {
  const { t } = useDesk();
  const figures = bookFigures(books, currency);
  const lies = books.lies.filter((one) => one.currency === currency && one.sum !== 0);
  return (
    <Card title={t(`currency.${currency}`)} aside={<Balanced books={books} currency={currency} />}>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2 md:grid-cols-4">
        {figureNames.map((name) => (
          <div key={name}>
            <dt className="text-sm text-ink-faint">{t(`account.${name}`)}</dt>
            <dd>
              <Sum money={{ amount: figures[name], currency }} className="text-lg font-semibold" />
            </dd>
          </div>
        ))}
      </dl>
      {lies.length > 0 && (
        <div className="mt-5 border-t border-line pt-4">
          <h3 className="text-sm text-ink-faint">{t('overview.lies')}</h3>
          <ul className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
            {lies.map(({ driver, sum }) => (
              <li key={driver}>
                <bdi dir="ltr">{driver}</bdi> <Sum money={{ amount: sum, currency }} className="font-semibold" />
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function Balanced({ books, currency }: { books: Books; currency: Currency }) {
  const { t } = useDesk();
  const left = books.leftOver.find((one) => one.currency === currency)?.sum ?? 0;
  return left === 0 ? (
    <span className="text-sm text-palm-ink">{t('ledger.balanced')}</span>
  ) : (
    <span role="alert" className="text-sm font-semibold text-rose-ink">
      {t('ledger.unbalanced')} <Sum money={{ amount: left, currency }} />
    </span>
  );
}
