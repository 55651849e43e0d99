import type { FeaturedMessages } from '../../i18n/catalogs/featured.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { boxClass } from '../ui/field.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { useDesk } from './admin-frame.tsx';
import type { Place } from './shelf.ts';

type ShelfPlaceProps = {
  place: Place;
  number: number;
  isFirst: boolean;
  isLast: boolean;
  featured: FeaturedMessages;
  labels: Catalog;
  onMove: (by: -1 | 1) => void;
  onTake: () => void;
  onChange: (next: Partial<Pick<Place, 'from' | 'until'>>) => void;
};
const tones = { shown: 'good', waiting: 'neutral', soon: 'info', over: 'neutral', hidden: 'waiting' } as const;

/** One person on a shelf: moved by buttons, so that a keyboard does all a mouse does. */
export function ShelfPlace(props: ShelfPlaceProps) {
  const { place, number, isFirst, isLast, featured, labels, onMove, onTake, onChange } = props;
  const { locale } = useDesk();
  const t = translator(locale, featured);
  const { talent, state } = place;
  const name = talent.displayName;
  const facts = [
    translateIfKnown(labels, `category.${talent.category}`, talent.category),
    translateIfKnown(labels, `city.${talent.city}`, talent.city),
  ].join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-raised p-3">
      <span className="figures w-6 text-center text-ink-faint" aria-hidden="true">
        {number}
      </span>
      <Avatar name={name} src={talent.avatar?.url ?? null} shape="circle" className="w-12" />
      <div className="min-w-40 grow">
        <p className="font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-ink-soft">{facts}</p>
      </div>
      {state && <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>}
      <div className="grid grid-cols-[auto_auto] items-center gap-2 text-sm text-ink-soft sm:flex sm:flex-wrap">
        {(['from', 'until'] as const).map((end) => (
          <label key={end} className="contents sm:flex sm:items-center sm:gap-2">
            {t(end)}
            <input
              type="date"
              className={`${boxClass} w-40`}
              aria-label={`${t(end)}: ${name}`}
              value={place[end]}
              min={end === 'until' ? place.from || undefined : undefined}
              onChange={(event) => onChange({ [end]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <div className="flex">
        <IconButton
          icon="down"
          className="rotate-180"
          label={t('up', { name })}
          isDisabled={isFirst}
          onPress={() => onMove(-1)}
        />
        <IconButton icon="down" label={t('down', { name })} isDisabled={isLast} onPress={() => onMove(1)} />
        <IconButton icon="close" label={t('take', { name })} onPress={onTake} />
      </div>
    </li>
  );
}
