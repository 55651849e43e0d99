import type { ReactNode } from 'react';
import { Button as AriaButton, Link as AriaLink, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { buttonClass, type ButtonSize, type ButtonVariant } from '../../styles/button.ts';
import type { IconName } from '../../styles/icons.ts';
import { Icon } from './icon.tsx';

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: IconName; className?: string; children?: ReactNode };

/** While `isPending` it keeps its words and its focus, takes no press, and screen readers hear that it is busy. */
export function Button({
  variant,
  size,
  icon,
  className = '',
  children,
  isPending,
  ...rest
}: Look & Omit<AriaButtonProps, 'className' | 'children'>) {
  return (
    <AriaButton {...rest} isPending={isPending} className={`${buttonClass(variant, size)} ${className}`}>
      {isPending ? (
        <span
          aria-hidden="true"
          className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-e-transparent"
        />
      ) : (
        icon && <Icon name={icon} />
      )}
      {children}
    </AriaButton>
  );
}

/** A control that is only a picture: its name is said by `label`. */
export function IconButton({
  icon,
  label,
  className = '',
  ...rest
}: { icon: IconName; label: string; className?: string } & Omit<
  AriaButtonProps,
  'className' | 'children' | 'aria-label'
>) {
  return (
    <AriaButton
      {...rest}
      aria-label={label}
      className={`grid size-11 shrink-0 cursor-pointer place-items-center rounded-full text-ink-soft transition-colors hover:bg-sunk hover:text-ink disabled:cursor-not-allowed disabled:opacity-40 ${className}`}
    >
      <Icon name={icon} />
    </AriaButton>
  );
}

/** Leads somewhere; looks like a button. */
export function LinkButton({
  variant,
  size,
  icon,
  className = '',
  children,
  href,
  ...rest
}: Look & { href: string; target?: '_blank'; rel?: string }) {
  return (
    <AriaLink {...rest} href={href} className={`${buttonClass(variant, size)} ${className}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaLink>
  );
}
