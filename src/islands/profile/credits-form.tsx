import { useEffect, useRef, useState } from 'react';
import { castingLimits, type Credit } from '../../features/profiles/rules/casting.ts';
import { isolated } from '../bookings/next-step.ts';
import { formatNumber } from '../../i18n/format.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CreditFields } from './credit-fields.tsx';
import type { Profile, ProfilePart } from './profile-part.ts';
import { Section } from './section.tsx';
import { useSection } from './use-section.ts';

const swapped = <Item,>(list: readonly Item[], from: number, to: number): Item[] => {
  const next = [...list];
  const [moved] = next.splice(from, 1);
  if (moved !== undefined) next.splice(to, 0, moved);
  return next;
};

/** What somebody was part of, in the order they choose: every move is a button, so a keyboard does all of it. */
export function CreditsForm({ profile, locale, s }: ProfilePart) {
  const { draft, change, send, problems, shared } = useSection(
    { profile, s },
    ({ casting: { credits } }) => ({ credits }),
    (api, key, body: Profile['casting']) => api.setCasting(key, body),
  );
  const { credits } = draft;
  const [edited, setEdited] = useState<number | null>(null);
  const [news, setNews] = useState('');
  const list = useRef<HTMLOListElement>(null);
  // the server found one wrong: it is opened, so that what is wrong can be read
  const wrong = Object.keys(problems ?? {})
    .map((field) => /^credits\.(\d+)\./.exec(field)?.[1])
    .find(Boolean);
  useEffect(() => {
    if (wrong !== undefined) setEdited(Number(wrong));
  }, [wrong]);
  const named = ({ title }: Credit) => isolated(title || s('credits.unnamed'));
  const number = (value: number) => formatNumber(locale, value);

  const move = (from: number, to: number, focus: 'up' | 'down') => {
    const credit = credits[from];
    if (!credit) return;
    change({ credits: swapped(credits, from, to) });
    setEdited(null);
    setNews(s('credits.moved', { title: named(credit), place: number(to + 1), count: number(credits.length) }));
    // the focus goes along with what was moved; at either end the other button takes it
    requestAnimationFrame(() => {
      const row = list.current?.children[to];
      const buttons = row?.querySelectorAll<HTMLButtonElement>('[data-move] button');
      const wanted = buttons?.[focus === 'up' ? 0 : 1];
      (wanted?.disabled ? buttons?.[focus === 'up' ? 1 : 0] : wanted)?.focus();
    });
  };
  const change1 = (at: number, part: Partial<Credit>) =>
    change({ credits: credits.map((credit, place) => (place === at ? { ...credit, ...part } : credit)) });

  return (
    <Section
      id="credits"
      title={s('credits.title')}
      text={s('credits.text', { most: number(castingLimits.credits) })}
      s={s}
      problems={problems}
      onSave={() =>
        send(
          { ...profile.casting, credits: credits.map((credit) => ({ ...credit, title: credit.title.trim() })) },
          { onSuccess: () => setEdited(null) },
        )
      }
      {...shared}
    >
      <p role="status" className="visually-hidden">
        {news}
      </p>
      {credits.length === 0 && <p className="text-ink-faint">{s('credits.none')}</p>}
      {credits.length > 0 && (
        <ol ref={list} className="flex flex-col divide-y divide-line border-y border-line">
          {credits.map((credit, at) => (
            // a credit has no name of its own but its place; what is typed is kept above
            <li key={at} className="flex flex-col gap-4 py-3">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="figures w-12 shrink-0 text-sm text-ink-faint">
                  {formatNumber(locale, credit.year, { useGrouping: false })}
                </span>
                <span className="min-w-40 grow">
                  <span dir="auto" className="font-semibold">
                    {credit.title || s('credits.unnamed')}
                  </span>
                  <span className="block text-sm text-ink-soft">
                    {s(`kind.${credit.kind}`)}
                    {credit.role && (
                      <>
                        {' · '}
                        <bdi>{credit.role}</bdi>
                      </>
                    )}
                    {credit.production && (
                      <>
                        {' · '}
                        <bdi>{credit.production}</bdi>
                      </>
                    )}
                  </span>
                </span>
                <span className="flex" data-move>
                  <IconButton
                    icon="up"
                    label={s('credits.up', { title: named(credit) })}
                    onPress={() => move(at, at - 1, 'up')}
                    isDisabled={at === 0}
                  />
                  <IconButton
                    icon="down"
                    label={s('credits.down', { title: named(credit) })}
                    onPress={() => move(at, at + 1, 'down')}
                    isDisabled={at === credits.length - 1}
                  />
                </span>
                <IconButton
                  icon="edit"
                  label={s('credits.edit', { title: named(credit) })}
                  onPress={() => setEdited(edited === at ? null : at)}
                />
                <IconButton
                  icon="close"
                  label={s('credits.remove', { title: named(credit) })}
                  onPress={() => {
                    change({ credits: credits.filter((_one, place) => place !== at) });
                    setEdited(null);
                    setNews(s('credits.removed', { title: named(credit) }));
                  }}
                />
              </div>
              {edited === at && (
                <div className="rounded-md bg-sunk p-4">
                  <CreditFields at={at} credit={credit} onChange={(part) => change1(at, part)} s={s} />
                  {credit.title.trim() !== '' && (
                    <Button variant="secondary" className="mt-4" onPress={() => setEdited(null)}>
                      {s('credits.done')}
                    </Button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
      <Button
        variant="secondary"
        icon="plus"
        className="self-start"
        isDisabled={credits.length >= castingLimits.credits}
        onPress={() => {
          const year = new Date().getFullYear();
          change({ credits: [{ title: '', role: '', kind: 'film', year, production: '' }, ...credits] });
          setEdited(0);
        }}
      >
        {s('credits.add')}
      </Button>
    </Section>
  );
}
