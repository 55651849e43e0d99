export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'md' | 'sm' | 'lg';

/* A button is a pressed tile: a darker lower edge, which is gone while a finger is on it. */
const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-palm text-on-palm tile hover:bg-palm-deep active:shadow-flat data-pressed:shadow-flat',
  secondary:
    'border border-line-strong bg-raised text-ink tile-pale hover:border-ink-soft active:shadow-flat data-pressed:shadow-flat',
  // its words stand near the edge of what is above and below them, whatever room the finger has
  quiet: '-mx-2.5 text-palm-ink hover:bg-palm-soft data-pressed:bg-palm-soft',
  danger: 'bg-rose text-on-rose tile hover:bg-rose-deep active:shadow-flat data-pressed:shadow-flat',
};
const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: 'min-h-9 px-3.5 py-1 text-sm',
  md: 'min-h-11 px-5 py-2 text-base leading-snug',
  lg: 'min-h-13 px-7 py-3 text-lg',
};

/** One look for links that act as buttons on static pages and for the buttons of islands. */
export const buttonClass = (variant: ButtonVariant = 'primary', size: ButtonSize = 'md'): string =>
  `inline-flex items-center justify-center gap-2 rounded-md text-center font-semibold no-underline transition-colors cursor-pointer disabled:cursor-not-allowed disabled:opacity-50 data-pending:cursor-progress ${variants[variant]} ${sizes[size]}`;
