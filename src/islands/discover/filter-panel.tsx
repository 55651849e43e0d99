import { useEffect, useState } from 'react';
import { parseDate, type CalendarDate } from '@internationalized/date';
import type { SearchAnswer } from '../../client/collections-api.ts';
import { currencies, type Currency } from '../../core/money.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { ratingSteps, type RatingStep } from '../../features/discovery/search/rules.ts';
import { castingLimits } from '../../features/profiles/rules/casting.ts';
import { askedLimits, choices, withoutChoices, type Asked } from '../../features/showcase/rules/address.ts';
import { translateIfKnown } from '../../i18n/translate.ts';
import { Button } from '../ui/button.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { DiscoverPart } from './discover-part.ts';
import { FacetGroup } from './facet-group.tsx';

type FilterProps = DiscoverPart & {
  asked: Asked;
  ask: (change: Partial<Asked>) => void;
  facets: SearchAnswer['facets'] | undefined;
};

type Any = 'any';

/** What the search is narrowed by: trades, places and languages with how many each would find, then price, day and casting. */
export function FilterPanel(props: FilterProps) {
  const { asked, ask, facets, locale, t, s, labels } = props;
  const facet = (name: 'category' | 'city' | 'language', ids?: readonly string[]) =>
    (facets?.[name] ?? [])
      .filter(({ id, count }) => (ids === undefined || ids.includes(id)) && (count > 0 || isChosen(asked[name], id)))
      .map(({ id, count }) => ({ id, count, label: translateIfKnown(labels, `${name}.${id}`, id) }));
  const group = { locale, more: t('discover.moreChoices'), fewer: t('discover.fewerChoices') };
  return (
    <div className="flex flex-col gap-6">
      {choices(asked).length > 0 && (
        <Button variant="quiet" size="sm" className="-mb-3 self-start" onPress={() => ask(withoutChoices(asked))}>
          {s('removeAll')}
        </Button>
      )}
      <FacetGroup
        {...group}
        title={s('filter.category')}
        choices={facet('category')}
        chosen={asked.category}
        onChange={(chosen) => ask({ category: categoryIds.filter((id) => chosen.includes(id)).toSorted() })}
      />
      <FacetGroup
        {...group}
        title={s('filter.city')}
        choices={facet('city')}
        chosen={asked.city}
        onChange={(chosen) => ask({ city: cityIds.filter((id) => chosen.includes(id)).toSorted() })}
      />
      <Select<RatingStep | Any>
        label={s('filter.rating')}
        placeholder={t('discover.any')}
        value={asked.rating ?? 'any'}
        onChange={(id) => ask({ rating: id === 'any' ? null : id })}
        choices={[
          { id: 'any', label: t('discover.any') } as const,
          ...ratingSteps.map((id) => ({ id, label: s('ratingFrom', { rating: Number(id) }) })),
        ]}
      />
      <PriceFields {...props} />
      <DatePicker
        label={s('filter.free')}
        openLabel={t('discover.calendar')}
        value={asked.free === null ? null : parseDate(asked.free)}
        onChange={(day: CalendarDate | null) => ask({ free: askable(day) })}
      />
      <FacetGroup
        {...group}
        title={s('filter.language')}
        choices={facet('language')}
        chosen={asked.language}
        onChange={(language) => ask({ language: language.toSorted() })}
      />
      <CastingFields {...props} />
    </div>
  );
}

const isChosen = (chosen: readonly string[], id: string) => chosen.includes(id);

/** Nobody is free in the past, or further ahead than calendars go. */
function askable(day: CalendarDate | null): string | null {
  if (day === null) return null;
  const said = day.toString();
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return said < at(0) || said > at(askedLimits.daysAhead) ? null : said;
}

/** A number is taken when its box is left: half of one would find other people. */
function Whole({
  label,
  value,
  onDone,
  least = 0,
  most,
}: {
  label: string;
  value: number | null;
  onDone: (value: number | null) => void;
  least?: number;
  most: number;
}) {
  const [said, setSaid] = useState(value);
  useEffect(() => setSaid(value), [value]);
  return (
    <NumberField
      label={label}
      tells="whenDone"
      value={said}
      onChange={(next) => {
        setSaid(next);
        onDone(next);
      }}
      minValue={least}
      maxValue={most}
      className="min-w-0 grow basis-0"
    />
  );
}

function PriceFields({ asked, ask, s }: FilterProps) {
  // the currency somebody chose before they said a price
  const [currency, setCurrency] = useState<Currency>(asked.currency ?? 'IQD');
  const money = asked.currency ?? currency;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-semibold">{s('filter.price')}</legend>
      <Select<Currency>
        label={s('currency')}
        isLabelHidden
        placeholder={s('currency')}
        value={money}
        onChange={(id) => {
          setCurrency(id);
          if (asked.currency !== null) ask({ currency: id });
        }}
        choices={currencies.map((id) => ({ id, label: s(`currency.${id}`) }))}
      />
      <div className="flex gap-3">
        <Whole
          label={s('from')}
          value={asked.priceMin}
          most={askedLimits.price}
          onDone={(priceMin) => ask({ priceMin, currency: money })}
        />
        <Whole
          label={s('to')}
          value={asked.priceMax}
          most={askedLimits.price}
          onDone={(priceMax) => ask({ priceMax, currency: money })}
        />
      </div>
    </fieldset>
  );
}

function CastingFields({ asked, ask, t, s }: FilterProps) {
  const { age, height } = castingLimits;
  const [skill, setSkill] = useState('');
  const add = () => {
    const said = skill.trim();
    if (said !== '' && !asked.skill.includes(said)) ask({ skill: [...asked.skill, said].toSorted() });
    setSkill('');
  };
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-5">
      <legend className="visually-hidden">{s('filter.look')}</legend>
      <Whole
        label={s('age')}
        value={asked.age}
        least={age.least}
        most={age.most}
        onDone={(value) => ask({ age: value })}
      />
      <p className="-mb-1 font-semibold">{s('filter.height')}</p>
      <div className="flex gap-3">
        <Whole
          label={s('from')}
          value={asked.heightMin}
          least={height.least}
          most={height.most}
          onDone={(heightMin) => ask({ heightMin })}
        />
        <Whole
          label={s('to')}
          value={asked.heightMax}
          least={height.least}
          most={height.most}
          onDone={(heightMax) => ask({ heightMax })}
        />
      </div>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={s('skill.add')}
          value={skill}
          onChange={setSkill}
          maxLength={askedLimits.word}
          className="min-w-0 grow"
        />
        <Button type="submit" variant="secondary" className="shrink-0 whitespace-nowrap">
          {t('discover.skill.add')}
        </Button>
      </form>
    </fieldset>
  );
}

/** The same on a phone: a sheet over the results, which go on changing behind it. */
export function FilterDrawer({ count, total, ...props }: FilterProps & { count: number; total: number | undefined }) {
  const { s, t } = props;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="secondary" className="grow lg:hidden" onPress={() => setOpen(true)}>
        {count > 0 ? s('filtersChosen', { count }) : s('filters')}
      </Button>
      <Dialog title={s('filters')} isOpen={open} onClose={() => setOpen(false)}>
        <FilterPanel {...props} />
        <div className="sticky -bottom-6 -mx-6 -mb-6 border-t border-line bg-raised p-4 sm:-bottom-8 sm:-mx-8 sm:-mb-8">
          <Button className="w-full" onPress={() => setOpen(false)}>
            {total === undefined ? s('show') : t('discover.apply', { count: total })}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
