import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { contactsClient } from '../../client/contacts-api.ts';
import type { Locale } from '../../core/locale.ts';
import { readText } from '../../core/locale.ts';
import type { Currency } from '../../core/money.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { isolated } from '../bookings/next-step.ts';
import { Avatar } from '../ui/avatar.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { GateCard } from './gate-card.tsx';
import { Instead } from './instead.tsx';
import { OpeningForm } from './opening-form.tsx';

/** `labels`: what trades and places are called. `currency`: what a membership is shown in. */
type Words = { contacts: ContactsMessages; products: Catalog; labels: Catalog; currency: Currency };

/** Behind the Contact button of a talent's page: the form, or what stands before it and what there is instead. */
export function ContactScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Contact {...words} />
    </AccountFrame>
  );
}

function Contact({ contacts, products, labels, currency }: Words) {
  const { locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, contacts);
  const [api] = useState(() => contactsClient(locale));
  const [slug] = useState(() => new URLSearchParams(location.search).get('talent') ?? '');
  const found = useQuery({ queryKey: ['contact', slug], queryFn: () => api.mayContact(slug) });
  // whoever is talking already is led there, not told so
  const talking = found.data?.outcome === 'found' && found.data.existing?.state === 'accepted';
  const threadId = found.data?.existing?.threadId;
  useEffect(() => {
    if (talking && threadId) location.replace(`/${locale}/messages/${threadId}/`);
  }, [talking, threadId, locale]);
  if (found.isPending || talking) return <SkeletonCards count={2} />;
  if (!found.data)
    return ['not_found', 'invalid'].includes(codeOf(found.error) ?? '') ? (
      <>
        <h1 className="visually-hidden">{t('absent.title')}</h1>
        <EmptyState
          title={t('absent.title')}
          action={<LinkButton href={`/${locale}/talents/`}>{t('absent.find')}</LinkButton>}
        >
          {t('absent.text')}
        </EmptyState>
      </>
    ) : (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const gate = found.data;
  const { talent } = gate;
  const label = translator(locale, labels);
  const headline = readText(talent.headline, locale);
  const writes = gate.allowed && gate.outcome !== 'found';
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <BackLink href={`/${locale}/talent/${talent.slug}/`}>
        {t('back', { name: isolated(talent.displayName) })}
      </BackLink>
      <header className="flex items-center gap-5">
        <Avatar name={talent.displayName} src={talent.avatar?.url ?? null} className="w-20 text-3xl sm:w-24" />
        <div className="min-w-0">
          <h1 className="text-3xl">{t('heading', { name: isolated(talent.displayName) })}</h1>
          <p className="dotted mt-1 text-clay-ink">
            <span>{label(`category.${talent.category}`)}</span>
            <span>{label(`city.${talent.city}`)}</span>
          </p>
          {headline && (
            <p dir="auto" lang={headline.locale} className="own-words mt-1 text-ink-soft">
              {headline.text}
            </p>
          )}
        </div>
      </header>
      {writes ? (
        <OpeningForm api={api} gate={gate} contacts={contacts} onStale={() => void found.refetch()} />
      ) : (
        <GateCard gate={gate} contacts={contacts} products={products} currency={currency} />
      )}
      {!gate.allowed && <Instead gate={gate} contacts={contacts} />}
    </div>
  );
}
