import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useUi } from '../ui/ui-provider.tsx';

/** The way to one's lists in the page's header: it is there for customers alone, and the page is the same for all. */
export function ListsLink() {
  const { t, locale } = useUi();
  const [place] = useState(() => document.getElementById('lists-link'));
  if (!place) return null;
  const href = `/${locale}/collections/`;
  return createPortal(
    <a
      href={href}
      aria-current={location.pathname.startsWith(href) ? 'page' : undefined}
      className="inline-block rounded-sm px-1.5 py-1 decoration-clay decoration-2 underline-offset-8 hover:underline aria-current:underline"
    >
      {t('nav.lists')}
    </a>,
    place,
  );
}
