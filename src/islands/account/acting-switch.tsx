import { useState } from 'react';
import { createPortal } from 'react-dom';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useQuery } from '@tanstack/react-query';
import { accountsClient, type Mandates } from '../../client/accounts-api.ts';
import { acting, actFor, type Acting } from '../../client/acting.ts';
import type { Locale } from '../../core/locale.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Clipped } from '../ui/clipped.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';

const often = 300_000;
const keptAt = 'mandates';
type Kept = { at: number; found: Mandates };

/** Asked every few minutes at most, not on every page. */
function keptMandates(): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keptAt) ?? 'null') as Kept | null;
    return kept && Date.now() - kept.at < often && Array.isArray(kept.found.items) ? kept : null;
  } catch {
    return null;
  }
}
export function forgetMandates(): void {
  try {
    sessionStorage.removeItem(keptAt);
  } catch {
    // storage may be forbidden; then nothing was kept
  }
}

export async function askMandates(locale: Locale): Promise<Mandates> {
  const found = await accountsClient(locale).listMandates();
  try {
    sessionStorage.setItem(keptAt, JSON.stringify({ at: Date.now(), found } satisfies Kept));
  } catch {
    // as above
  }
  return found;
}

/** Everything on the page was read as somebody else: it begins anew. */
export function switchTo(locale: Locale, account: Acting | null, path = '/dashboard/'): void {
  actFor(account);
  location.assign(`/${locale}${path}`);
}

/** Whose account this tab works in, in the page's header: for whoever may act for somebody, and for nobody else. */
export function ActingSwitch() {
  const { t, locale } = useUi();
  const [place] = useState(() => document.getElementById('acting-switch'));
  const [kept] = useState(keptMandates);
  const [now] = useState(acting);
  const mandates = useQuery({
    queryKey: ['mandates', 'mine'],
    queryFn: () => askMandates(locale),
    ...(kept && { initialData: kept.found, initialDataUpdatedAt: kept.at }),
    staleTime: often,
    retry: false,
  });
  const choices = (mandates.data?.items ?? []).filter(({ counts }) => counts);
  const [invited] = mandates.data?.invitations ?? [];
  return (
    <>
      {place &&
        choices.length > 0 &&
        createPortal(
          <MenuTrigger>
            <Button variant="quiet" size="sm">
              <span className="visually-hidden">{t('acting.label')}: </span>
              <span className="max-w-40">
                <Clipped>{now?.name ?? t('acting.me')}</Clipped>
              </span>
              <Icon name="down" className="size-4" />
            </Button>
            <Popover
              placement="bottom end"
              className="max-h-96 min-w-60 overflow-auto rounded-md border border-line bg-raised p-1.5 shadow-float"
            >
              <Menu
                aria-label={t('acting.label')}
                selectionMode="single"
                selectedKeys={[now?.accountId ?? 'me']}
                className="outline-none"
                onAction={(key) => {
                  const chosen = choices.find(({ accountId }) => accountId === key);
                  switchTo(
                    locale,
                    chosen ? { accountId: chosen.accountId, name: chosen.name, kind: chosen.kind } : null,
                  );
                }}
              >
                {[
                  { id: 'me', name: t('acting.me'), text: '' },
                  ...choices.map(({ accountId, name, kind, under }) => ({
                    id: accountId,
                    name,
                    text: kind === 'seat' ? t('acting.seat') : t('acting.roster', { name: isolated(under.name) }),
                  })),
                ].map(({ id, name, text }) => (
                  <MenuItem
                    key={id}
                    id={id}
                    textValue={name}
                    className="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-sm px-3 py-2 outline-none data-focused:bg-palm-soft data-selected:font-semibold"
                  >
                    {({ isSelected }) => (
                      <>
                        <span>
                          <bdi className="block">{name}</bdi>
                          {text && <span className="block text-sm font-normal text-ink-faint">{text}</span>}
                        </span>
                        {isSelected && <Icon name="check" className="size-5 text-palm-ink" />}
                      </>
                    )}
                  </MenuItem>
                ))}
              </Menu>
            </Popover>
          </MenuTrigger>,
          place,
        )}
      {!now && invited && !location.pathname.includes('/invitation') && (
        <div className="mb-6 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-raised px-5 py-3">
          <p>{t(`acting.invited.${invited.kind}`, { name: isolated(invited.from) })}</p>
          <LinkButton variant="secondary" size="sm" href={`/${locale}/invitation/`}>
            {t('acting.invited.see')}
          </LinkButton>
        </div>
      )}
    </>
  );
}

/** Says on every page for whom one acts, with the way back. */
export function ActingBanner() {
  const { t, locale } = useUi();
  const [now] = useState(acting);
  if (!now) return null;
  return (
    <div
      role="region"
      aria-label={t('acting.label')}
      className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-clay bg-clay-soft px-5 py-3"
    >
      <p className="font-semibold">{t('acting.banner', { name: isolated(now.name) })}</p>
      <Button variant="secondary" size="sm" onPress={() => switchTo(locale, null)}>
        {t('acting.back')}
      </Button>
    </div>
  );
}
