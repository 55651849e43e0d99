import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { accountsClient, type AccountsClient, type Invitation } from '../../client/accounts-api.ts';
import { acting } from '../../client/acting.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { TeamMessages } from '../../i18n/catalogs/team.ts';
import { translator, type Translate } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { forgetMandates, switchTo } from '../account/acting-switch.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { moment } from '../team/team-part.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';

/** Where the mailed link leads: who invites, to what, and yes or no. Whoever is new here need not choose a kind of account for a seat. */
export function InvitationScreen({
  locale,
  common,
  team,
}: {
  locale: Locale;
  common: CommonMessages;
  team: TeamMessages;
}) {
  return (
    <AccountFrame locale={locale} common={common} welcomesNewcomers>
      <Invitations team={team} />
    </AccountFrame>
  );
}

function Invitations({ team }: { team: TeamMessages }) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, team);
  const [calls] = useState(() => accountsClient(locale));
  const [token] = useState(() => new URLSearchParams(location.search).get('token'));
  const found = useQuery({
    queryKey: ['mandates', 'invitation', token],
    queryFn: () => calls.listMandates(token ? { token } : {}),
    enabled: acting() === null,
  });
  if (acting())
    return (
      <>
        <h1 className="text-3xl">{t('invitation.title')}</h1>
        <EmptyState
          title={t('ownOnly')}
          action={
            <Button onPress={() => switchTo(locale, null, `/invitation/${location.search}`)}>
              {ui.t('acting.back')}
            </Button>
          }
        >
          {t('invitation.ownOnly')}
        </EmptyState>
      </>
    );
  if (found.isPending) return <SkeletonCards />;
  const unreadable = codeOf(found.error) === 'invalid';
  if (!found.data && !unreadable)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const all = found.data?.invitations ?? [];
  const shown = token ? all.filter(({ byLink }) => byLink) : all;
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <h1 className="text-3xl">{t('invitation.title')}</h1>
      {shown.length === 0 && (
        <EmptyState
          title={t('invitation.none')}
          action={
            <LinkButton href={`/${locale}/${me.onboarded ? 'dashboard' : 'onboarding'}/`}>
              {ui.t('nav.dashboard')}
            </LinkButton>
          }
        >
          {t('invitation.none.text')}
        </EmptyState>
      )}
      {shown.map((invitation) => (
        <OneInvitation key={invitation.id} {...{ calls, t, invitation, token }} />
      ))}
    </div>
  );
}

function OneInvitation({
  calls,
  t,
  invitation,
  token,
}: {
  calls: AccountsClient;
  t: Translate<TeamMessages>;
  invitation: Invitation;
  token: string | null;
}) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const [declined, setDeclined] = useState(false);
  const { kind } = invitation;
  const name = isolated(invitation.from);
  const answer = token ? { token } : { invitationId: invitation.id };
  const accept = useWrite(
    (key, body: typeof answer) => calls.accept(key, body),
    ({ items }) => {
      forgetMandates();
      const seat = kind === 'seat' && items.find(({ counts, under }) => counts && under.name === invitation.from);
      if (seat) switchTo(locale, { accountId: seat.accountId, name: seat.name, kind: seat.kind });
      else location.assign(`/${locale}/team/`);
    },
  );
  const decline = useWrite(
    (key, body: typeof answer) => calls.decline(key, body),
    () => {
      forgetMandates();
      setDeclined(true);
    },
  );
  if (declined)
    return (
      <Card>
        <p role="status" className="mb-4">
          {t('invitation.declined', { name })}
        </p>
        <LinkButton variant="secondary" href={`/${locale}/${me.onboarded ? 'dashboard' : 'onboarding'}/`}>
          {ui.t('nav.dashboard')}
        </LinkButton>
      </Card>
    );
  const problem = accept.error ?? decline.error;
  const needsTalent = kind === 'roster' && !me.onboarded;
  return (
    <Card title={t(`invitation.${kind}`, { name })}>
      <p className="mb-3">{t(`invitation.${kind}.text`, { name })}</p>
      <p className="mb-5 text-sm text-ink-soft">
        {t('invitation.as')} <MailAddress address={me.email} />
        <span className="block">{t('until', { at: moment(locale, invitation.expiresAt) })}</span>
      </p>
      {problem && <ProblemNote problem={shownProblem(problem, ui.t)} />}
      <div className="mt-4 flex flex-wrap gap-3">
        {needsTalent ? (
          <LinkButton href={`/${locale}/onboarding/?return=${encodeURIComponent(location.pathname + location.search)}`}>
            {t('invitation.onboard')}
          </LinkButton>
        ) : (
          <Button isPending={accept.isPending} isDisabled={decline.isPending} onPress={() => accept.mutate(answer)}>
            {t('invitation.accept')}
          </Button>
        )}
        <Button
          variant="secondary"
          isPending={decline.isPending}
          isDisabled={accept.isPending}
          onPress={() => decline.mutate(answer)}
        >
          {t('invitation.decline')}
        </Button>
      </div>
    </Card>
  );
}
