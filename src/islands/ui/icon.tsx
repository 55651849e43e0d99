import { icons, type IconName } from '../../styles/icons.ts';

/** Decoration beside words: never the only thing that says what a control does. */
export function Icon({ name, className = 'size-5' }: { name: IconName; className?: string }) {
  const icon: { strokes: string; fill?: true; mirrors?: true } = icons[name];
  return (
    <svg
      viewBox="0 0 24 24"
      className={`shrink-0 ${className} ${icon.mirrors ? 'rtl:-scale-x-100' : ''}`}
      fill={icon.fill ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={icon.strokes} />
    </svg>
  );
}
