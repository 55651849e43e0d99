import { readText } from '../../core/locale.ts';
import { providerNames } from '../../features/portfolio/rules/links.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import type { MemberTalent, TalentPart } from './talent-part.ts';
import { UserText } from './user-text.tsx';

type Item = MemberTalent['portfolio'][number];

function Shown({ item, locale, s }: { item: Item } & Pick<TalentPart, 'locale' | 's'>) {
  const { media, file, link } = item;
  const name = readText(item.title, locale)?.text ?? '';
  if (media)
    return (
      <img
        src={media.url}
        width={media.width}
        height={media.height}
        alt={readText(media.alt, locale)?.text ?? ''}
        loading="lazy"
        className="h-auto w-full rounded-md bg-sunk"
        style={item.color ? { backgroundColor: item.color } : undefined}
      />
    );
  if (file && item.kind === 'video') {
    const { width = item.poster?.width, height = item.poster?.height } = file;
    return (
      <video
        controls
        playsInline
        preload={item.poster ? 'none' : 'metadata'}
        src={file.url}
        poster={item.poster?.url}
        width={width}
        height={height}
        aria-label={name || undefined}
        className="h-auto w-full rounded-md bg-sunk"
        // its own shape from the first moment, whatever its poster's is
        style={{
          aspectRatio: width && height ? `${width} / ${height}` : undefined,
          backgroundColor: item.poster?.color,
        }}
      />
    );
  }
  if (file) return <audio controls preload="none" src={file.url} aria-label={name} className="w-full" />;
  if (link)
    return (
      <LinkButton variant="secondary" icon="external" href={link.url}>
        {s('page.play', { place: isolated(providerNames[link.provider]) })}
      </LinkButton>
    );
  return null;
}

/** All of the work that is meant for whoever looks; what is not for everyone says for whom it is. */
export function TalentWork({ talent: { portfolio }, locale, s, label }: TalentPart) {
  if (portfolio.length === 0) return null;
  return (
    <section aria-labelledby="work">
      <h2 id="work" className="text-2xl">
        {label('talent.work')}
      </h2>
      <ul className="mt-5 gap-5 sm:columns-2">
        {portfolio.map((item) => (
          <li key={item.id} className="mb-6 break-inside-avoid">
            <figure>
              <Shown item={item} locale={locale} s={s} />
              <figcaption className="mt-2 text-sm">
                {item.visibility !== 'public' && (
                  <span className="mb-1 block">
                    <Badge tone="info">
                      {s(item.visibility === 'members' ? 'page.forMembers' : 'page.forSubscribers')}
                    </Badge>
                  </span>
                )}
                <UserText text={item.title} locale={locale} className="font-semibold" />
                <UserText text={item.description} locale={locale} as="p" className="own-words text-ink-soft" />
              </figcaption>
            </figure>
          </li>
        ))}
      </ul>
    </section>
  );
}
