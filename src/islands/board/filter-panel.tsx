import { useEffect, useState } from 'react';
import { parseDate, type CalendarDate } from '@internationalized/date';
import { currencies, type Currency } from '../../core/money.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cityIds } from '../../features/discovery/places.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { narrowedBy, noFilters, type BoardPart, type Filters } from './board-part.ts';

type FilterProps = BoardPart & {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  currency: Currency;
};

/** What the board is narrowed by: beside the list on a desk, folded above it on a phone. */
export function FilterPanel(props: FilterProps) {
  const { filters, onChange, locale, t } = props;
  const [open, setOpen] = useState(false);
  const count = narrowedBy(filters);
  return (
    <Card as="section" className="flex flex-col gap-4">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-xl">{t('filters')}</h2>
        <div className="flex gap-2">
          {count > 0 && (
            <Button variant="quiet" size="sm" onPress={() => onChange({ ...noFilters, sort: filters.sort })}>
              {t('filters.clear')}
            </Button>
          )}
          <Button
            variant="secondary"
            size="sm"
            className="lg:hidden"
            aria-expanded={open}
            aria-controls="board-filters"
            onPress={() => setOpen(!open)}
          >
            {t(open ? 'filters.hide' : 'filters.show')}
            {!open && count > 0 && <span className="figures">({formatNumber(locale, count)})</span>}
          </Button>
        </div>
      </div>
      <div id="board-filters" className={`flex flex-col gap-4 ${open ? '' : 'max-lg:hidden'}`}>
        <Fields {...props} />
      </div>
    </Card>
  );
}

type Any = 'any';
const anyOr = <Id extends string>(id: Id | Any): Id | null => (id === 'any' ? null : id);

function Fields({ filters, onChange, currency, t, label }: FilterProps) {
  const any = { id: 'any', label: t('any') } as const;
  const day = (text: string | null) => (text ? parseDate(text) : null);
  const said = (date: CalendarDate | null) => date?.toString() ?? null;
  return (
    <>
      <Select<(typeof categoryIds)[number] | Any>
        label={t('category')}
        placeholder={t('any')}
        value={filters.category ?? 'any'}
        onChange={(id) => onChange({ category: anyOr(id) })}
        choices={[any, ...categoryIds.map((id) => ({ id, label: label(`category.${id}`) }))]}
      />
      <Select<(typeof cityIds)[number] | Any>
        label={t('city')}
        placeholder={t('any')}
        value={filters.city ?? 'any'}
        onChange={(id) => onChange({ city: anyOr(id) })}
        choices={[any, ...cityIds.map((id) => ({ id, label: label(`city.${id}`) }))]}
      />
      <Select<Currency | Any>
        label={t('currency')}
        placeholder={t('any')}
        value={filters.currency ?? 'any'}
        onChange={(id) => onChange({ currency: anyOr(id), budgetFrom: null })}
        choices={[any, ...currencies.map((id) => ({ id, label: t(`currency.name.${id}`) }))]}
      />
      <BudgetField filters={filters} onChange={onChange} currency={currency} t={t} />
      <DatePicker
        label={t('from')}
        openLabel={t('calendar')}
        value={day(filters.startsFrom)}
        onChange={(date) => onChange({ startsFrom: said(date) })}
      />
      <DatePicker
        label={t('until')}
        openLabel={t('calendar')}
        value={day(filters.startsUntil)}
        onChange={(date) => onChange({ startsUntil: said(date) })}
      />
      <div className="flex flex-col gap-1">
        <Switch label={t('onlyChecked')} isOn={filters.checked} onChange={(checked) => onChange({ checked })} />
        <Switch label={t('onlyMine')} isOn={filters.unlocked} onChange={(unlocked) => onChange({ unlocked })} />
      </div>
    </>
  );
}

/** A number is taken when its box is left: half of one would find other things. */
function BudgetField({ filters, onChange, currency, t }: Omit<FilterProps, 'calls' | 'locale' | 'label'>) {
  const [amount, setAmount] = useState(filters.budgetFrom);
  useEffect(() => setAmount(filters.budgetFrom), [filters.budgetFrom]);
  const asked = filters.currency ?? currency;
  return (
    <MoneyField
      label={t('budgetFrom')}
      tells="whenDone"
      currency={asked}
      unit={t(`currency.${asked}`)}
      amount={amount}
      onChange={(next) => {
        setAmount(next);
        onChange({ budgetFrom: next || null, currency: next ? asked : filters.currency });
      }}
    />
  );
}
