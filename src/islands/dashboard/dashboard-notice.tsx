import { useState } from 'react';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';

const known = ['not_your_request'] as const;

/** Why somebody was led here. Read once: a reload, or a link passed on, does not say it again. */
export function DashboardNotice({ requests }: { requests: Catalog }) {
  const { locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, requests);
  const [notice, setNotice] = useState(() => {
    const found = known.find((one) => one === new URLSearchParams(location.search).get('notice')) ?? null;
    if (found) history.replaceState(null, '', location.pathname);
    return found;
  });
  if (!notice) return null;
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg bg-river-soft p-4 text-river-ink">
      <Icon name="info" className="mt-0.5 size-5 shrink-0" />
      <p className="grow">{t(`notice.${notice}`)}</p>
      <IconButton icon="close" label={ui.t('action.close')} onPress={() => setNotice(null)} className="-me-2 -my-2" />
    </div>
  );
}
