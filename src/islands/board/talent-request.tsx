import { useState } from 'react';
import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import type { Locale } from '../../core/locale.ts';
import { boardClient } from '../../client/board-api.ts';
import type { BoardMessages } from '../../i18n/catalogs/board.ts';
import { formatRelative } from '../../i18n/format.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { isolated } from '../bookings/next-step.ts';
import { BackLink } from '../ui/back-link.tsx';
import type { BoardPart } from './board-part.ts';
import { ProposalPart } from './proposal-part.tsx';
import { RequestBadges, RequestFacts } from './request-card.tsx';
import { RequestStanding } from './request-standing.tsx';
import { UnlockCard } from './unlock-card.tsx';
import { UnlockedParts } from './unlocked-parts.tsx';

type TalentRequestProps = {
  request: RequestForTalent;
  locale: Locale;
  board: BoardMessages;
  /** what trades and places are called: `category.…`, `city.…` */
  labels: Catalog;
  /** asks for the request as it is now */
  onChange: () => Promise<unknown>;
};

/** One casting request as a talent sees it: the card, and behind an unlock the rest with what can be done. */
export default function TalentRequest({ request, locale, board, labels, onChange }: TalentRequestProps) {
  const [calls] = useState(() => boardClient(locale));
  const part: BoardPart = { calls, locale, t: translator(locale, board), label: translator(locale, labels) };
  const { t, label } = part;
  const { card, whole } = request;
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <BackLink href={`/${locale}/providers/marketplace/`}>{t('back')}</BackLink>
      <header className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <span className="me-auto text-clay-ink">{label(`category.${card.category}`)}</span>
          <RequestBadges card={card} t={t} />
        </div>
        <h1 className="text-3xl wrap-anywhere">
          <bdi lang={card.locale}>{card.title}</bdi>
        </h1>
        <RequestFacts card={card} locale={locale} t={t} label={label} />
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-faint">
          <span>{t('postedBy', { name: isolated(card.ownerName) })}</span>
          <time dateTime={card.openedAt}>{formatRelative(locale, new Date(card.openedAt), new Date())}</time>
          <span className="figures">{t('unlocks', { count: card.unlocks })}</span>
        </p>
        {!card.checked && <p className="text-sm text-ink-soft">{t('unchecked.text')}</p>}
      </header>
      <RequestStanding request={request} {...part} />
      {whole ? (
        <>
          <UnlockedParts {...part} request={request} whole={whole} />
          <ProposalPart {...part} request={request} onChange={onChange} />
        </>
      ) : (
        <>
          <p dir="auto" lang={card.locale} className="own-words text-lg wrap-anywhere whitespace-pre-line">
            {card.summary}
          </p>
          <UnlockCard {...part} request={request} onChange={onChange} />
        </>
      )}
    </div>
  );
}
