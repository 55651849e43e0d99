import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ThreadView } from '../../client/messages-api.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton, LinkButton } from '../ui/button.tsx';
import { Clipped } from '../ui/clipped.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Menu, type MenuEntry } from '../ui/menu.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { threadKey, titleOf, type InboxPart } from './inbox-part.ts';
import { ReportDialog } from './report-dialog.tsx';

type Deed = 'archive' | 'unarchive' | 'unread' | 'spam' | 'notSpam' | 'delete' | 'block';
type HeaderProps = InboxPart & { view: ThreadView; onClose: () => void };

/** Who it is with and about what, what waits for an answer, and what is done seldom. */
export function ThreadHeader({ view, onClose, ...part }: HeaderProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'delete' | 'block' | null>(null);
  const [reporting, setReporting] = useState(false);
  const title = titleOf(view, locale);
  const name = isolated(view.partnerName);
  const anew = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: threadKey(view.id) }),
      queries.invalidateQueries({ queryKey: ['threads'] }),
    ]);

  const move = useWrite(
    (key, what: ThreadView['moves'][number]) => calls.moveContact(key, view.subjectId, what),
    async () => {
      await anew();
    },
  );
  const act = useWrite(
    (key, deed: Deed): Promise<unknown> => {
      switch (deed) {
        case 'archive':
        case 'unarchive':
          return calls.file(key, view.id, { archived: deed === 'archive' });
        case 'unread':
          return calls.file(key, view.id, { unread: true });
        case 'spam':
        case 'notSpam':
          return calls.fileInquiry(key, view.subjectId, { isSpam: deed === 'spam' });
        case 'delete':
          return calls.deleteInquiry(key, view.subjectId);
        case 'block':
          return calls.block(key, view.id);
      }
    },
    async (_, deed) => {
      setAsked(null);
      if (deed === 'spam') notify({ tone: 'good', title: t('spamDone') });
      if (deed === 'block') notify({ tone: 'good', title: t('blocked') });
      await anew();
      if (deed === 'unread' || deed === 'spam' || deed === 'delete' || deed === 'archive') onClose();
    },
  );
  const problem = move.error ?? act.error;
  const isAsked = view.kind === 'inquiry' && view.side === 'talent';
  const isSpam = view.whyNot === 'inquiry_spam';

  const entry = (deed: Deed, label: string, onChoose = () => act.mutate(deed)): MenuEntry => ({
    id: deed,
    label,
    onChoose,
  });
  const entries: MenuEntry[] = [
    view.archived ? entry('unarchive', t('unarchive')) : entry('archive', t('archive')),
    entry('unread', t('markUnread')),
    ...(isAsked ? [isSpam ? entry('notSpam', t('notSpam')) : entry('spam', t('spam'))] : []),
    { id: 'report', label: t('report'), onChoose: () => setReporting(true) },
    ...(view.blockedByMe ? [] : [{ ...entry('block', t('block'), () => setAsked('block')), isDangerous: true }]),
    ...(isAsked ? [{ ...entry('delete', t('delete'), () => setAsked('delete')), isDangerous: true }] : []),
  ];
  return (
    <header className="flex flex-col gap-4 border-b border-line pb-4">
      <div className="flex items-start gap-3">
        <IconButton icon="back" label={t('back')} onPress={onClose} className="-ms-2 lg:hidden" />
        <Avatar name={view.partnerName} shape="circle" className="w-11 text-lg" />
        <div className="flex min-w-0 grow flex-col">
          <h2 className="text-xl">
            <Clipped>{view.partnerName}</Clipped>
          </h2>
          <p className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
            <span>{t(`one.${view.kind}`)}</span>
            {title.text && <bdi lang={title.lang}>{title.text}</bdi>}
            <StateBadge view={view} t={t} />
          </p>
        </div>
        <Menu label={t('more')} entries={entries} />
      </div>
      {view.kind === 'booking' && (
        <LinkButton
          variant="secondary"
          size="sm"
          href={`/${locale}/bookings/${view.subjectId}/`}
          className="self-start"
        >
          {t('toBooking')}
        </LinkButton>
      )}
      {view.moves.length > 0 && (
        <div className="flex flex-col gap-3 rounded-md bg-sunk p-4">
          {view.moves.includes('decline') && <p>{t('asks', { name })}</p>}
          <div className="flex flex-wrap gap-3">
            {view.moves
              .filter((what) => what !== 'ask_again')
              .map((what) => (
                <Button
                  key={what}
                  size="sm"
                  variant={what === 'accept' ? 'primary' : 'secondary'}
                  onPress={() => move.mutate(what)}
                  isPending={move.isPending && move.variables === what}
                >
                  {t(`move.${what}`)}
                </Button>
              ))}
          </div>
        </div>
      )}
      {problem && <ProblemNote problem={shownProblem(problem, ui.t)} />}
      <ConfirmDialog
        title={asked === 'delete' ? t('delete.ask') : t('block.ask', { name })}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        confirmLabel={asked === 'delete' ? t('delete') : t('block')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => {
          if (asked) act.mutate(asked);
        }}
        isPending={act.isPending}
        isDangerous
      >
        <p>{asked === 'delete' ? t('delete.text') : t('block.text')}</p>
      </ConfirmDialog>
      <ReportDialog {...part} threadId={view.id} isOpen={reporting} onClose={() => setReporting(false)} />
    </header>
  );
}

const shownStates = ['pending', 'accepted', 'declined', 'closed', 'unread', 'read', 'replied', 'archived'] as const;

function StateBadge({ view, t }: Pick<InboxPart, 't'> & { view: ThreadView }) {
  const state = shownStates.find((one) => one === view.state);
  if (!state || state === 'accepted' || state === 'read') return null;
  return (
    <Badge tone={state === 'pending' ? 'waiting' : state === 'replied' ? 'good' : 'neutral'}>
      {t(`state.${state}`)}
    </Badge>
  );
}
