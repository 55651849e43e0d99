import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import { readText, type Locale } from '../../core/locale.ts';
import { formatMoney } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator } from '../../i18n/translate.ts';
import { acting } from '../../client/acting.ts';
import { holdingStates } from '../../features/bookings/rules.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { isolated, otherName } from '../bookings/next-step.ts';
import { BackLink } from '../ui/back-link.tsx';
import { StatusBadge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card, type Fact } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { bookingKey, type BookingPart } from './booking-part.ts';
import { BookingHistory } from './booking-history.tsx';
import { BookingThread } from './booking-thread.tsx';
import { NextStep } from './next-step.tsx';

type Words = { booking: BookingMessages };
export function BookingScreen({ locale, common, booking }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <OneBooking booking={booking} />
    </AccountFrame>
  );
}

function OneBooking({ booking }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, booking);
  const id = idInPath();
  const found = useQuery({
    queryKey: bookingKey(id),
    queryFn: () => api.getBooking(id), // What is not there, or not mine, is not asked for again and again.
    refetchInterval: ({ state }) => (state.data ? 5_000 : false),
  });
  const back = <BackLink href={`/${locale}/bookings/`}>{t('booking.back')}</BackLink>;
  const title = found.data ? readText(found.data.serviceTitle, locale)?.text : undefined;
  useEffect(() => {
    if (title) document.title = `${title} · ${ui.t('brand.name')}`;
  }, [title, ui]);

  if (found.isPending)
    return (
      <>
        {back}
        <SkeletonCards />
      </>
    );
  if (!found.data)
    return (
      <>
        {back}
        {codeOf(found.error) === 'not_found' ? (
          <EmptyState
            title={t('booking.absent')}
            action={<LinkButton href={`/${locale}/bookings/`}>{t('booking.back')}</LinkButton>}
          >
            {t('booking.absentText')}
          </EmptyState>
        ) : (
          <ErrorState
            problem={shownProblem(found.error, ui.t)}
            onRetry={() => void found.refetch()}
            isRetrying={found.isFetching}
          />
        )}
      </>
    );

  const part: BookingPart = { view: found.data, locale, t };
  const { view } = part;
  return (
    <div className="flex flex-col gap-5">
      {back}
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h1 className="text-3xl">
            <bdi lang={readText(view.serviceTitle, locale)?.locale}>{title}</bdi>
          </h1>
          <p className="mt-1 text-lg text-ink-soft">
            {t('list.with', { name: isolated(otherName(view)) })}
            {view.you === 'customer' && view.talentSlug && (
              <>
                {' · '}
                <a className="link text-base" href={`/${locale}/talents/${view.talentSlug}/`}>
                  {t('booking.talentPage')}
                </a>
              </>
            )}
          </p>
        </div>
        <StatusBadge state={view.state} label={t(`state.${view.state}`)} />
      </header>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <NextStep {...part} fetchedAt={found.dataUpdatedAt} />
          <BookingThread {...part} />
        </div>
        <div className="flex flex-col gap-5">
          <Card title={t('booking.facts')}>
            <BookingFacts {...part} />
          </Card>
          <BookingHistory {...part} />
        </div>
      </div>
    </div>
  );
}

/** Held, paid or over: a time that stands in a calendar. Whoever acts for another asks with a header, which a link has not. */
const isInDiary = (state: BookingPart['view']['state']): boolean => holdingStates.some((holding) => holding === state);

function BookingFacts({ view, locale, t }: BookingPart) {
  const price = view.priceAgreed ?? view.price;
  const facts: Fact[] = [
    {
      label: t('fact.when'),
      value: (
        <>
          <BookingWhen {...view} locale={locale} t={t} />
          {isInDiary(view.state) && !acting() && (
            <LinkButton
              variant="secondary"
              size="sm"
              icon="calendar"
              className="mt-2"
              href={`/api/bookings/${view.id}/calendar.ics`}
            >
              {t('booking.file')}
            </LinkButton>
          )}
        </>
      ),
    },
    {
      label: t(view.priceAgreed ? 'fact.priceAgreed' : view.quoteVersion > 0 ? 'fact.priceQuoted' : 'fact.priceList'),
      value: <span className="figures text-lg font-semibold">{formatMoney(locale, price)}</span>,
    },
    ...(view.place ? [{ label: t('fact.place'), value: <span dir="auto">{view.place}</span> }] : []),
    ...(view.note
      ? [
          {
            label: t('fact.note'),
            value: (
              <p dir="auto" className="own-words wrap-anywhere whitespace-pre-line">
                {view.note}
              </p>
            ),
          },
        ]
      : []),
    ...(view.contact
      ? [
          {
            label: t('fact.contact'),
            value: (
              <a className="link" href={`mailto:${view.contact.email}`}>
                <MailAddress address={view.contact.email} />
              </a>
            ),
          },
        ]
      : []),
  ];
  return (
    <dl className="flex flex-col gap-4">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-sm text-ink-faint">{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
