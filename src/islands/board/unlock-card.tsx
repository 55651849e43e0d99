import { useRef, useState } from 'react';
import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { BoardPart } from './board-part.ts';
import { CreditsLine } from './credits-line.tsx';

type UnlockProps = BoardPart & { request: RequestForTalent; onChange: () => Promise<unknown> };
const bought = ['whole', 'contact', 'proposal', 'thread'] as const;

/** What one credit opens, what it costs, and the button. Whatever plan, whoever is entitled may unlock. */
export function UnlockCard({ request, onChange, ...part }: UnlockProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const { card, credits, mayUnlock, whyNotUnlock } = request;
  const [asked, setAsked] = useState(false);
  // a second press in the same moment would be a second call, if a free one: it is not even made
  const under = useRef(false);
  const unlock = useWrite(
    (key, id: string) => calls.unlockRequest(key, id),
    async () => {
      await onChange();
    },
  );
  const spend = () => {
    if (under.current) return;
    under.current = true;
    unlock.mutate(card.id, {
      onSettled: () => {
        under.current = false;
      },
      // what stands in the way may have changed: the purse, the request
      onError: (error) => void (codeOf(error) !== null && onChange()),
    });
  };
  // closed, and no way in any more: the note above says so
  if (!mayUnlock && whyNotUnlock !== 'not_enough_credits' && whyNotUnlock !== 'upgrade_required')
    return whyNotUnlock && whyNotUnlock !== 'request_closed' ? (
      <p className="rounded-md bg-sunk px-4 py-3 text-ink-soft">{t('unlock.not')}</p>
    ) : null;
  return (
    <Card title={t(card.unlock?.status === 'RETURNED' ? 'unlock.again' : 'unlock.title')}>
      <ul className="flex flex-col gap-2">
        {bought.map((what) => (
          <li key={what} className="flex items-start gap-2">
            <Icon name="check" className="mt-0.5 size-5 shrink-0 text-palm-ink" />
            {t(`unlock.shows.${what}`)}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-ink-soft">
        {t(card.visibility === 'transparent' ? 'visibility.transparent' : 'visibility.private')}
      </p>
      <p className="mt-1 text-sm text-ink-soft">{t('unlock.back')}</p>
      <div className="mt-5 flex flex-col gap-4">
        <CreditsLine credits={credits} locale={locale} t={t} />
        {unlock.isError && <ProblemNote problem={shownProblem(unlock.error, ui.t)} />}
        {whyNotUnlock === 'upgrade_required' ? (
          <LinkButton href={`/${locale}/pricing/`} className="self-start">
            {t('upgrade.action')}
          </LinkButton>
        ) : !mayUnlock ? (
          <p>{t('unlock.broke')}</p>
        ) : asked ? (
          <div role="group" aria-label={t('unlock.ask')} className="flex flex-col gap-3 rounded-md bg-palm-soft p-4">
            <p className="font-semibold">{t('unlock.ask')}</p>
            <div className="flex flex-wrap gap-3">
              <Button onPress={spend} isPending={unlock.isPending} autoFocus>
                {t('unlock.confirm')}
              </Button>
              <Button variant="secondary" onPress={() => setAsked(false)} isDisabled={unlock.isPending}>
                {ui.t('action.cancel')}
              </Button>
            </div>
          </div>
        ) : (
          <Button size="lg" className="self-start" onPress={() => setAsked(true)}>
            {t('unlock.button')}
          </Button>
        )}
      </div>
    </Card>
  );
}
