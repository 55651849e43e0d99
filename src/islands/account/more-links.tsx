import { useState } from 'react';
import { createPortal } from 'react-dom';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { useUi } from '../ui/ui-provider.tsx';

/** More ways in the header's menu, for whom they lead somewhere: the page is the same for all. */
export function MoreLinks({ links }: { links: readonly (readonly [path: string, words: keyof CommonMessages])[] }) {
  const { t, locale } = useUi();
  const [place] = useState(() => document.getElementById('more-links'));
  if (!place) return null;
  return createPortal(
    links.map(([path, words]) => (
      <li key={path}>
        <a
          href={`/${locale}${path}`}
          aria-current={location.pathname.startsWith(`/${locale}${path}`) ? 'page' : undefined}
          className="flex min-h-11 items-center rounded-sm px-3 py-2 hover:bg-palm-soft aria-current:font-semibold"
        >
          {t(words)}
        </a>
      </li>
    )),
    place,
  );
}
