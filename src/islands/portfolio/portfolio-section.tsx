import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { portfolioClient, type OwnWork, type Portfolio } from '../../client/portfolio-api.ts';
import type { PortfolioMessages } from '../../i18n/catalogs/portfolio.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { DropArea } from './drop-area.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { lacksAlt, lacksPoster, nameOf, portfolioKey, useKeepPortfolio, type PortfolioPart } from './portfolio-part.ts';
import { PortraitCard } from './portrait-card.tsx';
import { RemovedNote, type Removed } from './removed-note.tsx';
import { RoomMeter } from './room-meter.tsx';
import { UploadTray } from './upload-tray.tsx';
import { useUploads } from './use-uploads.ts';
import { WorkDialog } from './work-dialog.tsx';
import { WorkGrid } from './work-grid.tsx';

/** A talent's work and portrait: for a page of its own, or a part of the profile. */
export function PortfolioSection({ words }: { words: PortfolioMessages }) {
  const { locale } = useAccount();
  const ui = useUi();
  const [calls] = useState(() => portfolioClient(locale));
  const keep = useKeepPortfolio();
  const t = translator(locale, words);
  const found = useQuery({ queryKey: portfolioKey, queryFn: () => calls.get(), refetchOnWindowFocus: false });
  if (found.isPending) return <SkeletonCards />;
  if (!found.data)
    return (
      <ProblemNote
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  return <Work portfolio={found.data} calls={calls} locale={locale} t={t} keep={keep} />;
}

function Work(part: PortfolioPart) {
  const { portfolio, calls, locale, t, keep } = part;
  const ui = useUi();
  const uploads = useUploads(part);
  const [editing, setEditing] = useState<OwnWork | null>(null);
  const [removing, setRemoving] = useState<OwnWork | null>(null);
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [linking, setLinking] = useState(false);
  const remove = useWrite(
    (key, id: string) => calls.remove(key, id),
    (now: Portfolio) => {
      keep(now);
      setRemoved(now.removed && removing ? { id: now.removed.id, name: nameOf(removing, part) } : null);
      setRemoving(null);
    },
  );
  // while one is being made, nothing is asked for
  const making = uploads.files.some(({ state }) => state === 'picturing');
  const dark = making ? [] : portfolio.items.filter(lacksPoster);
  const bare = portfolio.items.filter(lacksAlt).length;
  return (
    <div className="flex flex-col gap-6">
      <Card title={t('work')}>
        <p className="-mt-2 mb-4 text-sm text-ink-soft">{t('text')}</p>
        <DropArea portfolio={portfolio} t={t} onFiles={(files) => uploads.add(files)}>
          <Button variant="secondary" icon="external" onPress={() => setLinking(true)}>
            {t('addLink')}
          </Button>
        </DropArea>
        <UploadTray uploads={uploads} locale={locale} t={t} />
        <RoomMeter portfolio={portfolio} locale={locale} t={t} />
        {bare > 0 && (
          <p className="mt-4 flex gap-3 rounded-md bg-saffron-soft p-3 text-sm">
            <Icon name="eye" className="mt-0.5 size-5" />
            {t('noAltCount', { count: bare })}
          </p>
        )}
        {dark[0] && (
          <div className="mt-4 flex flex-wrap items-center justify-between gap-3 rounded-md bg-saffron-soft p-3 text-sm">
            <p className="flex gap-3">
              <Icon name="play" className="mt-0.5 size-5 shrink-0" />
              {t('poster.noneCount', { count: dark.length })}
            </p>
            <Button size="sm" variant="secondary" onPress={() => setEditing(dark[0] ?? null)}>
              {t('poster.give')}
            </Button>
          </div>
        )}
        <div className="mt-6">
          {removed && <RemovedNote key={removed.id} removed={removed} {...part} onDone={() => setRemoved(null)} />}
          {portfolio.items.length === 0 ? (
            <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
          ) : (
            <WorkGrid {...part} onEdit={setEditing} onRemove={setRemoving} />
          )}
        </div>
      </Card>
      <PortraitCard {...part} uploads={uploads} />
      {editing && <WorkDialog key={editing.id} item={editing} {...part} onClose={() => setEditing(null)} />}
      {linking && <LinkDialog {...part} onClose={() => setLinking(false)} />}
      <ConfirmDialog
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('removeTitle')}
        confirmLabel={t('removeDo')}
        cancelLabel={ui.t('action.cancel')}
        isDangerous
        isPending={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        {t('removeText')}
        {remove.error && <ProblemNote problem={shownProblem(remove.error, ui.t)} />}
      </ConfirmDialog>
    </div>
  );
}
