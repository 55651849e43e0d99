import type { FeaturedMessages } from '../../i18n/catalogs/featured.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { Icon } from '../ui/icon.tsx';
import { useDesk } from './admin-frame.tsx';
import { runsBackward, type Place } from './shelf.ts';

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
      <div className="grid w-full grid-cols-1 gap-x-4 gap-y-3 sm:w-auto sm:grid-cols-2">
        {(['from', 'until'] as const).map((end) => (
          <div key={end} className="flex items-end gap-1">
            <DatePicker
              label={t(end)}
              about={name}
              openLabel={t('open', { end: t(end), name })}
              className="grow sm:w-48 sm:grow-0"
              value={place[end]}
              onChange={(day) => onChange({ [end]: day })}
            />
            {/* kept in place without a date, so that nothing moves */}
            <IconButton
              icon="close"
              className={place[end] ? '' : 'invisible'}
              label={t('clear', { end: t(end), name })}
              onPress={() => onChange({ [end]: null })}
            />
          </div>
        ))}
        {runsBackward(place) && (
          <p role="alert" className="flex items-start gap-1.5 text-sm font-medium text-rose-ink sm:col-span-2">
            <Icon name="alert" className="mt-0.5 size-4.5" />
            {t('backward')}
          </p>
        )}
      </div>
    </li>
  );
}
