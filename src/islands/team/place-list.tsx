import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Place } from '../../client/accounts-api.ts';
import type { MandateKind } from '../../features/accounts/rules.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MailAddress } from '../ui/mail-address.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { moment, type TeamPart } from './team-part.ts';

/** The seats of an account, or the talents of an agency: who has a place, who is invited, and room for more. */
export function PlaceList({ calls, locale, t, kind }: TeamPart & { kind: MandateKind }) {
  const ui = useUi();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [leaving, setLeaving] = useState<Place | null>(null);
  const places = calls.placesOf[kind];
  const queryKey = ['team', kind] as const;
  const found = useQuery({ queryKey, queryFn: () => places.list() });
  const invite = useWrite(
    (key, body: { email: string }) => places.invite(key, body),
    (after, { email: to }) => {
      queries.setQueryData(queryKey, after);
      setEmail('');
      notify({ tone: 'good', title: t('invited', { email: isolated(to) }) });
    },
  );
  const remove = useWrite(
    (key, id: string) => places.remove(key, id),
    (after) => {
      queries.setQueryData(queryKey, after);
      setLeaving(null);
      notify({ tone: 'good', title: t('removed') });
    },
  );
  const nameOf = (place: Place) => place.name ?? place.email;
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return (
        <ProblemNote
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    const { room, taken, items } = found.data;
    return (
      <>
        {items.length === 0 ? (
          <p className="text-ink-soft">{t(`${kind}.none`)}</p>
        ) : (
          <ul>
            {items.map((place) => (
              <PlaceRow key={place.id} {...{ place, kind, locale, t }} onRemove={() => setLeaving(place)} />
            ))}
          </ul>
        )}
        {room === 0 ? (
          <div className="mt-5 rounded-md bg-sunk p-4">
            <p className="mb-3">{t(`${kind}.gate`)}</p>
            <LinkButton variant="secondary" size="sm" href={`/${locale}/pricing/`}>
              {t('gate.see')}
            </LinkButton>
          </div>
        ) : taken >= room ? (
          <p className="mt-5 border-t border-line pt-5 text-ink-soft">{t('full')}</p>
        ) : (
          <Form
            className="mt-5 border-t border-line pt-5"
            fieldProblems={fieldProblems(invite.error, ui.t)}
            onSubmit={() => invite.mutate({ email: email.trim() })}
          >
            <TextField
              name="email"
              type="email"
              label={t(`${kind}.email`)}
              isRequired
              maxLength={254}
              value={email}
              onChange={setEmail}
              autoComplete="off"
            />
            {invite.error && <ProblemNote problem={shownProblem(invite.error, ui.t)} />}
            <Button type="submit" className="self-start" isPending={invite.isPending}>
              {t('invite')}
            </Button>
          </Form>
        )}
      </>
    );
  };
  return (
    <Card
      title={t(`${kind}.title`)}
      aside={
        found.data &&
        found.data.room > 0 && (
          <span className="text-sm text-ink-soft">
            {t('places', { taken: found.data.taken, room: found.data.room })}
          </span>
        )
      }
      className="min-w-0"
    >
      <p className="mb-4 text-sm text-ink-soft">{t(`${kind}.text`)}</p>
      {body()}
      <ConfirmDialog
        title={t(leaving?.state === 'invited' ? 'withdraw' : `${kind}.remove`)}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        confirmLabel={t(leaving?.state === 'invited' ? 'withdraw' : `${kind}.remove`)}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => leaving && remove.mutate(leaving.id)}
        isPending={remove.isPending}
        isDangerous
      >
        {leaving &&
          t(leaving.state === 'invited' ? 'withdraw.ask' : `${kind}.remove.ask`, { name: isolated(nameOf(leaving)) })}
        {remove.error && <ProblemNote problem={shownProblem(remove.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}

function PlaceRow({
  place,
  kind,
  locale,
  t,
  onRemove,
}: Pick<TeamPart, 'locale' | 't'> & { place: Place; kind: MandateKind; onRemove: () => void }) {
  const over = place.expiresAt !== null && new Date(place.expiresAt) <= new Date();
  const badge = () => {
    if (place.state === 'invited') return <Badge tone="waiting">{t(over ? 'state.over' : 'state.invited')}</Badge>;
    return place.counts ? null : <Badge tone="warm">{t('state.resting')}</Badge>;
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line py-3 first:pt-0 last:border-0">
      <div className="min-w-0">
        <h3 className="text-base font-semibold">
          {place.slug ? (
            <a className="link" href={`/${locale}/talents/${place.slug}/`}>
              <bdi>{place.name}</bdi>
            </a>
          ) : (
            (place.name && <bdi>{place.name}</bdi>) || <MailAddress address={place.email} />
          )}
        </h3>
        <p className="text-sm text-ink-soft">
          {place.name && (
            <span className="block">
              <MailAddress address={place.email} />
            </span>
          )}
          {place.acceptedAt
            ? t('since', { at: moment(locale, place.acceptedAt) })
            : place.expiresAt && t('until', { at: moment(locale, place.expiresAt) })}
        </p>
      </div>
      <div className="flex items-center gap-2">
        {badge()}
        <Button
          variant="quiet"
          size="sm"
          onPress={onRemove}
          aria-label={`${t(place.state === 'invited' ? 'withdraw' : `${kind}.remove`)}: ${place.name ?? place.email}`}
        >
          {t(place.state === 'invited' ? 'withdraw' : `${kind}.remove`)}
        </Button>
      </div>
    </li>
  );
}
