import { useState } from 'react';
import { readText } from '../../core/locale.ts';
import { formatDuration, formatMoney, formatNumber } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type Profile, type ProfilePart } from './profile-part.ts';
import { ServiceForm } from './service-form.tsx';

type Service = Profile['services'][number];

/** What the talent offers, in their order; what is archived stays, and can come back. */
export function ServiceList(part: ProfilePart) {
  const { profile, locale, t, label } = part;
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [edited, setEdited] = useState<Service | 'new' | null>(null);
  const [told, setTold] = useState('');
  const toggle = useWrite(
    (key, { id, active }: { id: string; active: boolean }) => api.updateService(key, id, { active }),
    keep,
  );
  const titleOf = (service: Service) => readText(service.title, locale);
  const move = useWrite(
    (key, { service, to }: { service: Service; to: number }) => api.moveService(key, service.id, { to }),
    (after, { service }) => {
      keep(after);
      const n = after.services.filter(({ active }) => active).findIndex(({ id }) => id === service.id) + 1;
      setTold(t('service.moved', { title: titleOf(service)?.text ?? '', n: formatNumber(locale, n) }));
    },
  );
  const offered = profile.services.filter(({ active }) => active);
  const archived = profile.services.filter(({ active }) => !active);
  /** Past the neighbour that is seen: archived ones in between do not count. */
  const moveTo = (service: Service, neighbour: Service | undefined) => {
    if (neighbour) move.mutate({ service, to: profile.services.indexOf(neighbour) });
  };
  const failed = toggle.error ?? move.error;
  const facts = (service: Service) => {
    const title = titleOf(service);
    return (
      <div className="min-w-0 grow basis-48">
        <p className={service.active ? 'font-semibold' : 'text-ink-soft'}>
          <bdi lang={title?.locale}>{title?.text}</bdi>
        </p>
        <p className="flex flex-wrap gap-x-3 text-sm text-ink-soft">
          <span className="figures">{formatMoney(locale, service.price)}</span>
          <span>{formatDuration(locale, service.durationMinutes)}</span>
          <span>{label(`talent.place.${service.place}`)}</span>
        </p>
      </div>
    );
  };
  return (
    <Card
      title={t('service.title')}
      aside={
        <Button variant="secondary" size="sm" icon="plus" onPress={() => setEdited('new')}>
          {t('service.add')}
        </Button>
      }
    >
      {failed && <ProblemNote problem={shownProblem(failed, ui.t)} />}
      {profile.services.length === 0 && <p className="text-ink-soft">{t('service.none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {offered.map((service, at) => {
          const title = titleOf(service)?.text ?? '';
          return (
            <li key={service.id} className="flex flex-wrap items-center gap-x-2 gap-y-1 py-3">
              {facts(service)}
              <div className="ms-auto flex">
                {/* at its end a button keeps its place and its focus, and does nothing */}
                <IconButton
                  icon="up"
                  label={t('service.up', { title })}
                  aria-disabled={at === 0}
                  className={at === 0 ? 'opacity-40' : ''}
                  onPress={() => moveTo(service, offered[at - 1])}
                />
                <IconButton
                  icon="down"
                  label={t('service.down', { title })}
                  aria-disabled={at === offered.length - 1}
                  className={at === offered.length - 1 ? 'opacity-40' : ''}
                  onPress={() => moveTo(service, offered[at + 1])}
                />
                <IconButton icon="edit" label={t('service.edit', { title })} onPress={() => setEdited(service)} />
                <IconButton
                  icon="close"
                  label={t('service.archive', { title })}
                  isDisabled={toggle.isPending}
                  onPress={() => toggle.mutate({ id: service.id, active: false })}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <p role="status" className="visually-hidden">
        {told}
      </p>
      {archived.length > 0 && (
        <details className="group mt-3 rounded-md bg-sunk px-4 py-3">
          <summary className="flex cursor-pointer list-none items-center justify-between gap-3 font-semibold [&::-webkit-details-marker]:hidden">
            <span>
              {t('service.archived')} ({formatNumber(locale, archived.length)})
            </span>
            <Icon name="down" className="size-5 shrink-0 text-ink-soft group-open:rotate-180" />
          </summary>
          <ul className="mt-2 flex flex-col divide-y divide-line">
            {archived.map((service) => (
              <li key={service.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                {facts(service)}
                <Button
                  variant="secondary"
                  size="sm"
                  isPending={toggle.isPending}
                  onPress={() => toggle.mutate({ id: service.id, active: true })}
                >
                  {t('service.restore')}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
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
