import { cancellationPolicies, type CancellationPolicy } from '../../features/bookings/rules/cancellation.ts';
import { Select } from '../ui/select.tsx';
import type { ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { useSection } from './use-section.ts';

/** What a customer gets back who cancels. */
export function TermsForm({ profile, t, s }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ cancellationPolicy }) => ({ cancellationPolicy }),
    (api, key, body: { cancellationPolicy: CancellationPolicy }) => api.updateProfile(key, body),
  );
  return (
    <Section id="terms" title={s('terms.title')} s={s} problems={problems} onSave={() => send(draft)} {...shared}>
      <Select
        name="cancellationPolicy"
        label={t('profile.cancellation')}
        hint={t('profile.cancellationHint')}
        placeholder=""
        value={draft.cancellationPolicy}
        onChange={(cancellationPolicy) => change({ cancellationPolicy })}
        choices={cancellationPolicies.map((id) => ({ id, label: t(`profile.cancellation.${id}`) }))}
      />
    </Section>
  );
}
