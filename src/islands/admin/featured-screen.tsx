import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { featuredClient } from '../../client/featured-api.ts';
import type { FeaturedSection } from '../../features/showcase/schema/featured.ts';
import type { Section } from '../../features/showcase/rules/sections.ts';
import type { FeaturedMessages } from '../../i18n/catalogs/featured.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AdminFrame, Head, useDesk, type ScreenProps } from './admin-frame.tsx';
import { FindTalent } from './find-talent.tsx';
import { ShelfPlace } from './shelf-place.tsx';
import { differs, isWindow, itemsOf, moved, placeOf, type Place } from './shelf.ts';

type Words = { featured: FeaturedMessages; labels: Catalog };
type Client = ReturnType<typeof featuredClient>;

/** Whom visitors meet first: sections, their people, their order. */
export function FeaturedScreen({ featured, labels, ...props }: ScreenProps & Words) {
  return (
    <AdminFrame {...props} room="featured">
      <Featured featured={featured} labels={labels} />
    </AdminFrame>
  );
}

function Featured({ featured, labels }: Words) {
  const { locale } = useDesk();
  const ui = useUi();
  const t = translator(locale, featured);
  const [api] = useState(() => featuredClient(locale));
  const [section, setSection] = useState<Section>('faces');
  const found = useQuery({ queryKey: ['admin', 'featured'], queryFn: () => api.list() });
  if (found.isPending) return <SkeletonCards />;
  if (!found.data)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { sections } = found.data;
  return (
    <>
      <Head title={t('title')} text={t('text')}>
        <LinkButton variant="secondary" href={`/${locale}/`}>
          {t('see')}
        </LinkButton>
      </Head>
      <Tabs
        label={t('section')}
        selected={section}
        onSelect={setSection}
        tabs={sections.map((one) => ({
          id: one.section,
          label: t(`section.${one.section}`),
          count: one.items.length || undefined,
        }))}
      >
        {(id) => {
          const kept = sections.find((one) => one.section === id);
          // arranged anew whenever what is kept has changed
          return kept && <Shelf key={JSON.stringify(kept)} kept={kept} api={api} featured={featured} labels={labels} />;
        }}
      </Tabs>
    </>
  );
}

function Shelf({ kept, api, featured, labels }: Words & { kept: FeaturedSection; api: Client }) {
  const { locale } = useDesk();
  const { timeZone } = useAccount().me;
  const ui = useUi();
  const t = translator(locale, featured);
  const queries = useQueryClient();
  const [places, setPlaces] = useState<Place[]>(() => kept.items.map((place) => placeOf(place, timeZone)));
  // what the last move did, for whoever does not see the list
  const [said, setSaid] = useState('');
  const sent = useWrite(api.put, async () => {
    notify({ tone: 'good', title: t('saved') });
    await queries.invalidateQueries({ queryKey: ['admin', 'featured'] });
  });
  const change = (at: number, next: Partial<Place>) =>
    setPlaces((all) => all.map((place, here) => (here === at ? { ...place, ...next, state: null } : place)));
  const move = (at: number, by: -1 | 1) => {
    const name = places[at]?.talent.displayName ?? '';
    setPlaces((all) => moved(all, at, by));
    setSaid(t('moved', { name, place: at + by + 1, count: places.length }));
  };
  const take = (at: number) => {
    setSaid(t('taken', { name: places[at]?.talent.displayName ?? '' }));
    setPlaces((all) => all.filter((_, here) => here !== at));
  };
  const isChanged = differs(places, kept.items, timeZone);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
      <section className="min-w-0">
        <p className="mb-4 text-sm text-ink-soft">
          {t('room', { count: kept.room })} {places.length > 0 && t('always', { zone: `\u2066${timeZone}\u2069` })}
        </p>
        {places.length === 0 ? (
          <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
        ) : (
          <ol className="flex flex-col gap-3" aria-label={t('order', { section: t(`section.${kept.section}`) })}>
            {places.map((place, at) => (
              <ShelfPlace
                key={place.talent.id}
                place={place}
                number={at + 1}
                isFirst={at === 0}
                isLast={at === places.length - 1}
                featured={featured}
                labels={labels}
                onMove={(by) => move(at, by)}
                onTake={() => take(at)}
                onChange={(next) => change(at, next)}
              />
            ))}
          </ol>
        )}
        <p className="visually-hidden" role="status">
          {said}
        </p>
        {sent.isError && <ProblemNote problem={shownProblem(sent.error, ui.t)} />}
        <div className="mt-5 flex flex-wrap items-center gap-3">
          <Button
            isDisabled={!isChanged || !places.every(isWindow)}
            isPending={sent.isPending}
            onPress={() => sent.mutate({ section: kept.section, items: itemsOf(places, timeZone) })}
          >
            {t('save')}
          </Button>
          {isChanged && <span className="text-sm text-ink-soft">{t('unsaved')}</span>}
        </div>
      </section>
      <FindTalent
        api={api}
        featured={featured}
        labels={labels}
        taken={new Set(places.map(({ talent }) => talent.id))}
        onAdd={(talent) => {
          setPlaces((all) => [...all, { talent, from: null, until: null, kept: null, state: null }]);
          setSaid(t('added', { name: talent.displayName }));
        }}
      />
    </div>
  );
}
