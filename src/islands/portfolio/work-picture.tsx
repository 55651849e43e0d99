import type { OwnWork } from '../../client/portfolio-api.ts';
import { Icon } from '../ui/icon.tsx';

/** What says that it is a film. */
const Play = () => (
  <span className="pointer-events-none absolute inset-0 grid place-items-center">
    <span className="grid size-12 place-items-center rounded-full bg-raised text-ink shadow-low">
      <Icon name="play" className="size-6" />
    </span>
  </span>
);

/** A piece in the grid: small, square, and never played there. */
export function WorkPicture({ item }: { item: Pick<OwnWork, 'kind' | 'media' | 'file' | 'poster' | 'color'> }) {
  const { media, poster, file } = item;
  const shown = media ?? poster;
  if (shown)
    return (
      <span className="relative block">
        <img
          src={shown.url}
          alt=""
          loading="lazy"
          draggable={false}
          className="aspect-square w-full object-cover"
          style={{ background: media ? item.color : poster?.color }}
        />
        {poster && <Play />}
      </span>
    );
  if (item.kind === 'video' && file)
    return (
      <span className="relative block">
        <video
          src={file.url}
          preload="metadata"
          muted
          tabIndex={-1}
          className="aspect-square w-full bg-sunk object-cover"
        />
        {/* a film with no first picture to show would be an empty square */}
        <Play />
      </span>
    );
  return (
    <span className="grid aspect-square w-full place-items-center bg-sunk text-ink-soft">
      <Icon name={item.kind === 'audio' ? 'sound' : 'external'} className="size-9" />
    </span>
  );
}
