import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { useUi } from './ui-provider.tsx';
import { Icon } from './icon.tsx';

/** What all fields share. `label` is always seen; `hint` says what good input is before anyone gets it wrong. */
export type FieldText = { label: string; hint?: ReactNode; isRequired?: boolean; className?: string };

export const boxClass =
  'w-full min-h-11 rounded-md border border-line-strong bg-raised px-3.5 py-2 text-base leading-snug text-ink placeholder:text-ink-faint transition-colors hover:border-ink-soft data-invalid:border-rose data-disabled:cursor-not-allowed data-disabled:opacity-55';
/** A box that holds several parts: the ring belongs to the box, not to the part. */
export const groupClass = `flex items-center ${boxClass.replace('py-2', 'py-0')} data-focus-within:outline-3 data-focus-within:outline-offset-2 data-focus-within:outline-focus`;

export function FieldLabel({
  children,
  isRequired,
  isHidden = false,
}: {
  children: ReactNode;
  isRequired?: boolean;
  /** where the place already says it, only screen readers are told */
  isHidden?: boolean;
}) {
  const { t } = useUi();
  return (
    <Label className={isHidden ? 'visually-hidden' : 'flex flex-wrap items-baseline gap-x-2 font-semibold'}>
      {children}
      {isRequired === false && <span className="text-sm font-normal text-ink-faint">{t('form.optional')}</span>}
    </Label>
  );
}

/** Below the box: what is wrong (in place of nothing), and the hint, which stays. */
export function FieldFoot({ hint }: { hint?: ReactNode }) {
  const { t } = useUi();
  return (
    <>
      <FieldError className="flex items-start gap-1.5 text-sm font-medium text-rose-ink">
        {({ validationErrors, validationDetails }) => (
          <>
            <Icon name="alert" className="mt-0.5 size-4.5" />
            {/* the browser would say it in its own language, which need not be the page's, and never in Sorani */}
            <span>{validationDetails.valueMissing ? t('field.tooShort') : validationErrors.join(' ')}</span>
          </>
        )}
      </FieldError>
      {hint && (
        <Text slot="description" className="text-sm text-ink-faint">
          {hint}
        </Text>
      )}
    </>
  );
}
