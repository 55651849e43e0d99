import { useQuery } from '@tanstack/react-query';
import * as auth from 'virtual:auth-client';
import { acting, actFor } from '../../client/acting.ts';
import type { Locale } from '../../core/locale.ts';
import type { AccountMessages } from '../../i18n/catalogs/account.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { translator, type Catalog, type Translate } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { forgetMandates } from '../account/acting-switch.tsx';
import { shownProblem } from '../account/problems.ts';
import { StandingNote } from '../account/standing-note.tsx';
import { DashboardBoard } from '../board/dashboard-board.tsx';
import { BookingCard, type BookingItem } from '../bookings/booking-card.tsx';
import { isolated, waitsForYou } from '../bookings/next-step.ts';
import { DashboardLists } from '../collections/dashboard-lists.tsx';
import { DashboardRequests } from '../requests/dashboard-requests.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AccountSettings } from './account-settings.tsx';
import { BlockedPeople } from './blocked-people.tsx';
import { DashboardNotice } from './dashboard-notice.tsx';

type Words = {
  account: AccountMessages;
  booking: BookingMessages;
  contacts: ContactsMessages;
  requests: Catalog;
  board: Catalog;
  collections: Catalog;
  registration: Catalog;
};

export function DashboardScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Dashboard {...words} />
    </AccountFrame>
  );
}

/** What needs me today, what comes next, and who I am here. */
function Dashboard({ account, booking, contacts, requests, board, collections, registration }: Words) {
  const { me, locale } = useAccount();
  const pageState = me.talent?.public ? 'public' : me.talent?.published ? 'members' : 'hidden';
  const ui = useUi();
  const t = translator(locale, account);
  const leave = () => {
    actFor(null);
    forgetMandates();
    void auth.signOut().finally(() => location.assign(`/${locale}/`));
  };
  return (
    <div className="flex flex-col gap-6">
      <DashboardNotice requests={requests} />
      <StandingNote registration={registration} leads />
      <header>
        <div className="flex items-start justify-between gap-4">
          <h1 className="min-w-0 text-3xl">{t('dashboard.hello', { name: isolated(me.name) })}</h1>
          <Button variant="secondary" size="sm" className="mt-1 shrink-0" onPress={leave}>
            {ui.t('nav.signOut')}
          </Button>
        </div>
        <p className="mt-1 text-ink-soft">{t('dashboard.unread', { count: me.unread })}</p>
      </header>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Work account={account} booking={booking} />
        <div className="flex flex-col gap-5">
          {me.role === 'customer' && <DashboardRequests requests={requests} />}
          {me.role === 'customer' && <DashboardLists collections={collections} />}
          {me.role === 'talent' && <DashboardBoard board={board} />}
          {me.talent && (
            <Card
              title={t('dashboard.page')}
              aside={<Badge tone={pageState === 'hidden' ? 'neutral' : 'good'}>{t(`profile.${pageState}`)}</Badge>}
            >
              <p className="mb-4 text-ink-soft">{t(`dashboard.page.${pageState}`)}</p>
              <div className="flex flex-wrap gap-3">
                <LinkButton variant="secondary" icon="edit" href={`/${locale}/profile/`}>
                  {t('dashboard.page.edit')}
                </LinkButton>
                {me.talent.published && (
                  <LinkButton
                    variant="quiet"
                    icon="eye"
                    href={`/${locale}/${pageState === 'public' ? 'talents' : 'talent'}/${me.talent.slug}/`}
                  >
                    {t('dashboard.page.see')}
                  </LinkButton>
                )}
              </div>
            </Card>
          )}
          {/* a talent's money is theirs alone */}
          {acting()?.kind !== 'roster' && (
            <Links title={t('dashboard.money')} links={moneyLinks(me.role)} locale={locale} t={t} />
          )}
          <Links title={t('dashboard.tools')} links={toolLinks(me.role)} locale={locale} t={t} />
          {!acting() && <AccountSettings account={account} detailsLabel={registration['account.link'] ?? ''} />}
          <BlockedPeople contacts={contacts} />
        </div>
      </div>
    </div>
  );
}

