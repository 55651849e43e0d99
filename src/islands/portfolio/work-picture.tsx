import type { OwnWork } from '../../client/portfolio-api.ts';
import { Icon } from '../ui/icon.tsx';

/** A piece in the grid: small, square, and never played there. */
export function WorkPicture({ item }: { item: Pick<OwnWork, 'kind' | 'media' | 'file' | 'color'> }) {
  if (item.media)
    return (
      <img
        src={item.media.url}
        alt=""
        loading="lazy"
        draggable={false}
        className="aspect-square w-full object-cover"
        style={{ background: item.color }}
      />
    );
  if (item.kind === 'video' && item.file)
    return (
      <span className="relative block">
        <video
          src={item.file.url}
          preload="metadata"
          muted
          tabIndex={-1}
          className="aspect-square w-full bg-sunk object-cover"
        />
        {/* a film with no first picture to show would be an empty square */}
        <span className="pointer-events-none absolute inset-0 grid place-items-center">
          <span className="grid size-12 place-items-center rounded-full bg-raised text-ink shadow-low">
            <Icon name="play" className="size-6" />
          </span>
        </span>
      </span>
    );
  return (
    <span className="grid aspect-square w-full place-items-center bg-sunk text-ink-soft">
      <Icon name={item.kind === 'audio' ? 'sound' : 'external'} className="size-9" />
    </span>
  );
}
