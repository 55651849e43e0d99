import type { Board } from '../../client/board-api.ts';
import { formatNumber } from '../../i18n/format.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { BoardPart } from './board-part.ts';

/** What is left in the purse, and the way to more. */
export function CreditsLine({ credits, locale, t }: Pick<BoardPart, 'locale' | 't'> & Pick<Board, 'credits'>) {
  const left = credits.monthly + credits.bought;
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-4 py-2.5 ${left === 0 ? 'border-saffron bg-saffron-soft' : 'border-line bg-raised'}`}
    >
      <Icon name="wallet" className="size-5 text-ink-soft" />
      <p className="min-w-0 grow">
        <span className="figures font-semibold">{t('credits.left', { count: left })}</span>
        {credits.monthly > 0 && credits.bought > 0 && (
          <span className="figures text-sm text-ink-soft">
            {' · '}
            {t('credits.parts', {
              monthly: formatNumber(locale, credits.monthly),
              bought: formatNumber(locale, credits.bought),
            })}
          </span>
        )}
      </p>
      <LinkButton variant={left === 0 ? 'primary' : 'quiet'} size="sm" href={`/${locale}/buy/?product=credits`}>
        {t('credits.buy')}
      </LinkButton>
    </div>
  );
}
