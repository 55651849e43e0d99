import { initials, portraitClass } from '../../styles/tone.ts';

type AvatarProps = { name: string; src?: string | null; alt?: string; shape?: 'arch' | 'circle'; className?: string };

/** A person in the arch of the house, or in a circle where it is small. Beside the written name it stays silent. */
export function Avatar({ name, src, alt = '', shape = 'arch', className = 'w-16 text-2xl' }: AvatarProps) {
  const frame = shape === 'arch' ? 'aspect-portrait rounded-arch' : 'aspect-square rounded-full';
  if (src) return <img src={src} alt={alt} className={`shrink-0 bg-sunk object-cover ${frame} ${className}`} />;
  return (
    <span
      {...(alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true })}
      className={`grid shrink-0 place-items-center font-display font-head ${frame} ${portraitClass(name)} ${className}`}
    >
      {initials(name)}
    </span>
  );
}
