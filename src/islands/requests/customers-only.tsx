import { useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { RequestWords } from './request-part.ts';

/** For who came with another kind of account, with the way to what is theirs. */
export function CustomersOnly({ t }: Pick<RequestWords, 't'>) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const isTalent = me.role === 'talent';
  return (
    <>
      <h1 className="visually-hidden">{t('list.title')}</h1>
      <EmptyState
        title={t('customersOnly.title')}
        action={
          isTalent ? (
            <LinkButton href={`/${locale}/providers/marketplace/`}>{t('customersOnly.board')}</LinkButton>
          ) : (
            <LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>
          )
        }
      >
        {t(isTalent ? 'customersOnly.text' : 'customersOnly.admin')}
      </EmptyState>
    </>
  );
}