type Room = readonly [path: string, words: keyof AccountMessages];

const moneyLinks = (role: string | null): readonly Room[] => [
  ['/plan/', 'dashboard.plan'],
  ...(role === 'talent' ? ([['/earnings/', 'dashboard.earnings']] as const) : []),
  ['/payments/', 'dashboard.payments'],
];

/** What helps with the work: the calendar for everybody, the rest for whom it is there. */
function toolLinks(role: string | null): readonly Room[] {
  const calendar: Room = ['/calendar/', role === 'talent' ? 'dashboard.hours' : 'dashboard.calendar'];
  if (role === 'admin') return [['/admin/', 'dashboard.admin'], calendar];
  // whoever works for a talent keeps their hours; team and connections are the talent's own
  if (acting()?.kind === 'roster') return [calendar];
  return [
    calendar,
    ['/team/', 'dashboard.team'],
    ...(role === 'talent' ? ([['/agents/', 'dashboard.agents']] as const) : []),
  ];
}

function Links({
  title,
  links,
  locale,
  t,
}: {
  title: string;
  links: readonly Room[];
  locale: Locale;
  t: Translate<AccountMessages>;
}) {
  return (
    <Card title={title}>
      <ul className="flex flex-col gap-1">
        {links.map(([path, words]) => (
          <li key={path}>
            <a className="link inline-block py-1" href={`/${locale}${path}`}>
              {t(words)}
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Work({ account, booking }: Pick<Words, 'account' | 'booking'>) {
  const { api, me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, account);
  const tb = translator(locale, booking);
  const list = useQuery({
    queryKey: ['bookings', 'dashboard'],
    queryFn: async () => {
      const [open, upcoming, past] = await Promise.all([
        api.listBookings({ group: 'open', limit: 50 }),
        api.listBookings({ group: 'upcoming', limit: 20 }),
        api.listBookings({ group: 'past', limit: 20 }),
      ]);
      return { open: open.items, upcoming: upcoming.items, past: past.items };
    },
    refetchInterval: 30_000,
  });
  if (list.isPending) return <SkeletonCards />;
  if (!list.data)
    return (
      <ProblemNote
        problem={shownProblem(list.error, ui.t)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  const { open, upcoming, past } = list.data;
  const yours = [...open, ...past].filter(waitsForYou);
  const waiting = open.filter((one) => !waitsForYou(one));
  const soonest = upcoming.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt));
  if (open.length + upcoming.length + yours.length === 0)
    return (
      <Card as="div">
        <EmptyState
          title={t('dashboard.quiet')}
          action={
            me.role === 'admin' ? (
              <LinkButton icon="forward" href={`/${locale}/admin/`}>
                {t('dashboard.admin')}
              </LinkButton>
            ) : me.role === 'customer' ? (
              <LinkButton icon="search" href={`/${locale}/talents/`}>
                {tb('list.find')}
              </LinkButton>
            ) : (
              <LinkButton icon="edit" href={`/${locale}/profile/`}>
                {t('dashboard.page.edit')}
              </LinkButton>
            )
          }
        >
          {t(`dashboard.quiet.${me.role === 'admin' || me.role === 'customer' ? me.role : 'talent'}`)}
        </EmptyState>
      </Card>
    );
  const part = (title: string, items: readonly BookingItem[]) =>
    items.length > 0 && (
      <section className="flex flex-col gap-3">
        <h2 className="text-xl">{title}</h2>
        <ul className="flex flex-col gap-3">
          {items.slice(0, 6).map((item) => (
            <BookingCard key={item.id} booking={item} locale={locale} t={tb} heading="h3" />
          ))}
        </ul>
      </section>
    );
  return (
    <div className="flex min-w-0 flex-col gap-7">
      {part(t('dashboard.yours'), yours)}
      {part(t('dashboard.upcoming'), soonest)}
      {part(t('dashboard.waiting'), waiting)}
      <LinkButton variant="secondary" className="self-start" href={`/${locale}/bookings/`}>
        {t('dashboard.all')}
      </LinkButton>
    </div>
  );
}
