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
          <li key={service.id} className="grid gap-x-8 gap-y-3 py-5 sm:grid-cols-[1fr_auto]">
            <div>
              <h3 className="text-lg font-semibold">
                <UserText text={service.title} locale={locale} />
              </h3>
              <UserText text={service.description} locale={locale} as="p" className="own-words mt-1 text-ink-soft" />
              <p className="mt-1 text-sm text-ink-faint">
                {formatDuration(locale, service.durationMinutes)} · {label(`talent.place.${service.place}`)}
              </p>
            </div>
            <div className="flex flex-wrap items-center gap-3 sm:flex-col sm:items-end">
              <p className="figures me-auto text-lg font-semibold">{formatMoney(locale, service.price)}</p>
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
