import { portraitSizes } from '../../features/portfolio/rules/sizes.ts';
import { initials, portraitClass } from '../../styles/tone.ts';

type Picture = { url: string; width: number; height: number; color?: string | undefined };
type AvatarProps = {
  name: string;
  src?: string | null;
  /** in place of `src`, of somebody everyone sees: comes in the sizes of the image network, which asks as a stranger does */
  picture?: Picture | null;
  /** how wide it is drawn, as `sizes` says it */
  sizes?: string;
  alt?: string;
  shape?: 'arch' | 'circle';
  className?: string;
};

/** A person in the arch of the house, or in a circle where it is small. Beside the written name it stays silent. */
export function Avatar({
  name,
  src,
  picture,
  sizes,
  alt = '',
  shape = 'arch',
  className = 'w-16 text-2xl',
}: AvatarProps) {
  const frame = shape === 'arch' ? 'aspect-portrait rounded-arch' : 'aspect-square rounded-full';
  const offered: ReturnType<typeof portraitSizes> | null = picture ? portraitSizes(picture) : src ? { src } : null;
  if (offered)
    return (
      <img
        {...(offered.srcset ? { srcSet: offered.srcset, sizes } : {})}
        src={offered.src}
        alt={alt}
        decoding="async"
        className={`shrink-0 bg-sunk object-cover ${frame} ${className}`}
        style={picture?.color ? { backgroundColor: picture.color } : undefined}
      />
    );
  return (
    <span
      {...(alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true })}
      className={`grid shrink-0 place-items-center font-display font-head ${frame} ${portraitClass(name)} ${className}`}
    >
      {initials(name)}
    </span>
  );
}
