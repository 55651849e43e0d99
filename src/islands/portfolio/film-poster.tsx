import { useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { mediaTypeOf, mediaTypes } from '../../features/portfolio/rules/media.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { prepare } from '../ui/attachment-prepare.ts';
import { sizeText } from '../ui/attachment-size.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { frameNow, frameOf } from './film-frame.ts';
import { nameOf, type PortfolioPart } from './portfolio-part.ts';
import { sendWork } from './send-work.ts';

/** What a film cannot be given a poster for, said in words before anything is sent. */
class Unfit extends Error {}

/** A film with the picture in its place: a moment of it, a picture from elsewhere, or none. */
export function FilmPoster({ filmId, ...part }: PortfolioPart & { filmId: string }) {
  const { portfolio, calls, t, keep } = part;
  const ui = useUi();
  const player = useRef<HTMLVideoElement>(null);
  // a browser that cannot play the film offers no moment of it
  const [plays, setPlays] = useState(true);
  const item = portfolio.items.find(({ id }) => id === filmId);
  const said = () => notify({ title: t('saved'), tone: 'good' });
  const send = useMutation({
    mutationFn: async (picture: () => Promise<Blob | null>) => {
      const bytes = await picture();
      const type = mediaTypeOf(bytes?.type ?? '');
      if (!bytes || !type || mediaTypes[type].as !== 'image') throw new Unfit(t('poster.unfit'));
      const most = portfolio.most.image;
      if (bytes.size > most) throw new Unfit(t('large', { most: sizeText(most, ui.t) }));
      const going = new AbortController();
      return sendWork(calls, { kind: 'poster', type, posterOf: filmId }, bytes, { stop: going.signal }).catch(
        (error: unknown) => {
          going.abort();
          throw error;
        },
      );
    },
    onSuccess: (sent) => {
      if (sent) keep(sent.now);
      // what was played shows its poster again
      player.current?.load();
      said();
    },
  });
  const remove = useWrite(
    (key, id: string) => calls.remove(key, id),
    (now) => {
      keep(now);
      said();
    },
  );
  if (!item?.file) return null;
  const { file, poster } = item;

  const moment = () => {
    const film = player.current;
    if (!film) return Promise.resolve(null);
    // nobody looked for a moment yet: the one it would have been given
    return film.currentTime === 0 ? frameOf(file.url) : frameNow(film);
  };
  const chosen = async (picked: File) => {
    const { type, bytes } = await prepare(picked);
    return type ? bytes.slice(0, bytes.size, type) : null;
  };
  const { width = poster?.width, height = poster?.height } = file;
  return (
    <section aria-label={t('poster.title')} className="flex flex-col gap-3">
      <video
        ref={player}
        controls
        playsInline
        preload="metadata"
        src={file.url}
        poster={poster?.url}
        aria-label={nameOf(item, part)}
        onError={() => setPlays(false)}
        className="mx-auto max-h-56 max-w-full rounded-md bg-sunk"
        style={
          width && height ? { aspectRatio: `${width} / ${height}`, width: `${(14 * width) / height}rem` } : undefined
        }
      />
      <p className="text-sm text-ink-soft">{t(plays ? 'poster.text' : 'poster.textOwn')}</p>
      <div className="flex flex-wrap gap-2">
        {plays && (
          <Button size="sm" variant="secondary" isPending={send.isPending} onPress={() => send.mutate(moment)}>
            {t('poster.take')}
          </Button>
        )}
        <FileTrigger
          acceptedFileTypes={['image/jpeg', 'image/png', 'image/webp']}
          onSelect={(files) => {
            const [picked] = files ?? [];
            if (picked) send.mutate(() => chosen(picked));
          }}
        >
          <Button size="sm" variant="secondary" isDisabled={send.isPending}>
            {t('poster.choose')}
          </Button>
        </FileTrigger>
        {poster && (
          <Button size="sm" variant="quiet" isPending={remove.isPending} onPress={() => remove.mutate(poster.id)}>
            {t('poster.remove')}
          </Button>
        )}
      </div>
      {send.error instanceof Unfit ? (
        <p role="alert" className="text-sm text-rose-ink">
          {send.error.message}
        </p>
      ) : (
        send.error && <ProblemNote problem={shownProblem(send.error, ui.t)} />
      )}
      {remove.error && <ProblemNote problem={shownProblem(remove.error, ui.t)} />}
    </section>
  );
}
