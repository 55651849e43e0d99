import { slugLength } from '../../features/profiles/rules/slug.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { TextField } from '../ui/text-field.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { useSection } from './use-section.ts';

/** Where the page is found: it may move, and what it leaves leads on. */
export function AddressForm({ profile, locale, s }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ slug }) => ({ slug }),
    (api, key, body: { slug: string }) => api.updateProfile(key, body),
    s('address.moved'),
  );
  const { left, more } = profile.renames;
  return (
    <Section
      id="address"
      title={s('address.title')}
      s={s}
      problems={problems}
      onSave={() => send({ slug: draft.slug.trim().toLowerCase() })}
      {...shared}
    >
      <TextField
        name="slug"
        label={s('address.label')}
        hint={
          <>
            {s('address.hint')}{' '}
            {left > 0
              ? s('address.left', { left })
              : more !== null &&
                s('address.waits', { date: formatDateTime(locale, new Date(more), profile.timeZone, 'date') })}
          </>
        }
        value={draft.slug}
        onChange={(slug) => change({ slug })}
        isDisabled={left === 0}
        isRequired
        minLength={slugLength.least}
        maxLength={slugLength.most}
      />
      <p className="text-sm text-ink-soft">
        <bdi dir="ltr" className="break-all">
          {`${location.host}/${locale}/talents/${draft.slug}/`}
        </bdi>
      </p>
      {profile.formerSlugs.length > 0 && (
        <div className="text-sm">
          <p className="font-semibold">{s('address.former')}</p>
          <ul className="mt-1 flex flex-wrap gap-2">
            {profile.formerSlugs.map((slug) => (
              <li key={slug}>
                <bdi dir="ltr" className="rounded-full bg-sunk px-3 py-1 text-ink-soft">
                  {slug}
                </bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
