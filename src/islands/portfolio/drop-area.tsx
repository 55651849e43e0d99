import type { ReactNode } from 'react';
import { DropZone, FileTrigger } from 'react-aria-components';
import { mediaTypeNames } from '../../features/portfolio/rules/media.ts';
import { sizeText } from '../ui/attachment-size.ts';
import { Button } from '../ui/button.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { PortfolioPart } from './portfolio-part.ts';

// without HEIC in it, a telephone offers its pictures as JPEG
const accepted = [...mediaTypeNames, '.m4a', '.mp3', '.wav', '.mp4', '.webm'];

/** Files come by the button or are dropped, several at once. */
export function DropArea({
  portfolio,
  t,
  onFiles,
  children,
}: Pick<PortfolioPart, 'portfolio' | 't'> & { onFiles: (files: readonly File[]) => void; children: ReactNode }) {
  const ui = useUi();
  const { image, video, audio } = portfolio.most;
  const size = (bytes: number) => sizeText(bytes, ui.t);
  return (
    <DropZone
      onDrop={(event) => {
        const files = event.items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []));
        void Promise.all(files).then(onFiles);
      }}
      className="rounded-md border-2 border-dashed border-line-strong p-5 text-center transition-colors data-drop-target:border-palm data-drop-target:bg-palm-soft motion-reduce:transition-none"
    >
      <div className="flex flex-wrap justify-center gap-3">
        <FileTrigger allowsMultiple acceptedFileTypes={accepted} onSelect={(chosen) => onFiles([...(chosen ?? [])])}>
          <Button icon="plus">{t('add')}</Button>
        </FileTrigger>
        {children}
      </div>
      <p className="mt-3 text-sm text-ink-soft">{t('drop')}</p>
      <p className="text-sm text-ink-faint">
        {t('most', { image: size(image), video: size(video), audio: size(audio) })}
      </p>
    </DropZone>
  );
}
