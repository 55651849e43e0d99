import type { OwnRequestView } from '../../client/requests-api.ts';
import { formatDateTime, formatList } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { isolated } from '../bookings/next-step.ts';
import { LinkButton } from '../ui/button.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { RequestBadges } from './request-badges.tsx';
import type { RequestPart } from './request-part.ts';
import { budgetText, daysText } from './request-text.ts';

const fieldNames = ['title', 'description', 'category', 'city', 'startsOn', 'endsOn', 'currency', 'budgetMax'] as const;
export const missingFields = ({ missing }: OwnRequestView) => fieldNames.filter((field) => field in missing);

/** One request in the list. The whole sheet leads to it; the way to its messages stands by itself. */
export function RequestLine({ request, locale, t, label }: RequestPart) {
  const { me } = useAccount();
  const ui = useUi();
  const isDraft = request.state === 'DRAFT';
  const missing = missingFields(request);
  const title = request.title || t('line.untitled');
  const about = [
    request.category && label(`category.${request.category}`),
    request.city && label(`city.${request.city}`),
    daysText(locale, request, t),
  ].filter((one) => one !== null);
  const budget = budgetText(locale, request, t);
  return (
    <li className="relative flex flex-col gap-1.5 rounded-lg border border-line bg-raised p-4 transition-shadow hover:shadow-lift sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 className="min-w-0 text-lg">
          <a
            href={`/${locale}/requests/${request.id}/${isDraft ? 'edit/' : ''}`}
            lang={request.locale}
            className={`rounded-sm wrap-anywhere after:absolute after:inset-0 after:rounded-lg ${request.title ? '' : 'text-ink-soft'}`}
          >
            <bdi>{title}</bdi>
          </a>
        </h2>
        <RequestBadges request={request} t={t} />
      </div>
      {about.length > 0 && (
        <p className="dotted text-ink-soft">
          {about.map((one) => (
            <span key={one}>{one}</span>
          ))}
        </p>
      )}
      {budget && <p className="figures text-ink-soft">{budget}</p>}
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <p className="flex flex-wrap gap-x-4 text-sm text-ink-faint">
          {isDraft ? (
            <span>
              {missing.length === 0
                ? t('line.ready')
                : t('line.missing', {
                    fields: formatList(
                      locale,
                      missing.map((field) => t(`field.${field}`)),
                    ),
                  })}
            </span>
          ) : (
            <>
              <span>{t('line.unlocks', { count: request.unlocks })}</span>
              <span className={request.proposals > 0 && request.state === 'OPEN' ? 'font-semibold text-clay-ink' : ''}>
                {t('line.proposals', { count: request.proposals })}
              </span>
              {request.state === 'OPEN' && request.expiresAt && (
                <span>
                  {t('line.until', { date: formatDateTime(locale, new Date(request.expiresAt), me.timeZone, 'date') })}
                </span>
              )}
            </>
          )}
        </p>
        {/* always there, above the link that covers the sheet */}
        <span className="relative z-10">
          <LinkButton
            variant="secondary"
            size="sm"
            icon="message"
            href={`/${locale}/requests/${request.id}/thread/`}
            aria-label={t('messages.of', { title: isolated(title) })}
          >
            {ui.t('nav.messages')}
          </LinkButton>
        </span>
      </div>
    </li>
  );
}
