import { useState } from 'react';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { NotificationsMessages } from '../../i18n/catalogs/notifications.ts';
import { translator } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { ChoicesForm } from './choices-form.tsx';
import { NotificationList } from './notification-list.tsx';

const tabs = ['list', 'choices'] as const;
type TabName = (typeof tabs)[number];
export type Words = { words: NotificationsMessages };

const tabInAddress = (): TabName =>
  tabs.find((tab) => tab === new URLSearchParams(location.search).get('tab')) ?? 'list';

/** What I should know, and how I hear of it. The tab stands in the address: mails lead to it. */
export function NotificationsScreen({ locale, common, words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Notifications words={words} />
    </AccountFrame>
  );
}

function Notifications({ words }: Words) {
  const { locale } = useAccount();
  const t = translator(locale, words);
  const [tab, setTab] = useState(tabInAddress);
  const choose = (next: TabName) => {
    setTab(next);
    history.replaceState(null, '', next === 'list' ? location.pathname : `?tab=${next}`);
  };
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <h1 className="text-3xl">{t('title')}</h1>
      <Tabs
        label={t('title')}
        tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
        selected={tab}
        onSelect={choose}
      >
        {(chosen) => (chosen === 'list' ? <NotificationList words={words} /> : <ChoicesForm words={words} />)}
      </Tabs>
    </div>
  );
}
