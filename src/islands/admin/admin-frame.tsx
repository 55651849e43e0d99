import { createContext, useContext, useState, type ReactNode } from 'react';
import { adminClient, type AdminClient } from '../../client/admin-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { AdminMessages } from '../../i18n/catalogs/admin.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

export type ScreenProps = { locale: Locale; common: CommonMessages; admin: AdminMessages };
type Desk = { api: AdminClient; t: Translate<AdminMessages>; locale: Locale };
const DeskContext = createContext<Desk | null>(null);

/** The operator's calls and words. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a screen of the operator stands outside AdminFrame');
  return desk;
}

export const rooms = [
  'overview',
  'payments',
  'cases',
  'disputes',
  'approvals',
  'accounts',
  'reports',
  'payouts',
  'ledger',
  'subscriptions',
  'commission',
  'gateways',
  'deliveries',
  'inquiries',
  'requests',
  'featured',
] as const;
export type Room = (typeof rooms)[number];
export const roomPath = (locale: Locale, room: Room): string =>
  room === 'overview' ? `/${locale}/admin/` : `/${locale}/admin/${room}/`;

type FrameProps = ScreenProps & { room: Room; children: ReactNode };

/** Around every screen of the operator. Anybody else is told what the API tells them: there is nothing here. */
export function AdminFrame({ locale, common, admin, room, children }: FrameProps) {
  return (
    <AccountFrame locale={locale} common={common}>
      <DeskDoor admin={admin} room={room}>
        {children}
      </DeskDoor>
    </AccountFrame>
  );
}

function DeskDoor({ admin, room, children }: Pick<FrameProps, 'admin' | 'room' | 'children'>) {
  const { me, locale } = useAccount();
  const [api] = useState(() => adminClient(locale));
  const t = translator(locale, admin);
  if (me.role !== 'admin')
    return (
      <>
        <h1 className="visually-hidden">{t('notHere.title')}</h1>
        <EmptyState
          title={t('notHere.title')}
          action={<LinkButton href={`/${locale}/dashboard/`}>{t('notHere.back')}</LinkButton>}
        >
          {t('notHere.text')}
        </EmptyState>
      </>
    );
  return (
    <DeskContext value={{ api, t, locale }}>
      <nav aria-label={t('nav.label')} className="-mt-3 mb-6 border-b border-line print:hidden">
        <ul className="flex flex-wrap gap-x-1">
          {rooms.map((name) => (
            <li key={name}>
              <a
                href={roomPath(locale, name)}
                aria-current={name === room ? 'page' : undefined}
                className="-mb-px flex min-h-10 items-center border-b-3 border-transparent px-2.5 text-sm text-ink-soft hover:text-ink aria-[current=page]:border-palm aria-[current=page]:font-semibold aria-[current=page]:text-ink"
              >
                {t(`nav.${name}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </DeskContext>
  );
}

type HeadProps = { title: ReactNode; text?: ReactNode; children?: ReactNode };
/** The head of a screen, with what can be done on it at its end. */
export function Head({ title, text, children }: HeadProps) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-3xl">{title}</h1>
        {text && <p className="mt-1 max-w-prose text-ink-soft">{text}</p>}
      </div>
      {children && <div className="flex flex-wrap gap-3 print:hidden">{children}</div>}
    </header>
  );
}
