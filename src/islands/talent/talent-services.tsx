import { formatDuration, formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import type { TalentPart } from './talent-part.ts';
import { UserText } from './user-text.tsx';

/** What can be asked for, and the way there for whoever books. */
export function TalentServices({ talent, locale, label }: TalentPart) {
  const { me } = useAccount();
  if (talent.services.length === 0) return null;
  return (
    <section aria-labelledby="services">
      <h2 id="services" className="text-2xl">
        {label('talent.services')}
      </h2>
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {talent.services.map((service) => (
          <li key={service.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 py-5">
            <div className="min-w-56 grow basis-0">
              <UserText text={service.title} locale={locale} as="h3" className="text-lg font-semibold" />
              <UserText text={service.description} locale={locale} as="p" className="mt-1 text-ink-soft" />
              <p className="mt-1 text-sm text-ink-faint">
                {formatDuration(locale, service.durationMinutes)} · {label(`talent.place.${service.place}`)}
              </p>
            </div>
            <div className="flex flex-col items-start gap-3 sm:items-end">
              <p className="figures text-lg font-semibold">{formatMoney(locale, service.price)}</p>
              {me.role === 'customer' && talent.published && (
                <LinkButton href={`/${locale}/book/${service.id}/`}>{label('talent.book')}</LinkButton>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
