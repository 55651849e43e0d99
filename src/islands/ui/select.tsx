import {
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  type SelectProps as AriaSelectProps,
} from 'react-aria-components';
import { boxClass, FieldFoot, FieldLabel, type FieldText } from './field.tsx';
import { Icon } from './icon.tsx';

export type Choice<Id extends string = string> = { id: Id; label: string; text?: string };
type SelectProps<Id extends string> = FieldText & {
  choices: readonly Choice<Id>[];
  placeholder: string;
  value?: Id | null;
  onChange?: (id: Id) => void;
  isLabelHidden?: boolean;
} & Omit<AriaSelectProps<Choice<Id>>, 'className' | 'children' | 'placeholder' | 'value' | 'onChange' | 'items'>;

export function Select<Id extends string>({
  label,
  hint,
  choices,
  placeholder,
  value,
  onChange,
  className = '',
  isRequired,
  isLabelHidden,
  ...rest
}: SelectProps<Id>) {
  return (
    <AriaSelect
      {...rest}
      isRequired={isRequired}
      placeholder={placeholder}
      value={value}
      onChange={(key) => {
        const chosen = choices.find(({ id }) => id === key);
        if (chosen) onChange?.(chosen.id);
      }}
      className={`group/select flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel isRequired={isRequired} isHidden={isLabelHidden}>
        {label}
      </FieldLabel>
      <Button
        className={`${boxClass} flex cursor-pointer items-center justify-between gap-3 text-start group-data-invalid/select:border-rose`}
      >
        <SelectValue className="truncate data-placeholder:text-ink-faint">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <Icon name="down" className="size-5 text-ink-faint" />
      </Button>
      <FieldFoot hint={hint} />
      <Popover className="min-w-(--trigger-width) rounded-md border border-line bg-raised p-1.5 shadow-float">
        <ListBox items={choices} className="max-h-80 overflow-auto outline-none">
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.label}
              className="flex cursor-pointer items-center justify-between gap-4 rounded-sm px-3 py-2.5 outline-none data-focused:bg-palm-soft data-selected:font-semibold"
            >
              {({ isSelected }) => (
                <>
                  <span>
                    <span dir="auto" className="block">
                      {choice.label}
                    </span>
                    {choice.text && <span className="block text-sm font-normal text-ink-faint">{choice.text}</span>}
                  </span>
                  {isSelected && <Icon name="check" className="size-5 text-palm-ink" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
