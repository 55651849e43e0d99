import { audiences } from '../../features/profiles/rules/audience.ts';
import { castingLimits, eyeColours, hairs, voices } from '../../features/profiles/rules/casting.ts';
import { formatNumber } from '../../i18n/format.ts';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import type { Profile, ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { TagEditor } from './tag-editor.tsx';
import { useSection } from './use-section.ts';

const notSaid = '-';
type Body = Profile['casting'];

/** What casting looks for, and who may see it. */
export function CastingForm({ profile, locale, s }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ casting: { credits: _listedBelow, ...attributes } }) => attributes,
    (api, key, body: Body) => api.setCasting(key, body),
  );
  const choices = <Id extends string>(ids: readonly Id[], name: (id: Id) => string) => [
    { id: notSaid, label: s('casting.notSaid') },
    ...ids.map((id) => ({ id, label: name(id) })),
  ];
  const chosen = <Id extends string>(ids: readonly Id[], id: string): Id | null =>
    ids.find((one) => one === id) ?? null;
  return (
    <Section
      id="casting"
      title={s('casting.title')}
      text={s('casting.text')}
      s={s}
      problems={problems}
      onSave={() => send({ ...draft, credits: profile.casting.credits })}
      {...shared}
    >
      <div className="grid gap-5 sm:grid-cols-3">
        <NumberField
          name="playingAgeFrom"
          label={s('casting.ageFrom')}
          value={draft.playingAgeFrom}
          onChange={(playingAgeFrom) => change({ playingAgeFrom })}
          minValue={castingLimits.age.least}
          maxValue={castingLimits.age.most}
        />
        <NumberField
          name="playingAgeTo"
          label={s('casting.ageTo')}
          value={draft.playingAgeTo}
          onChange={(playingAgeTo) => change({ playingAgeTo })}
          minValue={castingLimits.age.least}
          maxValue={castingLimits.age.most}
        />
        <NumberField
          name="heightCm"
          label={s('casting.height')}
          unit={s('casting.cm')}
          value={draft.heightCm}
          onChange={(heightCm) => change({ heightCm })}
          minValue={castingLimits.height.least}
          maxValue={castingLimits.height.most}
        />
        <Select
          name="hair"
          label={s('casting.hair')}
          placeholder=""
          value={draft.hair ?? notSaid}
          onChange={(id) => change({ hair: chosen(hairs, id) })}
          choices={choices(hairs, (id) => s(`hair.${id}`))}
        />
        <Select
          name="eyes"
          label={s('casting.eyes')}
          placeholder=""
          value={draft.eyes ?? notSaid}
          onChange={(id) => change({ eyes: chosen(eyeColours, id) })}
          choices={choices(eyeColours, (id) => s(`eyes.${id}`))}
        />
        <Select
          name="voice"
          label={s('casting.voice')}
          placeholder=""
          value={draft.voice ?? notSaid}
          onChange={(id) => change({ voice: chosen(voices, id) })}
          choices={choices(voices, (id) => s(`voice.${id}`))}
        />
      </div>
      <TagEditor
        name="skills"
        label={s('casting.skills')}
        hint={s('casting.skillsHint', { most: formatNumber(locale, castingLimits.skills) })}
        value={draft.skills}
        onChange={(skills) => change({ skills })}
        most={castingLimits.skills}
        longest={castingLimits.skill}
        s={s}
      />
      <TagEditor
        name="accents"
        label={s('casting.accents')}
        hint={s('casting.accentsHint', { most: formatNumber(locale, castingLimits.accents) })}
        value={draft.accents}
        onChange={(accents) => change({ accents })}
        most={castingLimits.accents}
        longest={castingLimits.accent}
        s={s}
      />
      <Select
        name="castingSeenBy"
        label={s('casting.seenBy')}
        placeholder=""
        value={draft.seenBy}
        onChange={(seenBy) => change({ seenBy })}
        choices={audiences.map((id) => ({ id, label: s(`audience.${id}`) }))}
      />
    </Section>
  );
}
