import { useEffect, useState } from 'react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import type { Currency } from '../../core/money.ts';
import { boardSorts } from '../../features/requests/schema/requests.ts';
import { boxClass } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import type { BoardPart, Filters } from './board-part.ts';

type SearchLineProps = BoardPart & {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
  currency: Currency;
};

/** Words and order, above what is found. */
export function SearchLine({ filters, onChange, currency, t }: SearchLineProps) {
  const [words, setWords] = useState(filters.q);
  // a saved search, or a cleared filter, brings its own words
  useEffect(() => setWords(filters.q), [filters.q]);
  // a search begins when somebody pauses, not at every letter
  useEffect(() => {
    if (words.trim() === filters.q) return undefined;
    const timer = setTimeout(() => onChange({ q: words.trim() }), 350);
    return () => clearTimeout(timer);
    // `onChange` is new on every render; the words are what matters
  }, [words]);
  return (
    <div className="flex flex-wrap gap-2">
      <SearchField
        aria-label={t('search')}
        value={words}
        onChange={setWords}
        onSubmit={() => onChange({ q: words.trim() })}
        className="group relative min-w-56 grow"
      >
        <Icon name="search" className="pointer-events-none absolute inset-y-0 start-3 my-auto size-5 text-ink-faint" />
        <Input dir="auto" placeholder={t('search')} maxLength={120} className={`${boxClass} w-full ps-10 pe-10`} />
        <AriaButton
          aria-label={t('search.clear')}
          className="absolute inset-y-0 end-0 grid w-11 cursor-pointer place-items-center text-ink-faint group-data-empty:hidden"
        >
          <Icon name="close" className="size-5" />
        </AriaButton>
      </SearchField>
      <Select
        label={t('sort')}
        isLabelHidden
        placeholder={t('sort')}
        value={filters.sort}
        // sums compare within one currency
        onChange={(sort) => onChange({ sort, ...(sort === 'budget' && { currency: filters.currency ?? currency }) })}
        choices={boardSorts.map((id) => ({ id, label: t(`sort.${id}`) }))}
        className="w-full sm:w-52"
      />
    </div>
  );
}
