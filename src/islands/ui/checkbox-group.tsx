import { Checkbox, CheckboxGroup as AriaCheckboxGroup, Label } from 'react-aria-components';
import { FieldFoot, type FieldText } from './field.tsx';
import type { Choice } from './select.tsx';
import { Icon } from './icon.tsx';

type Props<Id extends string> = FieldText & {
  name?: string;
  choices: readonly Choice<Id>[];
  value: readonly Id[];
  onChange: (chosen: Id[]) => void;
};

/** Several of a few, as chips that can be pressed in. */
export function CheckboxGroup<Id extends string>({
  label,
  hint,
  name,
  choices,
  value,
  onChange,
  className = '',
}: Props<Id>) {
  return (
    <AriaCheckboxGroup
      name={name}
      value={[...value]}
      onChange={(chosen) => onChange(choices.map(({ id }) => id).filter((id) => chosen.includes(id)))}
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <Label className="font-semibold">{label}</Label>
      <div className="flex flex-wrap gap-2">
        {choices.map((choice) => (
          <Checkbox
            key={choice.id}
            value={choice.id}
            className="flex min-h-11 cursor-pointer items-center gap-2 rounded-full border border-line-strong bg-raised px-4 transition-colors hover:border-palm data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus data-selected:border-palm data-selected:bg-palm-soft data-selected:font-semibold"
          >
            {({ isSelected }) => (
              <>
                {isSelected && <Icon name="check" className="size-4 text-palm-ink" />}
                {choice.label}
              </>
            )}
          </Checkbox>
        ))}
      </div>
      <FieldFoot hint={hint} />
    </AriaCheckboxGroup>
  );
}
