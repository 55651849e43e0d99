import { Button, Group, Input, NumberField as AriaNumberField } from 'react-aria-components';
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
};
const step =
  'grid size-9 shrink-0 cursor-pointer place-items-center rounded-sm text-ink-soft hover:bg-sunk disabled:opacity-30';

/** Takes Latin, Arabic and Sorani digits alike. An empty box is `null`, never zero. */
export function NumberField({
  label,
  hint,
  unit,
  value,
  onChange,
  withSteps = false,
  isRequired,
  className = '',
  ...rest
}: NumberProps) {
  const { t } = useUi();
  return (
    <AriaNumberField
      {...rest}
      isRequired={isRequired}
      value={value ?? NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
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
