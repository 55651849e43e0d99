import { useEffect, useState, type ReactNode } from 'react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { searchSorts } from '../../features/discovery/search/rules.ts';
import { askedLimits, type Asked } from '../../features/showcase/rules/address.ts';
import { boxClass } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import type { DiscoverPart } from './discover-part.ts';

type LineProps = DiscoverPart & { asked: Asked; ask: (change: Partial<Asked>) => void; children: ReactNode };

/** Words and order, above what is found; beside them whatever else is done with a search. */
export function SearchLine({ asked, ask, t, s, children }: LineProps) {
  const [words, setWords] = useState(asked.q);
  // a saved search, a step back, or a cleared filter brings its own words
  useEffect(() => setWords(asked.q), [asked.q]);
  // a search begins when somebody pauses, not at every letter
  useEffect(() => {
    if (words.trim() === asked.q) return undefined;
    const timer = setTimeout(() => ask({ q: words.trim() }), 350);
    return () => clearTimeout(timer);
    // `ask` is new on every render; the words are what matters
  }, [words]);
  return (
    <search className="flex flex-wrap gap-2">
      <SearchField
        aria-label={s('words')}
        value={words}
        onChange={setWords}
        onSubmit={() => ask({ q: words.trim() })}
        className="group relative min-w-56 grow basis-full sm:basis-64"
      >
        <Icon name="search" className="pointer-events-none absolute inset-y-0 start-3 my-auto size-5 text-ink-faint" />
        <Input
          dir="auto"
          placeholder={s('example')}
          maxLength={askedLimits.words}
          className={`${boxClass} w-full ps-10 pe-10`}
        />
        <AriaButton
          aria-label={t('discover.clear')}
          className="absolute inset-y-0 end-0 grid w-11 cursor-pointer place-items-center text-ink-faint group-data-empty:hidden"
        >
          <Icon name="close" className="size-5" />
        </AriaButton>
      </SearchField>
      <Select
        label={s('sort')}
        isLabelHidden
        placeholder={s('sort')}
        value={asked.sort}
        onChange={(sort) => ask({ sort })}
        choices={searchSorts.map((id) => ({ id, label: s(`sort.${id}`) }))}
        className="min-w-40 grow sm:max-w-52"
      />
      {children}
    </search>
  );
}
