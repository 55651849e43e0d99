import { previews, type Preview } from '../../features/discovery/schema.ts';
import { sees } from '../../features/profiles/rules/audience.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Icon } from '../ui/icon.tsx';
import type { TalentPart } from './talent-part.ts';

const eyes = {
  visitor: { member: false, premium: false },
  member: { member: true, premium: false },
  subscriber: { member: true, premium: true },
} as const;

/** For the talent alone: whose eyes these are, and whether those see the page at all. */
export function PreviewBar({
  talent,
  locale,
  s,
  onSee,
}: Pick<TalentPart, 'talent' | 'locale' | 's'> & { onSee: (as: Preview | null) => void }) {
  const { shownAs, seenBy, published } = talent;
  const choice = (as: Preview | null, name: string) => (
    <button
      key={as ?? 'own'}
      type="button"
      aria-pressed={shownAs === as}
      onClick={() => onSee(as)}
      className="min-h-11 cursor-pointer rounded-full border border-line-strong bg-raised px-4 hover:border-palm aria-pressed:border-palm aria-pressed:bg-palm-soft aria-pressed:font-semibold"
    >
      {name}
    </button>
  );
  const note = !published
    ? s('preview.unpublished')
    : shownAs !== null && !sees(eyes[shownAs], seenBy)
      ? s('preview.notTheirs', { audience: s(`audience.${seenBy}`) })
      : null;
  return (
    <aside aria-label={s('preview.as')} className="flex flex-col gap-4 rounded-lg border border-line bg-sunk p-5">
      <BackLink href={`/${locale}/profile/`}>{s('preview.back')}</BackLink>
      <div className="flex flex-wrap items-center gap-2">
        <span className="me-2 text-ink-soft">{s('preview.as')}</span>
        {choice(null, s('preview.own'))}
        {previews.map((as) => choice(as, s(`preview.${as}`)))}
      </div>
      {note && (
        <p className="flex items-start gap-2 text-sm text-saffron-ink">
          <Icon name="info" className="mt-0.5 size-4.5" />
          {note}
        </p>
      )}
    </aside>
  );
}
