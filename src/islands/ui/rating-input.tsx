import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { FieldFoot } from './field.tsx';
import { Icon } from './icon.tsx';

type RatingInputProps = {
  label: string;
  /** what each number of stars means, from one to five: read out, and shown for the one chosen */
  meanings: readonly [string, string, string, string, string];
  name?: string;
  value: number | null;
  onChange: (stars: number) => void;
};

/** Five stars are five radio buttons: arrow keys move, and each says what it means. */
export function RatingInput({ label, meanings, name, value, onChange }: RatingInputProps) {
  const [over, setOver] = useState(0);
  const shown = over || value || 0;
  return (
    <RadioGroup
      name={name}
      isRequired
      orientation="horizontal"
      value={value === null ? null : String(value)}
      onChange={(stars) => onChange(Number(stars))}
      className="flex flex-col gap-1.5"
    >
      <Label className="font-semibold">{label}</Label>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <div className="flex" onPointerLeave={() => setOver(0)}>
          {meanings.map((meaning, at) => (
            <Radio
              key={meaning}
              value={String(at + 1)}
              aria-label={`${at + 1}: ${meaning}`}
              onHoverStart={() => setOver(at + 1)}
              className={`grid size-11 cursor-pointer place-items-center rounded-md transition-colors data-focus-visible:outline-3 data-focus-visible:outline-focus ${at < shown ? 'text-saffron' : 'text-line-strong/55'}`}
            >
              <Icon name="star" className="size-8" />
            </Radio>
          ))}
        </div>
        <span aria-hidden="true" className="text-ink-soft">
          {meanings[shown - 1] ?? ''}
        </span>
      </div>
      <FieldFoot />
    </RadioGroup>
  );
}

/** A rating somebody gave. */
export function Stars({ value, label, className = 'h-4' }: { value: number; label: string; className?: string }) {
  return (
    <svg viewBox="0 0 5 1" role="img" aria-label={label} className={`stars rtl:-scale-x-100 ${className}`}>
      <rect width={Math.max(0, Math.min(5, value))} height="1" />
    </svg>
  );
}
