import { useState } from 'react';
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components';
import type { Locale } from '../../core/locale.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

export type FacetChoice = { id: string; label: string; count: number };
type FacetProps = {
  locale: Locale;
  title: string;
  choices: readonly FacetChoice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  more: string;
  fewer: string;
};

const shownFirst = 6;

/** Several of many, each with how many it would find; what is chosen stays in sight. */
export function FacetGroup({ locale, title, choices, chosen, onChange, more, fewer }: FacetProps) {
  const [all, setAll] = useState(false);
  if (choices.length === 0) return null;
  const shown = all ? choices : choices.filter(({ id }, at) => at < shownFirst || chosen.includes(id));
  return (
    <CheckboxGroup value={[...chosen]} onChange={onChange} className="flex flex-col gap-0.5">
      <Label className="mb-1 font-semibold">{title}</Label>
      {shown.map(({ id, label, count }) => (
        <Checkbox
          key={id}
          value={id}
          className="group -mx-2 flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 hover:bg-sunk data-focus-visible:outline-3 data-focus-visible:outline-focus"
        >
          <span
            aria-hidden="true"
            className="grid size-5 shrink-0 place-items-center rounded-sm border border-line-strong bg-raised group-data-selected:border-palm group-data-selected:bg-palm group-data-selected:text-on-palm"
          >
            <Icon name="check" className="size-4 opacity-0 group-data-selected:opacity-100" />
          </span>
          <span className="min-w-0 grow group-data-selected:font-semibold">{label}</span>
          <span className="figures text-sm text-ink-faint">{formatNumber(locale, count)}</span>
        </Checkbox>
      ))}
      {choices.length > shownFirst && (
        <Button variant="quiet" size="sm" className="self-start" onPress={() => setAll(!all)}>
          {all ? fewer : more}
        </Button>
      )}
    </CheckboxGroup>
  );
}
