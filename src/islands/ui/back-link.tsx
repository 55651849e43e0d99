import { Link } from 'react-aria-components';
import { Icon } from './icon.tsx';

/** The way back to the list this thing came from. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-11 items-center gap-1.5 rounded-sm pe-2 text-palm-ink hover:underline"
    >
      <Icon name="back" />
      {children}
    </Link>
  );
}
