import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ServicePhoto } from '../../client/photos-api.ts';
import { readText } from '../../core/locale.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PhotosPart } from './photos-screen.tsx';

/** The photos of my services beside the portfolio: shown, or waiting to be. */
export function MyPhotos({ calls, locale, t }: PhotosPart) {
  const ui = useUi();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState<ServicePhoto | null>(null);
  const found = useQuery({ queryKey: ['my photos'], queryFn: () => calls.photos() });
  const refresh = () => queries.invalidateQueries({ queryKey: ['my photos'] });
  const move = useWrite(
    (key, to: { id: string; state: ServicePhoto['state'] }) => calls.move(key, to.id, to.state),
    refresh,
  );
  const remove = useWrite(
    (key, id: string) => calls.remove(key, id),
    async () => {
      setRemoving(null);
      await refresh();
    },
  );
  const trouble = move.error ?? remove.error;
  const nameOf = (photo: ServicePhoto) => readText(photo.service.title, locale)?.text ?? '';
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return <ProblemNote problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />;
    if (found.data.items.length === 0) return <p className="text-ink-soft">{t('mine.noPhotos')}</p>;
    return (
      <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {found.data.items.map((photo, index) => (
          <li key={photo.id} className="flex flex-col gap-2">
            <img
              className="aspect-4/3 w-full rounded-md bg-sunk object-cover"
              src={photo.url}
              width={photo.width}
              height={photo.height}
              alt={t('talent.photoOf', { service: nameOf(photo), n: index + 1 })}
              loading="lazy"
            />
            <p className="text-sm text-ink-soft">
              <bdi>{nameOf(photo)}</bdi> · {t(`mine.photo.${photo.state}`)}
            </p>
            <div className="flex flex-wrap gap-2">
              <Button
                size="sm"
                variant={photo.state === 'waiting' ? 'primary' : 'secondary'}
                isPending={move.isPending}
                onPress={() => move.mutate({ id: photo.id, state: photo.state === 'waiting' ? 'shown' : 'waiting' })}
              >
                {t(photo.state === 'waiting' ? 'mine.show' : 'mine.hide')}
              </Button>
              <Button size="sm" variant="quiet" onPress={() => setRemoving(photo)}>
                {t('mine.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Card title={t('mine.photosTitle')}>
      {trouble && <ProblemNote problem={shownProblem(trouble, ui.t)} />}
      {body()}
      <ConfirmDialog
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('mine.removeTitle')}
        confirmLabel={t('mine.remove')}
        cancelLabel={ui.t('action.cancel')}
        isDangerous
        isPending={remove.isPending}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        {t('mine.removeText')}
      </ConfirmDialog>
    </Card>
  );
}
