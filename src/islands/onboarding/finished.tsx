import type { MeView } from '../../features/identity/schema.ts';
import type { AccountKind } from '../../features/identity/rules.ts';
import { planWish } from '../../features/registration/rules/questions.ts';
import type { OnboardingMessages } from '../../i18n/catalogs/onboarding.ts';
import type { Translate } from '../../i18n/translate.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

type Props = { kind: AccountKind; me: MeView; onward: string; t: Translate<OnboardingMessages> };

/** Is there something to say before one goes on? Nobody is kept for nothing. */
export const hasAfterword = (kind: AccountKind, me: MeView): boolean =>
  me.approval.state === 'waiting' || planWish(kind) !== null;

/** Through: what waits, and what one may want to buy, now or later. */
export function Finished({ kind, me, onward, t }: Props) {
  const wish = planWish(kind);
  const waiting = me.approval.state === 'waiting';
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <h1 className="text-3xl" tabIndex={-1} ref={(head) => head?.focus()}>
        {t(waiting ? 'done.waiting.title' : 'done.title')}
      </h1>
      <Card as="div">
        <p className="text-lg">
          {waiting ? t('done.waiting.text') : wish ? t(`done.plan.${wish}`) : t('already.text')}
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          {!waiting && wish ? (
            <>
              <LinkButton size="lg" href={`/${me.locale}/buy/?product=${wish}`}>
                {t('done.plan.see')}
              </LinkButton>
              <LinkButton size="lg" variant="secondary" href={onward}>
                {t('done.later')}
              </LinkButton>
            </>
          ) : (
            <LinkButton size="lg" href={onward}>
              {t('done.go')}
            </LinkButton>
          )}
        </div>
      </Card>
    </div>
  );
}
