import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { registrationClient } from '../../client/registration-api.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useAccount } from './account-frame.tsx';
import { shownProblem } from './problems.ts';
import { useWrite } from './use-write.ts';

/** Where accounts are looked at first: that one waits, or why one was refused and what can be done. Nothing for everybody else. */
export function StandingNote({
  registration,
  leads = false,
  meanwhile = 'waiting.text',
}: {
  registration: Catalog;
  /** shows the way to the details */
  leads?: boolean;
  /** what can be done while one waits, said for the page one is on */
  meanwhile?: 'waiting.text' | 'waiting.profile';
}) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const t = translator(locale, registration);
  const [api] = useState(() => registrationClient(locale));
  const again = useWrite(
    (key, _: null) => api.askApprovalAgain(key),
    (after) => {
      queries.setQueryData(['me'], after);
      notify({ tone: 'good', title: t('refused.asked') });
    },
  );
  const { state, reason } = me.approval;
  if (state === 'approved') return null;
  if (state === 'waiting')
    return (
      <section
        className="rounded-lg border-s-4 border-saffron bg-saffron-soft px-5 py-4 text-saffron-ink"
        role="status"
      >
        <h2 className="text-lg font-semibold">{t('waiting.title')}</h2>
        <p className="mt-1">{t(meanwhile)}</p>
      </section>
    );
  return (
    <section className="rounded-lg border-s-4 border-rose bg-rose-soft px-5 py-4 text-rose-ink">
      <h2 className="text-lg font-semibold">{t('refused.title')}</h2>
      <p className="mt-1">{t('refused.text')}</p>
      {reason && (
        <blockquote className="mt-3 border-s-4 border-rose ps-4 text-ink">
          <p dir="auto" className="prose-text own-words">
            {reason}
          </p>
        </blockquote>
      )}
      {again.isError && <ProblemNote problem={shownProblem(again.error, ui.t)} />}
      <div className="mt-4 flex flex-wrap gap-3">
        {leads && (
          <LinkButton variant="secondary" href={`/${locale}/account/`}>
            {t('account.link')}
          </LinkButton>
        )}
        <Button onPress={() => again.mutate(null)} isPending={again.isPending}>
          {t('refused.again')}
        </Button>
      </div>
    </section>
  );
}
