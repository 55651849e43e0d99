import { useContext, useEffect, useRef, useState } from 'react';
import { Button, Group, Input, NumberField as AriaNumberField, NumberFieldStateContext } from 'react-aria-components';
import { currencyExponents, type Money } from '../../core/money.ts';
import { FieldFoot, FieldLabel, groupClass, type FieldText } from './field.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

type NumberProps = FieldText & {
  name?: string;
  value: number | null;
  onChange: (value: number | null) => void;
  minValue?: number;
  maxValue?: number;
  step?: number;
  formatOptions?: Intl.NumberFormatOptions;
  /** stands behind the number: a unit or a currency */
  unit?: string;
  withSteps?: boolean;
  /** A filter that asks the server waits until the number is whole; a form knows of every figure. */
  tells?: 'asTyped' | 'whenDone';
};
const step =
  'grid size-9 shrink-0 cursor-pointer place-items-center rounded-sm text-ink-soft hover:bg-sunk disabled:opacity-30';

/** What stands in the box this moment, told while it is being typed. */
function AsTyped({ isTyping, onType }: { isTyping: boolean; onType: (value: number | null) => void }) {
  const state = useContext(NumberFieldStateContext);
  const text = state?.inputValue ?? '';
  const value = state?.numberValue ?? NaN;
  useEffect(() => {
    if (!isTyping) return;
    if (text === '') onType(null);
    else if (!Number.isNaN(value)) onType(value);
  }, [isTyping, text]);
  return null;
}

/**
 * Takes Latin, Arabic and Sorani digits alike. An empty box is `null`, never zero. React Aria tells of a number when the box
 * is left. That is too late for a form: a press on its button leaves the box first, and whatever the news moves or enables
 * then swallows the press. So the number is told as it is typed, while the box keeps the text as it is until it is left.
 */
export function NumberField({
  label,
  hint,
  unit,
  value,
  onChange,
  withSteps = false,
  isRequired,
  className = '',
  tells = 'asTyped',
  ...rest
}: NumberProps) {
  const { t } = useUi();
  // what the box held when typing began; React Aria would rewrite the text at every other value
  const [held, setHeld] = useState<{ value: number | null } | null>(null);
  // the same, known at once: one press of a key or a button may begin and end it before anything is drawn anew
  const isTyping = useRef(false);
  const done = (next: number | null) => {
    isTyping.current = false;
    setHeld(null);
    onChange(next);
  };
  const begin = () => {
    if (tells === 'whenDone' || isTyping.current) return;
    isTyping.current = true;
    setHeld({ value });
  };
  // React Aria has settled on a number before this is heard, and says nothing when it is the one the box held
  const settle = () => {
    if (isTyping.current && held) done(held.value);
  };
  return (
    <AriaNumberField
      {...rest}
      isRequired={isRequired}
      value={(held ? held.value : value) ?? NaN}
      onChange={(next) => done(Number.isNaN(next) ? null : next)}
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <AsTyped isTyping={held !== null} onType={onChange} />
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
      <div
        className="contents"
        onInput={begin}
        onBlur={settle}
        onKeyDown={({ key }) => {
          if (key === 'Enter') settle();
        }}
      >
        <Group className={`${groupClass} gap-2 ${withSteps ? 'px-1.5' : ''}`}>
          {withSteps && (
            <Button slot="decrement" className={step} aria-label={t('ui.less')}>
              <Icon name="minus" />
            </Button>
          )}
          <Input
            className={`figures w-full min-w-0 grow bg-transparent outline-none ${withSteps ? 'text-center' : ''}`}
          />
          {unit && <span className="shrink-0 text-ink-faint">{unit}</span>}
          {withSteps && (
            <Button slot="increment" className={step} aria-label={t('ui.more')}>
              <Icon name="plus" />
            </Button>
          )}
        </Group>
      </div>
      <FieldFoot hint={hint} />
    </AriaNumberField>
  );
}

type MoneyProps = FieldText & {
  name?: string;
  currency: Money['currency'];
  /** a whole number of the charged unit; people type dinars or dirhams */
  amount: number | null;
  onChange: (amount: number | null) => void;
  unit: string;
  tells?: 'asTyped' | 'whenDone';
};

export function MoneyField({ currency, amount, onChange, ...rest }: MoneyProps) {
  const decimals = currencyExponents[currency];
  const scale = 10 ** decimals;
  return (
    <NumberField
      {...rest}
      value={amount === null ? null : amount / scale}
      onChange={(major) => onChange(major === null ? null : Math.round(major * scale))}
      minValue={0}
      formatOptions={{ maximumFractionDigits: decimals }}
    />
  );
}
