import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

export type Option<Id extends string> = { id: Id; label: string; text?: ReactNode };

/** A few ways to have it, side by side, each with what it means. */
export function OptionCards<Id extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly Option<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  return (
    <RadioGroup
      value={value}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen) onChange(chosen.id);
      }}
      className="flex flex-col gap-2"
    >
      <Label className="font-semibold">{label}</Label>
      <div className="grid gap-3 sm:auto-cols-fr sm:grid-flow-col">
        {options.map(({ id, label: name, text }) => (
          <Radio
            key={id}
            value={id}
            className="cursor-pointer rounded-lg border-2 border-line bg-raised p-4 transition-colors hover:border-line-strong data-selected:border-palm data-selected:bg-palm-soft data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
          >
            <span className="block font-semibold">{name}</span>
            {text && <span className="block text-sm text-ink-soft">{text}</span>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
