import { useState } from 'react';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type ProfilePart } from './profile-part.ts';
import { useUnsaved } from './unsaved.tsx';

/** Is the page public, what is missing before it can be, and the way in both directions. */
export function PublishCard({ profile, locale, t, s }: ProfilePart) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const unsaved = useUnsaved().size;
  const [asks, setAsks] = useState(false);
  const isForAll = profile.seenBy === 'everyone';
  const write = useWrite(
    (key, to: 'public' | 'hidden') => (to === 'public' ? api.publishProfile(key) : api.unpublishProfile(key)),
    (after, to) => {
      keep(after);
      setAsks(false);
      notify({ tone: 'good', title: to === 'public' && !isForAll ? s('status.didMembers') : t(`profile.did.${to}`) });
    },
  );
  return (
    <Card
      title={t('profile.page')}
      aside={
        <Badge tone={profile.published ? 'good' : 'neutral'}>
          {profile.published && !isForAll
            ? s('status.members')
            : t(profile.published ? 'profile.public' : 'profile.hidden')}
        </Badge>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-ink-soft">
          {profile.published && !isForAll
            ? s('status.membersText')
            : t(profile.published ? 'profile.publicText' : 'profile.hiddenText')}
        </p>
        {unsaved > 0 && (
          <p className="flex items-start gap-2 text-sm text-saffron-ink">
            <Icon name="alert" className="mt-0.5 size-4.5" />
            {s('unsaved.count', { count: unsaved })}
          </p>
        )}
        {profile.missing.length > 0 && (
          <div>
            <p className="font-semibold">{t('profile.missing')}</p>
            <ul className="mt-1 flex flex-col gap-1">
              {profile.missing.map((gap) => (
                <li key={gap} className="flex items-center gap-2 text-ink-soft">
                  <Icon name="plus" className="size-4 text-clay-ink" />
                  {t(`profile.missing.${gap}`)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {write.isError && !asks && <ProblemNote problem={shownProblem(write.error, ui.t)} />}
        <div className="flex flex-wrap gap-3">
          <LinkButton variant="secondary" icon="eye" href={`/${locale}/talent/${profile.slug}/?as=visitor`}>
            {s('preview')}
          </LinkButton>
          {profile.published ? (
            <>
              {isForAll && (
                <LinkButton variant="secondary" icon="globe" href={`/${locale}/talents/${profile.slug}/`}>
                  {t('dashboard.page.see')}
                </LinkButton>
              )}
              <Button variant="quiet" onPress={() => setAsks(true)}>
                {t('profile.unpublish')}
              </Button>
            </>
          ) : (
            <Button
              icon="globe"
              onPress={() => write.mutate('public')}
              isPending={write.isPending}
              isDisabled={profile.missing.length > 0}
            >
              {isForAll ? t('profile.publish') : s('status.publishMembers')}
            </Button>
          )}
        </div>
      </div>
      <ConfirmDialog
        title={t('profile.unpublish.ask')}
        isOpen={asks}
        onClose={() => setAsks(false)}
        onConfirm={() => write.mutate('hidden')}
        confirmLabel={t('profile.unpublish')}
        cancelLabel={ui.t('action.cancel')}
        isPending={write.isPending}
        isDangerous
      >
        <p>{t('profile.unpublish.text')}</p>
        {write.isError && <ProblemNote problem={shownProblem(write.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}
