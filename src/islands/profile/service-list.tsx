import { useState } from 'react';
import { readText } from '../../core/locale.ts';
import { formatDuration, formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Switch } from '../ui/switch.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type Profile, type ProfilePart } from './profile-part.ts';
import { ServiceForm } from './service-form.tsx';

type Service = Profile['services'][number];

/** What the talent offers; what is switched off stays, and can come back. */
export function ServiceList(part: ProfilePart) {
  const { profile, locale, t, label } = part;
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [edited, setEdited] = useState<Service | 'new' | null>(null);
  const toggle = useWrite(
    (key, { id, active }: { id: string; active: boolean }) => api.updateService(key, id, { active }),
    keep,
  );
  return (
    <Card
      title={t('service.title')}
      aside={
        <Button variant="secondary" size="sm" icon="plus" onPress={() => setEdited('new')}>
          {t('service.add')}
        </Button>
      }
    >
      {toggle.isError && <ProblemNote problem={shownProblem(toggle.error, ui.t)} />}
      {profile.services.length === 0 && <p className="text-ink-soft">{t('service.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {profile.services.map((service) => {
          const title = readText(service.title, locale);
          return (
            <li key={service.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-3">
              <div className="min-w-0 grow">
                <p className={service.active ? 'font-semibold' : 'text-ink-faint'}>
                  <bdi lang={title?.locale}>{title?.text}</bdi> {!service.active && <Badge>{t('service.off')}</Badge>}
                </p>
                <p className="flex flex-wrap gap-x-3 text-sm text-ink-soft">
                  <span className="figures">{formatMoney(locale, service.price)}</span>
                  <span>{formatDuration(locale, service.durationMinutes)}</span>
                  <span>{label(`talent.place.${service.place}`)}</span>
                </p>
              </div>
              <Switch
                label={t('service.offered')}
                isOn={service.active}
                isDisabled={toggle.isPending}
                onChange={(active) => toggle.mutate({ id: service.id, active })}
              />
              <IconButton
                icon="edit"
                label={t('service.edit', { title: title?.text ?? '' })}
                onPress={() => setEdited(service)}
              />
            </li>
          );
        })}
      </ul>
      <Dialog
        title={t(edited === 'new' ? 'service.add' : 'service.change')}
        isOpen={edited !== null}
        onClose={() => setEdited(null)}
      >
        {edited && <ServiceForm {...part} service={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Dialog>
    </Card>
  );
}
