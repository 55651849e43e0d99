import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useUi } from '../ui/ui-provider.tsx';

/** The way to the casting board in the page's header: it is there for talents alone, and the page is the same for all. */
export function BoardLink() {
  const { t, locale } = useUi();
  const [place] = useState(() => document.getElementById('board-link'));
  useEffect(() => {
    // a customer's requests; a talent would only be led from there to the board
    document.getElementById('requests-link')?.setAttribute('hidden', '');
  }, []);
  if (!place) return null;
  const href = `/${locale}/providers/marketplace/`;
  return createPortal(
    <a
      href={href}
      aria-current={location.pathname.startsWith(href) ? 'page' : undefined}
      className="inline-block rounded-sm px-1.5 py-1 decoration-clay decoration-2 underline-offset-8 hover:underline aria-current:underline"
    >
      {t('nav.board')}
    </a>,
    place,
  );
}
